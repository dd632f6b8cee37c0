package rules.serving.tag_latest_test

import data.lib.units_test as units
import data.rules.serving.tag_latest

unproven(container) := subjects if {
	subjects := tag_latest.required - tag_latest.passed with input as units.unit([units.deployment(container, {})])
}

test_what_is_right_passes if {
	every container in [
		{"image": "registry.example.com/models/churn:1.0.0@sha256:0"},
		{"image": "registry.example.com/latest/churn@sha256:0"},
		{"image": "registry.example.com/churn:latest-1"},
	] {
		unproven(container) == set()
	}
}

test_anything_else_is_not_proven if {
	every container in [
		{"image": "registry.example.com/churn:latest"},
		{"image": "registry.example.com/churn:latest@sha256:0"},
		{},
		{"image": 7},
	] {
		unproven(container) == {"Deployment.churn.yaml/containers/0"}
		object.keys(tag_latest.facts) == {"Deployment.churn.yaml/containers/0"} with input as units.unit([units.deployment(container, {})])
	}
}

test_facts_show_what_is_there if {
	facts := tag_latest.facts with input as units.unit([units.deployment({"image": "registry.example.com/churn:latest"}, {})])
	object.keys(facts) == {"Deployment.churn.yaml/containers/0"}
	facts["Deployment.churn.yaml/containers/0"].expected == tag_latest.expectation
}

test_a_missing_container_is_not_proven if {
	tag_latest.required - tag_latest.passed == {"Deployment/churn/server"} with input as units.unit([])
	tag_latest.facts["Deployment/churn/server"].observed == "unknown, the container is missing" with input as units.unit([])
}

test_what_is_no_container_is_not_proven if {
	every thing in [null, "server", []] {
		manifest := units.manifest("apps/v1", "Deployment", "churn", {"template": {"spec": {"containers": [thing]}}})
		"Deployment.churn.yaml/containers/0" in (tag_latest.required - tag_latest.passed) with input as units.unit([manifest])
		"Deployment.churn.yaml/containers/0" in object.keys(tag_latest.facts) with input as units.unit([manifest])
	}
}

test_a_container_of_a_controller_has_no_image_of_ours if {
	manifest := units.manifest("argoproj.io/v1alpha1", "Sensor", "churn", {"template": {"container": {}}})
	tag_latest.required - tag_latest.passed == {"Deployment/churn/server"} with input as units.unit([manifest])
}
