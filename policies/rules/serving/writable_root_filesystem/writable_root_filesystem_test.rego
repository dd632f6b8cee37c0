package rules.serving.writable_root_filesystem_test

import data.rules.serving.writable_root_filesystem

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
	subjects := writable_root_filesystem.required - writable_root_filesystem.passed with input as unit([object.union({"name": "server"}, changed)], {})
}

test_a_good_container_passes if {
	writable_root_filesystem.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit([object.union({"name": "server"}, {"securityContext": {"readOnlyRootFilesystem": true}})], {})
	writable_root_filesystem.facts == {} with input as unit([object.union({"name": "server"}, {"securityContext": {"readOnlyRootFilesystem": true}})], {})
}

test_anything_else_is_not_proven if {
	every changed in [
		{},
		{"securityContext": {"readOnlyRootFilesystem": false}},
		{"securityContext": {"readOnlyRootFilesystem": "true"}},
	] {
		unproven(changed) == {"Deployment.churn.yaml/containers/0"}
	}
}

test_facts_show_what_is_there if {
	writable_root_filesystem.facts["Deployment.churn.yaml/containers/0"].observed == false with input as unit([{"securityContext": {"readOnlyRootFilesystem": false}}], {})
	writable_root_filesystem.facts["Deployment.churn.yaml/containers/0"].observed == null with input as unit([{}], {})
}

test_a_missing_container_is_not_proven if {
	writable_root_filesystem.required - writable_root_filesystem.passed == {"Deployment/churn/server"} with input as unit([], {})
	writable_root_filesystem.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_what_is_no_container_is_not_proven if {
	every container in [null, "server", [], {}] {
		"Deployment.churn.yaml/containers/0" in (writable_root_filesystem.required - writable_root_filesystem.passed) with input as unit([container], {})
	}
}
