# METADATA
# scope: package
# title: Service open to the outside
# description: >
#   Every Service is reachable in the cluster only: callers from outside come through the gateway, which knows who they are.
# custom:
#   code: serving.service_exposed
#   severity: deny
#   message: "{subject} is of type {observed}; expected {expected}"
#   fix: Leave the type ClusterIP, and expose the model through the gateway.
package rules.serving.service_exposed

import data.lib.manifests

expectation := "ClusterIP, without external addresses"

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
	spec := manifest.object.spec
	object.get(spec, "type", "ClusterIP") == "ClusterIP"
	object.get(spec, "externalIPs", []) == []
}

facts[subject] := {"observed": object.get(manifest.object.spec, "type", "ClusterIP"), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
