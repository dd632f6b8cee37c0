package rules.serving.authorization_missing_test

import data.lib.units_test as units
import data.rules.serving.authorization_missing

policy(spec) := units.manifest("security.istio.io/v1", "AuthorizationPolicy", "churn", spec)

unproven(objects) := subjects if {
	subjects := authorization_missing.required - authorization_missing.passed with input as units.unit(objects)
}

test_a_policy_that_picks_the_pods_passes if {
	every spec in [{"selector": {"matchLabels": {"app": "churn"}}}, {"action": "ALLOW", "selector": {"matchLabels": {"app": "churn"}}}] {
		unproven([units.deployment({}, {}), policy(spec)]) == set()
	}
}

test_anything_else_is_not_proven if {
	every spec in [{"action": "DENY", "selector": {"matchLabels": {"app": "churn"}}}, {"selector": {"matchLabels": {"app": "other"}}}, {}, null] {
		unproven([units.deployment({}, {}), policy(spec)]) == {"Deployment/churn"}
	}
	authorization_missing.facts["Deployment/churn"].observed == [{"app": "churn"}] with input as units.unit([units.deployment({}, {})])
}

test_a_unit_without_such_a_workload_is_said_and_only_then if {
	serverless := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Model", "name": "churn", "containers": []}]}]}})
	authorization_missing.not_applicable == "the declaration expects neither a Deployment nor a Rollout" with input as serverless
	not authorization_missing.not_applicable with input as units.unit([])
	not authorization_missing.not_applicable with input as {}
}

test_an_environment_that_nobody_declared_is_not_proven if {
	authorization_missing.required - authorization_missing.passed == {"environment/moon"} with input as object.union(units.unit([]), {"environment": "moon"})
}

expecting(workloads) := object.union(units.unit([]), {"model": {"environments": [{"name": "prod", "namespace": "models-prod", "replicas": {"min": 3, "max": 6}, "workloads": workloads}]}})

test_a_workload_that_is_not_there_is_not_proven if {
	authorization_missing.required - authorization_missing.passed == {"Deployment/churn"} with input as units.unit([])
	object.keys(authorization_missing.facts) == {"Deployment/churn"} with input as units.unit([])
}

test_a_workload_whose_pods_are_others_is_not_asked_for if {
	authorization_missing.required == set() with input as expecting([{"kind": "Deployment", "name": "churn", "containers": []}])
	authorization_missing.required == set() with input as expecting([{"kind": "Model", "name": "churn", "containers": ["server"]}])
}

test_what_is_proven_is_not_shown if {
	authorization_missing.facts == {} with input as units.unit([units.deployment({}, {}), policy({"selector": {"matchLabels": {"app": "churn"}}})])
}
