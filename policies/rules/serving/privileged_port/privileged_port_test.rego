package rules.serving.privileged_port_test

import data.lib.units_test as units
import data.rules.serving.privileged_port

unproven(container) := subjects if {
	subjects := privileged_port.required - privileged_port.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{},
		{"ports": []},
		{"ports": [{"containerPort": 1024}]},
		{"ports": [{"containerPort": 65535, "hostPort": 0}]},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{"ports": [{"containerPort": 1023}]},
		{"ports": [{"containerPort": 65536}]},
		{"ports": [{"containerPort": "8080"}]},
		{"ports": [{}]},
		{"ports": [{"containerPort": 8080, "hostPort": 8080}]},
		{"ports": "http"},
		{"ports": null},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(privileged_port.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := privileged_port.facts with input as units.unit([units.deployment({"ports": [{"containerPort": 1023}]}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == privileged_port.expectation
}

test_a_missing_container_is_not_proven if {
	privileged_port.required - privileged_port.passed == {"Deployment/churn/server"} with input as units.unit([])
	privileged_port.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (privileged_port.required - privileged_port.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(privileged_port.facts) with input as units.unit([manifest])
	}
}
