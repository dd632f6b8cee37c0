package lib.manifests_test

import data.lib.manifests

rollout := {
	"path": "synth/prod/churn/Rollout.churn.yaml",
	"object": {
		"apiVersion": "argoproj.io/v1alpha1",
		"kind": "Rollout",
		"metadata": {"name": "churn", "namespace": "models-prod"},
	},
}

unit := {
	"environment": "prod",
	"model": {"id": "churn", "environments": [
		{"name": "staging", "namespace": "models-staging", "workloads": []},
		{"name": "prod", "namespace": "models-prod", "workloads": [{"kind": "Rollout", "name": "churn", "containers": ["server"]}]},
	]},
	"manifests": [rollout],
}

test_the_environment_is_the_declarations_entry if {
	manifests.environment.namespace == "models-prod" with input as unit
	manifests.expected_workloads == [{"kind": "Rollout", "name": "churn", "containers": ["server"]}] with input as unit
}

test_an_undeclared_environment_has_no_entry if {
	not manifests.environment with input as object.union(unit, {"environment": "qa"})
}

test_a_manifest_is_found_by_kind_and_name if manifests.found("Rollout", "churn") == rollout with input as unit

test_a_second_one_of_that_name_makes_it_unknown if {
	not manifests.found("Rollout", "churn") with input as object.union(unit, {"manifests": [rollout, rollout]})
}

test_another_namespace_or_api_is_another_thing if {
	moved := object.union(rollout, {"object": {"metadata": {"namespace": "models-dev"}}})
	not manifests.found("Rollout", "churn") with input as object.union(unit, {"manifests": [moved]})
	foreign := object.union(rollout, {"object": {"apiVersion": "example.com/v1"}})
	not manifests.found("Rollout", "churn") with input as object.union(unit, {"manifests": [foreign]})
}

test_a_files_own_name_is_its_last_segment if {
	manifests.file(rollout) == "Rollout.churn.yaml"
	manifests.file({}) == ""
}

test_a_missing_manifest_has_the_path_it_would_have if {
	manifests.path("Rollout", "churn") == "synth/prod/churn/Rollout.churn.yaml" with input as unit
	manifests.path("Deployment", "churn") == "synth/prod/churn/Deployment.churn.yaml" with input as unit
}
