package rules.provenance.artifact_mismatch_test

import data.rules.provenance.artifact_mismatch

digest := "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

manifest(containers) := {"path": "synth/prod/churn/Rollout.churn.yaml", "object": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Rollout",
	"metadata": {"name": "churn", "namespace": "models-prod"},
	"spec": {"template": {"spec": {"containers": containers}}},
}}

release(version) := {
	"version": version,
	"release": {
		"model": "churn",
		"version": version,
		"artifact": {"sha256": "a"},
		"image": {"repository": "registry.example.com:5000/models/churn", "digest": digest},
	},
	"evaluation": {"model": "churn", "version": version, "task": "forecast", "subject": {"artifactSha256": "a"}},
}

served(image) := {"name": "server", "image": image}

right := $"registry.example.com:5000/models/churn:1.0.0@{digest}"

unit(containers) := {
	"environment": "prod",
	"model": {"id": "churn", "task": "forecast", "environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"workloads": [
			{"kind": "Rollout", "name": "churn", "containers": ["server"]},
			{"kind": "WorkflowTemplate", "name": "churn-training", "containers": ["train"]},
		],
	}]},
	"stable": release("1.0.0"),
	"candidate": null,
	"manifests": [manifest(containers)],
}

unproven(unit) := subjects if {
	subjects := artifact_mismatch.required - artifact_mismatch.passed with input as unit
}

test_what_belongs_together_passes if {
	unproven(unit([served(right)])) == set()
	unproven(unit([served($"registry.example.com:5000/models/churn@{digest}"), {"name": "sidecar", "image": "proxy:1"}])) == set()
	artifact_mismatch.required == {
		"1.0.0/artifact", "1.0.0/model", "1.0.0/version", "1.0.0/task", "1.0.0/image",
	} with input as unit([served(right)])
}

test_another_artifact_model_version_or_task_is_not_proven if {
	changes := {
		"1.0.0/artifact": {"evaluation": {"subject": {"artifactSha256": "b"}}},
		"1.0.0/model": {"evaluation": {"model": "credit"}},
		"1.0.0/version": {"release": {"version": "1.0.1"}},
		"1.0.0/task": {"evaluation": {"task": "ranking"}},
	}
	every subject, change in changes {
		unproven(object.union(unit([served(right)]), {"stable": change})) == {subject}
	}
	odd := object.union(unit([served(right)]), {"stable": {"release": {"model": "credit"}}})
	artifact_mismatch.facts["1.0.0/model"].observed == ["churn", "credit"] with input as odd
	artifact_mismatch.facts["1.0.0/task"].observed == "forecast" with input as odd
}

test_missing_files_prove_nothing if {
	bare := object.union(unit([served(right)]), {"stable": {"release": null, "evaluation": null}})
	count(unproven(bare)) == 5
}

test_another_image_is_not_proven if {
	other := replace(digest, "a", "b")
	every image in [$"registry.example.com:5000/models/churn@{other}", $"registry.example.com:5000/models/credit@{digest}", "churn:1.0.0", null] {
		unproven(unit([served(image)])) == {"1.0.0/image"}
	}
}

test_no_serving_container_or_two_prove_nothing if {
	unproven(unit([])) == {"1.0.0/image"}
	unproven(unit([served(right), served(right)])) == {"1.0.0/image"}
	unproven(object.union(unit([]), {"manifests": []})) == {"1.0.0/image"}
	unproven(json.remove(unit([served(right)]), ["model/environments/0/workloads/0"])) == {"1.0.0/image"}
}

test_the_candidate_is_what_should_be_served if {
	both := object.union(unit([served(right)]), {"candidate": release("1.1.0")})
	"1.1.0/image" in artifact_mismatch.passed with input as both
	newer := object.union(both, {"candidate": {"release": {"image": {"digest": replace(digest, "a", "b")}}}})
	unproven(newer) == {"1.1.0/image"}
}

# A unit whose pods are of another kind.
kind_of(kind, api, spec, workload) := object.union(unit([]), {
	"model": {"environments": [{"name": "prod", "namespace": "models-prod", "workloads": [workload]}]},
	"manifests": [{"path": $"synth/prod/churn/{kind}.churn.yaml", "object": {
		"apiVersion": api,
		"kind": kind,
		"metadata": {"name": "churn", "namespace": "models-prod"},
		"spec": spec,
	}}],
})

test_every_kind_that_serves_runs_the_releases_image if {
	pod := {"containers": [served(right)]}
	other := {"containers": [served("churn:1.0.0")]}
	cases := [
		["InferenceService", "serving.kserve.io/v1beta1", {"predictor": pod}, {"predictor": other}],
		["Service", "serving.knative.dev/v1", {"template": {"spec": pod}}, {"template": {"spec": other}}],
	]
	every case in cases {
		workload := {"kind": case[0], "name": "churn", "containers": ["server"]}
		unproven(kind_of(case[0], case[1], case[2], workload)) == set()
		unproven(kind_of(case[0], case[1], case[3], workload)) == {"1.0.0/image"}
	}
}

test_kserve_has_a_name_of_its_own_for_the_server if {
	workload := {"kind": "InferenceService", "name": "churn", "containers": ["kserve-container"]}
	kserve := "serving.kserve.io/v1beta1"
	right_one := object.union(served(right), {"name": "kserve-container"})
	wrong_one := object.union(served("churn:1.0.0"), {"name": "kserve-container"})
	unproven(kind_of("InferenceService", kserve, {"predictor": {"containers": [right_one]}}, workload)) == set()
	unproven(kind_of("InferenceService", kserve, {"predictor": {"containers": [wrong_one]}}, workload)) == {"1.0.0/image"}
	unproven(kind_of("InferenceService", kserve, {"predictor": {"containers": [right_one, served(right)]}}, workload)) == {"1.0.0/image"}
}

test_what_stands_beside_the_server_brings_its_own_image if {
	beside := {"kind": "Deployment", "name": "churn-card", "containers": ["card"]}
	both := object.union(unit([served(right)]), {"model": {"environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"workloads": [{"kind": "Rollout", "name": "churn", "containers": ["server"]}, beside],
	}]}})
	unproven(both) == set()
}

volume(reference) := object.union(unit([]), {
	"model": {"modelVolume": {"from": "oci-image"}},
	"stable": {"release": {"artifact": {"volume": {"digest": digest}}}},
	"manifests": [object.union(manifest([served(right)]), {"object": {"spec": {"template": {"spec": {"volumes": [
		{"name": "tmp", "emptyDir": {}},
		{"name": "model", "image": {"reference": reference}},
	]}}}}})],
})

test_a_model_volume_is_the_releases_own if {
	unproven(volume($"registry.example.com/files@{digest}")) == set()
	unproven(volume($"registry.example.com/files@{replace(digest, "a", "b")}")) == {"1.0.0/volume"}
	unproven(volume("registry.example.com/files:1.0.0")) == {"1.0.0/volume"}
	unproven(object.union(volume(""), {"manifests": [manifest([served(right)])]})) == {"1.0.0/volume"}
}

download(args) := object.union(unit([]), {
	"model": {"modelVolume": {"from": "download"}},
	"manifests": [object.union(manifest([served(right)]), {"object": {"spec": {"template": {"spec": {"initContainers": [
		{"name": "fetch-model", "args": args},
	]}}}}})],
})

test_a_downloaded_file_is_compared_with_the_releases_checksum if {
	unproven(download(["--url", "https://x", "--sha256", "a"])) == set()
	every args in [["--sha256", "b"], ["--sha256", "a", "--sha256", "b"], ["--sha256"], [], null] {
		unproven(download(args)) == {"1.0.0/download"}
	}
	unproven(object.union(download([]), {"manifests": [manifest([served(right)])]})) == {"1.0.0/download"}
}

at(uri) := object.union(kind_of("Model", "mlops.seldon.io/v1alpha1", {"storageUri": uri}, {"kind": "Model", "name": "churn", "containers": []}), {"stable": {"release": {"artifact": {
	"sha256": "cafe",
	"url": "https://x/cafe/model",
}}}})

test_an_address_says_which_bytes_it_stands_for if {
	unproven(at("https://x/cafe/model")) == {"1.0.0/artifact"}
	"1.0.0/address" in unproven(at("https://x/beef/model"))
	"1.0.0/address" in unproven(object.union(at(""), {"manifests": []}))
	moved := object.union(at("https://x/model"), {"stable": {"release": {"artifact": {"url": "https://x/model"}}}})
	"1.0.0/address" in unproven(moved)
}

test_a_release_without_a_digest_is_never_served if {
	unproven(object.union(unit([served(right)]), {"stable": {"release": {"image": {"digest": null}}}})) == {"1.0.0/image"}
}

# A unit whose model comes in some way, with one more thing in its pod.
bringing(from, more) := object.union(unit([]), {
	"model": {"modelVolume": {"from": from}},
	"stable": {"release": {"artifact": {"sha256": "a", "volume": {"digest": "sha256:v"}}}},
	"manifests": [object.union(manifest([]), {"object": {"spec": {"template": {"spec": object.union({"containers": [served(right)]}, more)}}}})],
})

test_only_the_models_own_volume_is_compared if {
	unproven(bringing("oci-image", {"volumes": [{"name": "model", "image": {"reference": "r@sha256:v"}}]})) == set()
	unproven(bringing("oci-image", {"volumes": [{"name": "other", "image": {"reference": "r@sha256:v"}}]})) == {"1.0.0/volume"}
	facts := artifact_mismatch.facts with input as bringing("oci-image", {})
	facts["1.0.0/volume"] == {"observed": null, "expected": "sha256:v", "path": "models/churn/releases.yaml"}
}

test_only_the_container_that_fetches_is_compared if {
	unproven(bringing("download", fetching("fetch-model"))) == set()
	unproven(bringing("download", fetching("other"))) == {"1.0.0/download"}
	facts := artifact_mismatch.facts with input as bringing("download", {})
	facts["1.0.0/download"] == {"observed": null, "expected": "a", "path": "models/churn/releases.yaml"}
}

test_a_server_that_is_not_there_has_no_image if {
	facts := artifact_mismatch.facts with input as object.union(unit([]), {"manifests": []})
	facts["1.0.0/image"].observed == null
	facts["1.0.0/image"].path == "models/churn/releases.yaml"
}

fetching(name) := {"initContainers": [{"name": name, "args": ["--sha256", "a"]}]}

# A unit that a Deployment serves, beside whatever else it runs.
deployed(more) := object.union(unit([]), {
	"model": {"environments": [{
		"name": "prod",
		"namespace": "models-prod",
		"workloads": array.concat([{"kind": "Deployment", "name": "churn", "containers": ["server"]}], more),
	}]},
	"manifests": [object.union(manifest([served(right)]), {"object": {"apiVersion": "apps/v1", "kind": "Deployment"}})],
})

test_a_deployment_serves_too_and_a_workflow_never_does if {
	unproven(deployed([])) == set()
	unproven(deployed([{"kind": "WorkflowTemplate", "name": "other", "containers": ["server"]}])) == set()
}
