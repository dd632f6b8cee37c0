package rules.serving.capabilities_not_dropped_test

import data.rules.serving.capabilities_not_dropped

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

unproven(changed) := subjects if {
	subjects := capabilities_not_dropped.required - capabilities_not_dropped.passed with input as unit([object.union({"name": "server"}, changed)], {})
}

test_a_good_container_passes if {
	capabilities_not_dropped.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit([object.union({"name": "server"}, {"securityContext": {"capabilities": {"drop": ["ALL"], "add": []}}})], {})
	capabilities_not_dropped.facts == {} with input as unit([object.union({"name": "server"}, {"securityContext": {"capabilities": {"drop": ["ALL"], "add": []}}})], {})
}

test_anything_else_is_not_proven if {
	every changed in [
		{},
		{"securityContext": {"capabilities": {"drop": ["NET_RAW"]}}},
		{"securityContext": {"capabilities": {"drop": "ALL"}}},
		{"securityContext": {"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}}},
	] {
		unproven(changed) == {"Deployment.churn.yaml/containers/0"}
	}
}

test_facts_show_what_is_there if {
	capabilities_not_dropped.facts["Deployment.churn.yaml/containers/0"].observed == {"drop": []} with input as unit([{"securityContext": {"capabilities": {"drop": []}}}], {})
	capabilities_not_dropped.facts["Deployment.churn.yaml/containers/0"].observed == null with input as unit([{}], {})
}

test_a_missing_container_is_not_proven if {
	capabilities_not_dropped.required - capabilities_not_dropped.passed == {"Deployment/churn/server"} with input as unit([], {})
	capabilities_not_dropped.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_what_is_no_container_is_not_proven if {
	every container in [null, "server", [], {}] {
		"Deployment.churn.yaml/containers/0" in (capabilities_not_dropped.required - capabilities_not_dropped.passed) with input as unit([container], {})
	}
}
