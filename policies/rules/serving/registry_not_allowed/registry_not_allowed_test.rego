package rules.serving.registry_not_allowed_test

import data.rules.serving.registry_not_allowed

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
	subjects := registry_not_allowed.required - registry_not_allowed.passed with input as unit([object.union({"name": "server"}, changed)], {})
}

test_a_good_container_passes if {
	registry_not_allowed.passed == {"Deployment/churn/server", "Deployment.churn.yaml/containers/0"} with input as unit([object.union({"name": "server"}, {"image": "registry.example.com/models/churn:1"})], {})
	registry_not_allowed.facts == {} with input as unit([object.union({"name": "server"}, {"image": "registry.example.com/models/churn:1"})], {})
}

test_anything_else_is_not_proven if {
	every changed in [
		{"image": "docker.io/churn"},
		{"image": "registry.example.com/models-evil/churn"},
		{"image": "registry.example.com/models"},
		{"image": null},
		{},
	] {
		unproven(changed) == {"Deployment.churn.yaml/containers/0"}
	}
}

test_facts_show_what_is_there if {
	registry_not_allowed.facts["Deployment.churn.yaml/containers/0"].observed == "docker.io/churn" with input as unit([{"image": "docker.io/churn"}], {})
	registry_not_allowed.facts["Deployment.churn.yaml/containers/0"].observed == null with input as unit([{}], {})
}

test_a_registry_that_is_no_text_allows_nothing if {
	odd := object.union(unit([{"name": "server", "image": "7/churn"}], {}), {"thresholds": {"serving": {"registries": [7, null]}}})
	registry_not_allowed.required - registry_not_allowed.passed == {"Deployment.churn.yaml/containers/0"} with input as odd
}

test_an_image_volume_from_elsewhere_is_not_proven if {
	good := [{"name": "server", "image": "registry.example.com/models/churn:1"}]
	every reference in ["docker.io/files", null, 7] {
		held := unit(good, {"volumes": [{"name": "model", "image": {"reference": reference}}]})
		registry_not_allowed.required - registry_not_allowed.passed == {"Deployment.churn.yaml/volumes/0"} with input as held
		observed := registry_not_allowed.facts["Deployment.churn.yaml/volumes/0"].observed with input as held
		observed in {reference, null}
	}
	near := unit(good, {"volumes": [{"name": "model", "image": {"reference": "registry.example.com/models/files@sha256:0"}}]})
	registry_not_allowed.required - registry_not_allowed.passed == set() with input as near
}

test_a_missing_container_is_not_proven if {
	registry_not_allowed.required - registry_not_allowed.passed == {"Deployment/churn/server"} with input as unit([], {})
	registry_not_allowed.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as unit([], {})
}

test_what_is_no_container_is_not_proven if {
	every container in [null, "server", [], {}] {
		"Deployment.churn.yaml/containers/0" in (registry_not_allowed.required - registry_not_allowed.passed) with input as unit([container], {})
	}
}

# The unit as it should be, with a Sensor beside it.
sensing(container) := object.union(whole, {"manifests": array.concat(whole.manifests, [{"path": "synth/prod/churn/Sensor.churn.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Sensor",
	"metadata": {"name": "churn"},
	"spec": {"template": {"container": container}},
}}])}) if {
	whole := unit([{"name": "server", "image": "registry.example.com/models/churn:1"}], {})
}

test_a_sensors_container_has_its_controllers_image_and_no_other if {
	registry_not_allowed.required - registry_not_allowed.passed == set() with input as sensing({})
	registry_not_allowed.required - registry_not_allowed.passed == {"Sensor.churn.yaml/spec/template/container"} with input as sensing({"image": "evil"})
}

test_what_is_not_allowed_is_shown_whole if {
	facts := registry_not_allowed.facts with input as unit([{"name": "server", "image": "docker.io/churn"}], {})
	facts["Deployment.churn.yaml/containers/0"].path == "synth/prod/churn/Deployment.churn.yaml"
	volume := {"name": "model", "image": {"reference": "docker.io/model@sha256:a"}}
	seen := registry_not_allowed.facts with input as unit([{"name": "server", "image": "registry.example.com/models/churn:1"}], {"volumes": [volume]})
	seen["Deployment.churn.yaml/volumes/0"] == {
		"observed": "docker.io/model@sha256:a",
		"expected": ["registry.example.com/models"],
		"path": "synth/prod/churn/Deployment.churn.yaml",
	}
}
