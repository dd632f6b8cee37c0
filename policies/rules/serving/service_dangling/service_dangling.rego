# METADATA
# scope: package
# title: Service without a workload
# description: >
#   Every Service picks the pods of a workload of its unit, and sends calls to ports that a container of it declares.
# custom:
#   code: serving.service_dangling
#   severity: deny
#   message: "{subject} sends to {observed}; expected {expected}"
#   fix: Give the Service the labels and the port of the workload.
package rules.serving.service_dangling

import data.lib.manifests
import data.lib.pods

expectation := "declared ports of a workload of this unit"

judged[subject] := manifest if {
	some manifest in manifests.of("", "Service")
	subject := manifests.file(manifest)
}

not_applicable := "the unit has no Service" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, manifest in judged
	ports := manifest.object.spec.ports
	is_array(ports)
	count(ports) > 0
	some pod in pods.templates
	manifests.selects(manifest.object.spec.selector, pod.labels)
	every port in ports {
		opens(pod.spec, object.get(port, "targetPort", object.get(port, "port", null)))
	}
}

opens(pod, target) if {
	target != null
	some container in pod.containers
	some port in container.ports
	target in [port.containerPort, object.get(port, "name", null)]
}

facts[subject] := {"observed": object.get(manifest.object.spec, ["selector"], null), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
