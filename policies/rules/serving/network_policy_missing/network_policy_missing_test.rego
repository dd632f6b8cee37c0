package rules.serving.network_policy_missing_test

import data.lib.units_test as units
import data.rules.serving.network_policy_missing

policy(selector) := units.manifest("networking.k8s.io/v1", "NetworkPolicy", "churn", {"podSelector": selector, "policyTypes": ["Ingress", "Egress"]})

unproven(objects) := subjects if {
	subjects := network_policy_missing.required - network_policy_missing.passed with input as units.unit(objects)
}

test_a_policy_that_picks_the_pods_passes if {
	unproven([units.deployment({}, {}), policy({"matchLabels": {"app": "churn"}})]) == set()
	network_policy_missing.facts == {} with input as units.unit([units.deployment({}, {}), policy({"matchLabels": {"app": "churn"}})])
}

test_anything_else_is_not_proven if {
	every selector in [{"matchLabels": {"app": "other"}}, {}, {"matchLabels": {}}, null, {"matchExpressions": []}] {
		unproven([units.deployment({}, {}), policy(selector)]) == {"Deployment/churn"}
	}
	half := object.union(policy({"matchLabels": {"app": "churn"}}), {"object": {"spec": {"policyTypes": ["Ingress"]}}})
	unproven([units.deployment({}, {}), half]) == {"Deployment/churn"}
	unproven([units.deployment({}, {})]) == {"Deployment/churn"}
	unproven([policy({"matchLabels": {"app": "churn"}})]) == {"Deployment/churn"}
	network_policy_missing.facts["Deployment/churn"].observed == [{"app": "churn"}] with input as units.unit([units.deployment({}, {})])
}

test_a_unit_without_such_a_workload_is_said_and_only_then if {
	serverless := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Model", "name": "churn", "containers": []}]}]}})
	network_policy_missing.not_applicable == "the declaration expects no workload with pods of its own" with input as serverless
	not network_policy_missing.not_applicable with input as units.unit([])
	not network_policy_missing.not_applicable with input as {}
}

test_an_environment_that_nobody_declared_is_not_proven if {
	network_policy_missing.required - network_policy_missing.passed == {"environment/moon"} with input as object.union(units.unit([]), {"environment": "moon"})
}

expecting(workloads) := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "replicas": {"min": 3, "max": 6}, "workloads": workloads}]}})

test_a_workload_that_is_not_there_is_not_proven if {
	network_policy_missing.required - network_policy_missing.passed == {"Deployment/churn"} with input as units.unit([])
	object.keys(network_policy_missing.facts) == {"Deployment/churn"} with input as units.unit([])
}

test_a_workload_whose_pods_are_others_is_not_asked_for if {
	network_policy_missing.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": []}])
	network_policy_missing.required == set() with input as expecting([{"kind": "Model", "name": "churn", "containers": ["server"]}])
}

test_every_kind_that_starts_pods_is_asked_for if {
	every kind in {"CronWorkflow", "Deployment", "InferenceService", "Rollout", "Service", "WorkflowTemplate"} {
		network_policy_missing.required == {$"{kind}/churn"} with input as expecting([{"kind": kind, "name": "churn", "containers": ["server"]}])
	}
}
