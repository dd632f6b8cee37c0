package rules.serving.not_spread_test

import data.lib.units_test as units
import data.rules.serving.not_spread

constraint := {"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"app": "churn"}}}

unproven(constraints) := subjects if {
	subjects := not_spread.required - not_spread.passed with input as units.unit([units.deployment({}, {"topologySpreadConstraints": constraints})])
}

test_a_spread_over_nodes_passes if {
	unproven([constraint]) == set()
	unproven([{}, constraint]) == set()
}

test_anything_else_is_not_proven if {
	every changed in [{"maxSkew": 3}, {"maxSkew": "1"}, {"topologyKey": "kubernetes.io/arch"}, {"labelSelector": {"matchLabels": {"app": "other"}}}] {
		unproven([object.union(constraint, changed)]) == {"Deployment/churn"}
	}
	every constraints in [[], null, "any"] {
		unproven(constraints) == {"Deployment/churn"}
	}
	not_spread.facts["Deployment/churn"].observed == [] with input as units.unit([units.deployment({}, {"topologySpreadConstraints": []})])
	not_spread.facts["Deployment/churn"].observed == null with input as units.unit([])
}

test_a_unit_without_such_a_workload_is_said_and_only_then if {
	serverless := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Model", "name": "churn", "containers": []}]}]}})
	not_spread.not_applicable == "the declaration expects neither a Deployment nor a Rollout" with input as serverless
	not not_spread.not_applicable with input as units.unit([])
	not not_spread.not_applicable with input as {}
}

test_an_environment_that_nobody_declared_is_not_proven if {
	not_spread.required - not_spread.passed == {"environment/moon"} with input as object.union(units.unit([]), {"environment": "moon"})
}

expecting(workloads) := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "replicas": {"min": 3, "max": 6}, "workloads": workloads}]}})

test_a_workload_that_is_not_there_is_not_proven if {
	not_spread.required - not_spread.passed == {"Deployment/churn"} with input as units.unit([])
	object.keys(not_spread.facts) == {"Deployment/churn"} with input as units.unit([])
}

test_a_workload_whose_pods_are_others_is_not_asked_for if {
	not_spread.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": []}])
	not_spread.required == set() with input as expecting([{"kind": "Model", "name": "churn", "containers": ["server"]}])
}

test_some_skew_is_a_skew if unproven([object.union(constraint, {"maxSkew": 0})]) == {"Deployment/churn"}
