# METADATA
# scope: package
# title: Nobody measures
# description: >
#   The metrics of every Deployment and Rollout of a server that the declaration expects are collected: a ServiceMonitor picks a Service
#   before its pods, or a PodMonitor the pods.
# custom:
#   code: monitoring.not_scraped
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Run synth; it writes a ServiceMonitor.
package rules.monitoring.not_scraped

import data.lib.manifests
import data.lib.pods

expectation := "a ServiceMonitor or a PodMonitor with an endpoint"

kinds := {"Deployment", "Rollout"}

judged[subject] := workload if {
	some workload in manifests.expected_workloads
	"server" in workload.containers
	workload.kind in kinds
	workload.containers != []
	subject := $"{workload.kind}/{workload.name}"
}

not_applicable := "the declaration expects neither a Deployment nor a Rollout" if {
	manifests.expected_workloads
	judged == {}
}

# An environment that the declaration doesn't know expects nothing, and nothing can prove it.
required contains $"environment/{input.environment}" if count(manifests.entries) != 1

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, workload in judged
	sets := pods.labels_of(workload)
	count(sets) > 0
	every labels in sets {
		collected(labels)
	}
}

collected(labels) if {
	some monitor in manifests.of("monitoring.coreos.com", "ServiceMonitor")
	count(monitor.object.spec.endpoints) > 0
	some service in manifests.of("", "Service")
	manifests.picks(monitor.object.spec.selector, service.object.metadata.labels)
	manifests.selects(service.object.spec.selector, labels)
}

collected(labels) if {
	some monitor in manifests.of("monitoring.coreos.com", "PodMonitor")
	count(monitor.object.spec.podMetricsEndpoints) > 0
	manifests.picks(monitor.object.spec.selector, labels)
}

facts[subject] := {"observed": "none", "expected": expectation, "path": manifests.path(workload.kind, workload.name)} if {
	some subject, workload in judged
	not subject in passed
}
