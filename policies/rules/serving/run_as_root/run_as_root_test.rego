package rules.serving.run_as_root_test

import data.rules.serving.run_as_root

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
	subjects := run_as_root.required - run_as_root.passed with input as unit([object.union({"name": "server"}, changed)], {})
}

test_a_good_container_passes if {
	run_as_root.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit([object.union({"name": "server"}, {"securityContext": {"runAsNonRoot": true, "runAsUser": 65532}})], {})
	run_as_root.facts == {} with input as unit([object.union({"name": "server"}, {"securityContext": {"runAsNonRoot": true, "runAsUser": 65532}})], {})
}

test_anything_else_is_not_proven if {
	every changed in [
		{},
		{"securityContext": {"runAsNonRoot": false}},
		{"securityContext": {"runAsNonRoot": "true"}},
		{"securityContext": {"runAsNonRoot": true, "runAsUser": 0}},
		{"securityContext": {"runAsNonRoot": true, "runAsUser": null}},
	] {
		unproven(changed) == {"Deployment.churn.yaml/containers/0"}
	}
}

test_facts_show_what_is_there if {
	run_as_root.facts["Deployment.churn.yaml/containers/0"].observed == "runAsNonRoot false, user null" with input as unit([{"securityContext": {"runAsNonRoot": false}}], {})
	run_as_root.facts["Deployment.churn.yaml/containers/0"].observed == "runAsNonRoot null, user 0" with input as unit([{"securityContext": {"runAsUser": 0}}], {})
}

test_the_pods_word_counts_where_the_container_has_none if {
	run_as_root.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit(
		[{"name": "server"}],
		{"securityContext": {"runAsNonRoot": true}},
	)
	run_as_root.passed == {"Deployment/churn/server"} with input as unit(
		[{"name": "server", "securityContext": {"runAsNonRoot": false}}],
		{"securityContext": {"runAsNonRoot": true}},
	)
	run_as_root.passed == {"Deployment/churn/server"} with input as unit(
		[{"name": "server"}],
		{"securityContext": {"runAsNonRoot": true, "runAsUser": 0}},
	)
}

test_a_missing_container_is_not_proven if {
	run_as_root.required - run_as_root.passed == {"Deployment/churn/server"} with input as unit([], {})
	run_as_root.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_what_is_no_container_is_not_proven if {
	every container in [null, "server", [], {}] {
		"Deployment.churn.yaml/containers/0" in (run_as_root.required - run_as_root.passed) with input as unit([container], {})
	}
}
