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

test_each_kind_has_the_api_that_it_is_found_by if {
	every kind, version in {
		"Deployment": "apps/v1",
		"Rollout": "argoproj.io/v1alpha1",
		"AnalysisTemplate": "argoproj.io/v1alpha1",
		"VirtualService": "networking.istio.io/v1",
		"WorkflowTemplate": "argoproj.io/v1alpha1",
		"CronWorkflow": "argoproj.io/v1alpha1",
		"InferenceService": "serving.kserve.io/v1beta1",
		"Model": "mlops.seldon.io/v1alpha1",
		"Service": "serving.knative.dev/v1",
	} {
		one := object.union(rollout, {"object": {"apiVersion": version, "kind": kind}})
		manifests.found(kind, "churn") == one with input as object.union(unit, {"manifests": [one]})
	}
}

test_another_kind_or_name_is_another_thing if {
	not manifests.found("Rollout", "churn") with input as object.union(unit, {"manifests": [object.union(rollout, {"object": {"kind": "Experiment"}})]})
	not manifests.found("Rollout", "churn") with input as object.union(unit, {"manifests": [object.union(rollout, {"object": {"metadata": {"name": "loans"}}})]})
}

test_an_environment_that_is_declared_twice_is_none if {
	twice := object.union(unit, {"model": {"environments": array.concat(unit.model.environments, unit.model.environments)}})
	not manifests.environment with input as twice
}

thing(version, kind) := {"object": {"apiVersion": version, "kind": kind}}

test_manifests_are_picked_by_group_and_kind if {
	held := {"manifests": [thing("v1", "Service"), thing("serving.knative.dev/v1", "Service"), thing("policy/v1", "PodDisruptionBudget"), thing("v1", "ConfigMap")]}
	manifests.of("", "Service") == [thing("v1", "Service")] with input as held
	manifests.of("serving.knative.dev", "Service") == [thing("serving.knative.dev/v1", "Service")] with input as held
	manifests.of("policy", "Service") == [] with input as held
	manifests.group_of({"apiVersion": "a/b/v1"}) == "a/b"
}

test_a_selector_picks_what_has_all_of_its_labels if {
	labels := {"app": "churn", "tier": "gold"}
	manifests.selects({"app": "churn"}, labels)
	manifests.selects({"app": "churn", "tier": "gold"}, labels)
	not manifests.selects({"app": "churn", "tier": "silver"}, labels)
	not manifests.selects({"app": "churn", "team": "people"}, labels)
	not manifests.selects({}, labels)
	not manifests.selects(null, labels)
	not manifests.selects(["churn"], ["churn"])
}

test_a_selector_of_kubernetes_says_labels_alone if {
	labels := {"app": "churn"}
	manifests.picks({"matchLabels": labels}, labels)
	not manifests.picks({"matchLabels": {"app": "loans"}}, labels)
	not manifests.picks({"matchLabels": labels, "matchExpressions": []}, labels)
	not manifests.picks({"matchExpressions": []}, labels)
	not manifests.picks({}, labels)
}

test_only_a_list_with_something_in_it_was_looked_at if {
	manifests.looked_at with input as unit
	every nothing in [[], null, {"a": 1}, "text"] {
		not manifests.looked_at with input as {"manifests": nothing}
	}
	not manifests.looked_at with input as {}
}
