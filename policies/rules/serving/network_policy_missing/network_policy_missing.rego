# METADATA
# scope: package
# title: Pods without a network policy
# description: >
#   The pods of every workload that the declaration expects are picked by a NetworkPolicy of the unit, which says who may call them and
#   what they may call.
# custom:
#   code: serving.network_policy_missing
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Run synth; it writes a policy for each workload.
package rules.serving.network_policy_missing

import data.lib.manifests
import data.lib.pods

expectation := "a NetworkPolicy that picks its pods, for both directions"

kinds := {"CronWorkflow", "Deployment", "InferenceService", "Rollout", "Service", "WorkflowTemplate"}

judged[subject] := workload if {
	some workload in manifests.expected_workloads
	workload.kind in kinds
	workload.containers != []
	subject := $"{workload.kind}/{workload.name}"
}

not_applicable := "the declaration expects no workload with pods of its own" if {
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
		some policy in manifests.of("networking.k8s.io", "NetworkPolicy")
		manifests.picks(policy.object.spec.podSelector, labels)
		{"Egress", "Ingress"} == {type | some type in policy.object.spec.policyTypes}
	}
}

facts[subject] := {"observed": pods.labels_of(workload), "expected": expectation, "path": manifests.path(workload.kind, workload.name)} if {
	some subject, workload in judged
	not subject in passed
}
