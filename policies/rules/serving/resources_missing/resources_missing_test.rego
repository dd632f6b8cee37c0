package rules.serving.resources_missing_test

import data.rules.serving.resources_missing

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
	subjects := resources_missing.required - resources_missing.passed with input as unit([object.union({"name": "server"}, changed)], {})
}

test_a_good_container_passes if {
	resources_missing.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit([object.union({"name": "server"}, {"resources": {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"cpu": 1, "memory": "0.5Gi"}}})], {})
	resources_missing.facts == {} with input as unit([object.union({"name": "server"}, {"resources": {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"cpu": 1, "memory": "0.5Gi"}}})], {})
}

test_anything_else_is_not_proven if {
	every changed in [
		{},
		{"resources": {"requests": {"cpu": "500m", "memory": "512Mi"}, "limits": {"cpu": "1"}}},
		{"resources": {"requests": {"cpu": "0", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
		{"resources": {"requests": {"cpu": "0m", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
		{"resources": {"requests": {"cpu": 0, "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
		{"resources": {"requests": {"cpu": -1, "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
		{"resources": {"requests": {"cpu": null, "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
		{"resources": {"requests": {"cpu": "", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
		{"resources": {"requests": {"cpu": "lots", "memory": "512Mi"}, "limits": {"cpu": "1", "memory": "1Gi"}}},
	] {
		unproven(changed) == {"Deployment.churn.yaml/containers/0"}
	}
}

test_facts_show_what_is_there if {
	resources_missing.facts["Deployment.churn.yaml/containers/0"].observed == {} with input as unit([{"resources": {}}], {})
	resources_missing.facts["Deployment.churn.yaml/containers/0"].observed == null with input as unit([{}], {})
}

test_a_missing_container_is_not_proven if {
	resources_missing.required - resources_missing.passed == {"Deployment/churn/server"} with input as unit([], {})
	resources_missing.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_what_is_no_container_is_not_proven if {
	every container in [null, "server", [], {}] {
		"Deployment.churn.yaml/containers/0" in (resources_missing.required - resources_missing.passed) with input as unit([container], {})
	}
}
