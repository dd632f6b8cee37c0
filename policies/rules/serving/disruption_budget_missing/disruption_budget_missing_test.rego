package rules.serving.disruption_budget_missing_test

import data.lib.units_test as units
import data.rules.serving.disruption_budget_missing

budget(spec) := units.manifest("policy/v1", "PodDisruptionBudget", "churn", object.union({"selector": {"matchLabels": {"app": "churn"}}}, spec))

unproven(objects) := subjects if {
	subjects := disruption_budget_missing.required - disruption_budget_missing.passed with input as units.unit(objects)
}

test_a_budget_that_lets_one_go_passes if {
	every spec in [{"maxUnavailable": 1}, {"maxUnavailable": "25%"}, {"minAvailable": 2}, {"minAvailable": "50%"}] {
		unproven([units.deployment({}, {}), budget(spec)]) == set()
	}
}

test_anything_else_is_not_proven if {
	every spec in [{}, {"maxUnavailable": 0}, {"maxUnavailable": "0%"}, {"maxUnavailable": "100%"}, {"minAvailable": 3}, {"minAvailable": "100%"}, {"minAvailable": 0}, {"maxUnavailable": null}, {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "other"}}}] {
		unproven([units.deployment({}, {}), budget(spec)]) == {"Deployment/churn"}
	}
	disruption_budget_missing.facts["Deployment/churn"].observed == [] with input as units.unit([units.deployment({}, {})])
}

test_a_unit_without_such_a_workload_is_said_and_only_then if {
	serverless := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Model", "name": "churn", "containers": []}]}]}})
	disruption_budget_missing.not_applicable == "the declaration expects neither a Deployment nor a Rollout" with input as serverless
	not disruption_budget_missing.not_applicable with input as units.unit([])
	not disruption_budget_missing.not_applicable with input as {}
}

test_an_environment_that_nobody_declared_is_not_proven if {
	disruption_budget_missing.required - disruption_budget_missing.passed == {"environment/moon"} with input as object.union(units.unit([]), {"environment": "moon"})
}

expecting(workloads) := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "replicas": {"min": 3, "max": 6}, "workloads": workloads}]}})

test_a_workload_that_is_not_there_is_not_proven if {
	disruption_budget_missing.required - disruption_budget_missing.passed == {"Deployment/churn"} with input as units.unit([])
	object.keys(disruption_budget_missing.facts) == {"Deployment/churn"} with input as units.unit([])
}

test_a_workload_whose_pods_are_others_is_not_asked_for if {
	disruption_budget_missing.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": []}])
	disruption_budget_missing.required == set() with input as expecting([{"kind": "Model", "name": "churn", "containers": ["server"]}])
}

test_what_is_proven_is_not_shown if {
	disruption_budget_missing.facts == {} with input as units.unit([units.deployment({}, {}), budget({"maxUnavailable": 1})])
	unproven([units.deployment({}, {}), budget({"minAvailable": 1})]) == set()
}
