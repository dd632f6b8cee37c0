package rules.serving.user_id_low_test

import data.lib.units_test as units
import data.rules.serving.user_id_low

unproven(container) := subjects if {
	subjects := user_id_low.required - user_id_low.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{"securityContext": {"runAsUser": 10000}},
		{"securityContext": {"runAsUser": 65532}},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{},
		{"securityContext": {"runAsUser": 9999}},
		{"securityContext": {"runAsUser": "65532"}},
		{"securityContext": {"runAsUser": null}},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(user_id_low.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := user_id_low.facts with input as units.unit([units.deployment({}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == user_id_low.expectation
}

test_a_missing_container_is_not_proven if {
	user_id_low.required - user_id_low.passed == {"Deployment/churn/server"} with input as units.unit([])
	user_id_low.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (user_id_low.required - user_id_low.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(user_id_low.facts) with input as units.unit([manifest])
	}
}
