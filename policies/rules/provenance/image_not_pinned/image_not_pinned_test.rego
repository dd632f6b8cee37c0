package rules.provenance.image_not_pinned_test

import data.rules.provenance.image_not_pinned

digest := "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

manifest(containers) := {"path": "synth/prod/churn/Rollout.churn.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Rollout",
	"metadata": {"name": "churn", "namespace": "models-prod"},
	"spec": {"template": {"spec": {"containers": containers}}},
}}

unit(released, image) := {
	"environment": "prod",
	"model": {"id": "churn", "environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"workloads": [{"kind": "Rollout", "name": "churn", "containers": ["server"]}],
	}]},
	"stable": {"version": "1.0.0", "release": {"image": {"digest": released}}},
	"candidate": null,
	"manifests": [manifest([{"name": "server", "image": image}])],
}

unproven(released, image) := subjects if {
	subjects := image_not_pinned.required - image_not_pinned.passed with input as unit(released, image)
}

test_digests_in_release_and_manifest_pass if {
	unproven(digest, $"registry.example.com/models/churn:1.0.0@{digest}") == set()
}

test_a_release_without_a_digest_is_not_proven if {
	every released in [null, "", "sha256:abc", "latest", 7] {
		unproven(released, $"churn@{digest}") == {"1.0.0"}
	}
	bare := object.union(unit(digest, $"churn@{digest}"), {"stable": {"release": null}})
	image_not_pinned.required - image_not_pinned.passed == {"1.0.0"} with input as bare
	image_not_pinned.facts["1.0.0"].observed == null with input as bare
}

test_a_container_without_a_digest_is_not_proven if {
	every image in ["churn:1.0.0", $"@{digest}", $"churn@{digest}0", null, 7] {
		unproven(digest, image) == {"Rollout.churn.yaml/containers/0"}
	}
	image_not_pinned.facts["Rollout.churn.yaml/containers/0"].observed == "churn:1.0.0" with input as unit(digest, "churn:1.0.0")
}

test_an_image_volume_without_a_digest_is_not_proven if {
	every volume in [{"image": {"reference": "files:1"}}, {"image": {}}, {"image": null}, {"image": {"reference": $"files@{digest}0"}}] {
		with_volume(volume) == {"Rollout.churn.yaml/volumes/0"}
	}
	with_volume({"image": {"reference": $"files@{digest}"}}) == set()
	with_volume({"emptyDir": {}}) == set()
	image_not_pinned.facts["Rollout.churn.yaml/volumes/0"].observed == "files:1" with input as held({"image": {"reference": "files:1"}})
}

held(volume) := object.union(plain, {"manifests": [object.union(plain.manifests[0], {"object": {"spec": {"template": {"spec": {"volumes": [volume]}}}}})]}) if {
	plain := unit(digest, $"churn@{digest}")
}

with_volume(volume) := subjects if {
	subjects := image_not_pinned.required - image_not_pinned.passed with input as held(volume)
}

test_a_missing_workload_is_not_proven if {
	gone := object.union(unit(digest, ""), {"manifests": []})
	image_not_pinned.required - image_not_pinned.passed == {"Rollout/churn/server"} with input as gone
	image_not_pinned.facts["Rollout/churn/server"].path == "synth/prod/churn/Rollout.churn.yaml" with input as gone
}

# The unit as it should be, with a Sensor beside it.
sensing(container) := object.union(whole, {"manifests": array.concat(whole.manifests, [{"path": "synth/prod/churn/Sensor.churn.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Sensor",
	"metadata": {"name": "churn"},
	"spec": {"template": {"container": container}},
}}])}) if {
	whole := unit(digest, $"churn@{digest}")
}

test_a_sensors_container_has_its_controllers_image_and_no_other if {
	image_not_pinned.required - image_not_pinned.passed == set() with input as sensing({})
	image_not_pinned.required - image_not_pinned.passed == {"Sensor.churn.yaml/spec/template/container"} with input as sensing({"image": "evil"})
}

test_an_image_volume_is_shown_whole if {
	held := {"path": "synth/prod/churn/Rollout.churn.yaml", "object": {"spec": {"template": {"spec": {"volumes": [{"image": {"reference": "x:1"}}]}}}}}
	facts := image_not_pinned.facts with input as object.union(unit(digest, "x"), {"manifests": [held]})
	facts["Rollout.churn.yaml/volumes/0"] == {
		"observed": "x:1",
		"expected": image_not_pinned.expectation,
		"path": "synth/prod/churn/Rollout.churn.yaml",
	}
}
