package rules.serving.memory_overcommitted_test

import data.lib.units_test as units
import data.rules.serving.memory_overcommitted

unproven(container) := subjects if {
	subjects := memory_overcommitted.required - memory_overcommitted.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{"resources": {"requests": {"memory": "1Gi"}, "limits": {"memory": "1Gi"}}},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{},
		{"resources": {"requests": {"memory": "1Gi"}, "limits": {"memory": "2Gi"}}},
		{"resources": {"limits": {"memory": "1Gi"}}},
		{"resources": {"requests": {"memory": "1Gi"}}},
		{"resources": {"requests": {"memory": null}, "limits": {"memory": null}}},
		{"resources": null},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(memory_overcommitted.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := memory_overcommitted.facts with input as units.unit([units.deployment({}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == memory_overcommitted.expectation
}

test_a_missing_container_is_not_proven if {
	memory_overcommitted.required - memory_overcommitted.passed == {"Deployment/churn/server"} with input as units.unit([])
	memory_overcommitted.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (memory_overcommitted.required - memory_overcommitted.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(memory_overcommitted.facts) with input as units.unit([manifest])
	}
}
