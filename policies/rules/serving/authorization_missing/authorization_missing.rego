# METADATA
# scope: package
# title: Model that everybody may call
# description: >
#   The pods of every Deployment and Rollout that the declaration expects are picked by an AuthorizationPolicy of the unit that allows: it
#   names the callers.
# custom:
#   code: serving.authorization_missing
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Declare the consumers, and run synth.
package rules.serving.authorization_missing

import data.lib.manifests
import data.lib.pods

expectation := "an AuthorizationPolicy that picks its pods"

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
	sets := pods.labels_of(workload)
	count(sets) > 0
	every labels in sets {
		some policy in manifests.of("security.istio.io", "AuthorizationPolicy")
		object.get(policy.object.spec, "action", "ALLOW") == "ALLOW"
		manifests.picks(policy.object.spec.selector, labels)
	}
}

facts[subject] := {"observed": pods.labels_of(workload), "expected": expectation, "path": manifests.path(workload.kind, workload.name)} if {
	some subject, workload in judged
	not subject in passed
}
