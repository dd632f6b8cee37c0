package rules.serving.probes_missing_test

import data.rules.serving.probes_missing

unit(containers, pod) := {
	"environment": "prod",
	"model": {"id": "churn", "environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"workloads": [{"kind": "Deployment", "name": "churn", "containers": ["server"]}],
	}]},
	"thresholds": {"serving": {"registries": ["registry.example.com/models"]}},
	"manifests": [{"path": "synth/prod/churn/Deployment.churn.yaml", "object": {
		"apiVersion": "apps/v1",
		"kind": "Deployment",
		"metadata": {"name": "churn", "namespace": "models-prod"},
		"spec": {"template": {"spec": object.union({"containers": containers}, pod)}},
	}}],
}

get := {"httpGet": {"path": "/health", "port": "http"}}

server := {
	"name": "server",
	"ports": [{"name": "http", "containerPort": 8080}],
	"readinessProbe": get,
	"livenessProbe": get,
	"startupProbe": get,
}

unproven(changed) := subjects if {
	subjects := probes_missing.required - probes_missing.passed with input as unit([object.union(server, changed)], {})
}

test_three_probes_on_declared_ports_pass if {
	unproven({}) == set()
	unproven({"livenessProbe": {"httpGet": {"path": "/", "port": 8080}}}) == set()
	probes_missing.facts == {} with input as unit([server], {})
}

test_other_kinds_of_probes_pass if {
	every probe in [{"tcpSocket": {"port": 8080}}, {"grpc": {"port": 8080}}, {"exec": {"command": ["true"]}}] {
		kept := object.union(object.remove(server, ["livenessProbe"]), {"livenessProbe": probe})
		probes_missing.required - probes_missing.passed == set() with input as unit([kept], {})
	}
}

test_a_probe_that_is_missing_or_asks_nothing_is_not_proven if {
	every name in ["readinessProbe", "livenessProbe", "startupProbe"] {
		every probe in [null, {}, {"httpGet": {"path": "health", "port": 8080}}, {"httpGet": {"path": "/"}}, {"tcpSocket": {"port": 9}}, {"exec": {"command": []}}] {
			broken := object.union(object.remove(server, [name]), {name: probe})
			probes_missing.required - probes_missing.passed == {"Deployment.churn.yaml/containers/0"} with input as unit([broken], {})
			probes_missing.facts["Deployment.churn.yaml/containers/0"].observed == $"without {name}" with input as unit([broken], {})
		}
	}
}

test_a_probe_on_a_port_that_is_none_is_not_proven if {
	every port in [0, 65536, "8080", null] {
		unproven({"ports": [{"name": "http", "containerPort": port}]}) == {"Deployment.churn.yaml/containers/0"}
	}
	unproven({"ports": [{"containerPort": 8080}]}) == {"Deployment.churn.yaml/containers/0"}
}

test_what_ends_by_itself_needs_none if {
	probes_missing.required == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit(
		[server],
		{"initContainers": [{"name": "fetch"}]},
	)
}

test_a_missing_container_is_not_proven if {
	probes_missing.required - probes_missing.passed == {"Deployment/churn/server"} with input as unit([], {})
	probes_missing.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_no_port_is_no_port_without_a_name if {
	not probes_missing.declared({"ports": [{"containerPort": 8080}]}, null)
	probes_missing.declared({"ports": [{"containerPort": 1}]}, 1)
}
