# METADATA
# scope: package
# title: Pods that may share one node
# description: >
#   The pods of every Deployment and Rollout that the declaration expects are spread over nodes, so that one node that goes takes not all
#   of them.
# custom:
#   code: serving.not_spread
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Run synth; it writes a spread over nodes.
package rules.serving.not_spread

import data.lib.manifests
import data.lib.num

expectation := "a topologySpreadConstraint over kubernetes.io/hostname that picks its own pods"

kinds := {"Deployment", "Rollout"}

judged[subject] := workload if {
	some workload in manifests.expected_workloads
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
	template := manifests.found(workload.kind, workload.name).object.spec.template
	some constraint in template.spec.topologySpreadConstraints
	constraint.topologyKey == "kubernetes.io/hostname"
	num.between(constraint.maxSkew, 1, 2)
	manifests.picks(constraint.labelSelector, template.metadata.labels)
}

seen(workload) := constraints if {
	constraints := manifests.found(workload.kind, workload.name).object.spec.template.spec.topologySpreadConstraints
} else := null

facts[subject] := {"observed": seen(workload), "expected": expectation, "path": manifests.path(workload.kind, workload.name)} if {
	some subject, workload in judged
	not subject in passed
}
