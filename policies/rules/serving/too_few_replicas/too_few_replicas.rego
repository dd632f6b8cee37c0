# METADATA
# scope: package
# title: Too few replicas
# description: >
#   Every Deployment and Rollout that the declaration expects starts with at least as many pods as the limits ask for, and no autoscaler
#   goes below.
# custom:
#   code: serving.too_few_replicas
#   severity: deny
#   message: "{subject} has {observed}; expected at least {expected}"
#   fix: Raise the smallest number of replicas in the declaration, and run synth.
#   limits: [thresholds.serving.minReplicas]
package rules.serving.too_few_replicas

import data.lib.manifests
import data.lib.num

expectation := object.get(input.thresholds, ["serving", "minReplicas"], null)

kinds := {"Deployment", "Rollout"}

judged[subject] := workload if {
	some workload in manifests.expected_workloads
	expectation != null
	workload.kind in kinds
	workload.containers != []
	subject := $"{workload.kind}/{workload.name}"
}

not_applicable := "no workload here has a least number of replicas" if {
	manifests.expected_workloads
	judged == {}
}

# An environment that the declaration doesn't know expects nothing, and nothing can prove it.
required contains $"environment/{input.environment}" if count(manifests.entries) != 1

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, workload in judged
	spec := manifests.found(workload.kind, workload.name).object.spec
	numbers := array.concat([spec.replicas], smallest(workload))
	every number in numbers {
		num.at_least(number, expectation)
	}
}

# The least numbers of the autoscalers that the workload has; null for one that says none.
smallest(workload) := [object.get(scaler.object.spec, field, null) |
	some kind, field in {"HorizontalPodAutoscaler": "minReplicas", "ScaledObject": "minReplicaCount"}
	some scaler in input.manifests
	scaler.object.kind == kind
	scaler.object.spec.scaleTargetRef.name == workload.name
]

seen(workload) := array.concat([object.get(manifests.found(workload.kind, workload.name).object.spec, "replicas", null)], smallest(workload)) if {
	manifests.found(workload.kind, workload.name)
} else := null

facts[subject] := {"observed": seen(workload), "expected": expectation, "path": manifests.path(workload.kind, workload.name)} if {
	some subject, workload in judged
	not subject in passed
}
