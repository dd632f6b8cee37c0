package rules.serving.seccomp_missing_test

import data.lib.units_test as units
import data.rules.serving.seccomp_missing

unproven(container) := subjects if {
	subjects := seccomp_missing.required - seccomp_missing.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}},
		{"securityContext": {"seccompProfile": {"type": "Localhost", "localhostProfile": "model.json"}}},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{},
		{"securityContext": {"seccompProfile": {"type": "Unconfined"}}},
		{"securityContext": {"seccompProfile": {}}},
		{"securityContext": {"seccompProfile": "RuntimeDefault"}},
		{"securityContext": {"seccompProfile": null}},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(seccomp_missing.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := seccomp_missing.facts with input as units.unit([units.deployment({}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == seccomp_missing.expectation
}

test_a_missing_container_is_not_proven if {
	seccomp_missing.required - seccomp_missing.passed == {"Deployment/churn/server"} with input as units.unit([])
	seccomp_missing.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (seccomp_missing.required - seccomp_missing.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(seccomp_missing.facts) with input as units.unit([manifest])
	}
}
