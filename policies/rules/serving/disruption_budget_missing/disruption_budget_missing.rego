# METADATA
# scope: package
# title: No budget for disruptions
# description: >
#   The pods of every Deployment and Rollout that the declaration expects are picked by a PodDisruptionBudget that keeps some of them up
#   while a node is emptied, and lets at least one go.
# custom:
#   code: serving.disruption_budget_missing
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Run synth; it writes a budget for each workload that serves.
package rules.serving.disruption_budget_missing

import data.lib.manifests
import data.lib.num
import data.lib.pods

expectation := "a PodDisruptionBudget that picks its pods and lets one go"

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
		some budget in manifests.of("policy", "PodDisruptionBudget")
		manifests.picks(budget.object.spec.selector, labels)
		lets_go(budget.object.spec)
	}
}

# At least one, and not all.
lets_go(spec) if num.at_least(spec.maxUnavailable, 1)

lets_go(spec) if regex.match(share, spec.maxUnavailable)

lets_go(spec) if num.between(spec.minAvailable, 1, manifests.environment.replicas.min - 1)

lets_go(spec) if regex.match(share, spec.minAvailable)

share := `^[1-9][0-9]?%$`

facts[subject] := {"observed": [budget.object.spec | some budget in manifests.of("policy", "PodDisruptionBudget")], "expected": expectation, "path": manifests.path(workload.kind, workload.name)} if {
	some subject, workload in judged
	not subject in passed
}
