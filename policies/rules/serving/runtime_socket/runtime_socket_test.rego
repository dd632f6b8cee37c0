package rules.serving.runtime_socket_test

import data.lib.units_test as units
import data.rules.serving.runtime_socket

unproven(container) := subjects if {
	subjects := runtime_socket.required - runtime_socket.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{},
		{"volumeMounts": []},
		{"volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}]},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{"volumeMounts": [{"name": "tmp", "mountPath": "/var/run/docker.sock"}]},
		{"volumeMounts": [{"name": "tmp", "mountPath": "/run/containerd/containerd.sock"}]},
		{"volumeMounts": [{"name": "tmp"}]},
		{"volumeMounts": "all"},
		{"volumeMounts": null},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(runtime_socket.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := runtime_socket.facts with input as units.unit([units.deployment({"volumeMounts": [{"name": "tmp", "mountPath": "/var/run/docker.sock"}]}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == runtime_socket.expectation
}

test_a_missing_container_is_not_proven if {
	runtime_socket.required - runtime_socket.passed == {"Deployment/churn/server"} with input as units.unit([])
	runtime_socket.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (runtime_socket.required - runtime_socket.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(runtime_socket.facts) with input as units.unit([manifest])
	}
}
