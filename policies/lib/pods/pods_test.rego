package lib.pods_test

import data.lib.pods

server := {"name": "server", "securityContext": {"runAsNonRoot": true}}

# One manifest of a kind, with the given spec.
manifest(kind, spec) := {"path": $"synth/prod/churn/{kind}.churn.yaml", "object": {
	"apiVersion": object.get({"Deployment": "apps/v1", "Job": "batch/v1"}, kind, "argoproj.io/v1alpha1"),
	"kind": kind,
	"metadata": {"name": "churn", "namespace": "models-prod"},
	"spec": spec,
}}

pod_of(containers) := {"template": {"spec": {"containers": containers}}}

unit(workloads, manifests) := {
	"environment": "prod",
	"model": {"id": "churn", "environments": [{"name": "prod", "namespace": "models-prod", "workloads": workloads}]},
	"manifests": manifests,
}

serving := [{"kind": "Rollout", "name": "churn", "containers": ["server"]}]

test_every_kind_of_place_is_looked_at if {
	places := [
		manifest("Deployment", pod_of([server])),
		manifest("CronJob", {"jobTemplate": {"spec": pod_of([server])}}),
		manifest("Pod", {"containers": [server], "initContainers": [server], "ephemeralContainers": [server]}),
		manifest("InferenceService", {"predictor": {"model": server}, "transformer": {"containers": [server]}}),
		manifest("Workflow", {"templates": [
			{"name": "a", "container": server},
			{"name": "b", "script": server, "sidecars": [server]},
			{"name": "c", "containerSet": {"containers": [server]}},
		]}),
		manifest("CronWorkflow", {"workflowSpec": {"templates": [{"container": server}]}}),
		manifest("Unheard", {"predictor": {"containers": [server]}}),
		manifest("AnalysisTemplate", {"metrics": [{"provider": {"job": {"spec": pod_of([server])}}}]}),
	]
	object.keys(pods.containers) == {
		"Deployment.churn.yaml/containers/0",
		"CronJob.churn.yaml/spec/jobTemplate/spec/template/spec/containers/0",
		"Pod.churn.yaml/spec/containers/0",
		"Pod.churn.yaml/spec/initContainers/0",
		"Pod.churn.yaml/spec/ephemeralContainers/0",
		"Workflow.churn.yaml/spec/templates/0/container",
		"Workflow.churn.yaml/spec/templates/1/script",
		"Workflow.churn.yaml/spec/templates/1/sidecars/0",
		"Workflow.churn.yaml/spec/templates/2/containerSet/containers/0",
		"CronWorkflow.churn.yaml/spec/workflowSpec/templates/0/container",
		"Unheard.churn.yaml/spec/predictor/containers/0",
		"Unheard.churn.yaml/kind",
		"Pod.churn.yaml/kind",
		"CronJob.churn.yaml/kind",
		"InferenceService.churn.yaml/kind",
		"InferenceService.churn.yaml/spec/predictor/model",
		"InferenceService.churn.yaml/spec/transformer/containers/0",
		"AnalysisTemplate.churn.yaml/spec/metrics/0/provider/job/spec/template/spec/containers/0",
	} with input as unit([], places)
	{subject | some subject, here in pods.containers; here.long_running} == {
		"Deployment.churn.yaml/containers/0",
		"Pod.churn.yaml/spec/containers/0",
		"Unheard.churn.yaml/spec/predictor/containers/0",
		"Unheard.churn.yaml/kind",
		"Pod.churn.yaml/kind",
		"CronJob.churn.yaml/kind",
		"InferenceService.churn.yaml/kind",
		"InferenceService.churn.yaml/spec/predictor/model",
		"InferenceService.churn.yaml/spec/transformer/containers/0",
	} with input as unit([], places)
}

test_a_kind_that_nobody_knows_is_a_container_of_which_nothing_is_known if {
	every document in [{"apiVersion": "v9", "kind": "Rocket"}, {"apiVersion": "x/v1", "kind": "Deployment"}, {"kind": "Deployment"}, {}, null, 7] {
		here := pods.containers with input as unit([], [{"path": "synth/prod/churn/X.yaml", "object": document}])
		object.keys(here) == {"X.yaml/kind"}
		here["X.yaml/kind"].container == null
	}
}

test_a_server_that_kserve_brings_is_judged_as_it_is_written if {
	kserve := [manifest("InferenceService", {"predictor": {"model": {"storageUri": "https://x"}}})]
	here := pods.containers["InferenceService.churn.yaml/spec/predictor/model"] with input as unit([], kserve)
	pods.effective(here, "runAsNonRoot") == null
	here.long_running
}

test_image_volumes_are_found_by_position if {
	held := [manifest("Deployment", {"template": {"spec": {"containers": [], "volumes": [{"emptyDir": {}}, {"image": {"reference": "x"}}, {"image": 7}, 7]}}})]
	volumes := pods.image_volumes with input as unit([], held)
	{subject: here.reference | some subject, here in volumes} == {"Deployment.churn.yaml/volumes/1": "x", "Deployment.churn.yaml/volumes/2": null}
}

# A unit whose pods are of one other kind, present or not.
others := {
	"InferenceService": {"api": "serving.kserve.io/v1beta1", "spec": {"predictor": {"containers": [server]}}},
	"Service": {"api": "serving.knative.dev/v1", "spec": pod_of([server])},
	"CronWorkflow": {"api": "argoproj.io/v1alpha1", "spec": {"workflowSpec": {"templates": [{"name": "server", "container": {}}]}}},
}

test_expected_containers_of_every_kind_are_found_where_it_keeps_them if {
	every kind, other in others {
		expected := [{"kind": kind, "name": "churn", "containers": ["server"]}]
		held := object.union(manifest(kind, other.spec), {"object": {"apiVersion": other.api}})
		pods.present == {$"{kind}/churn/server"} with input as unit(expected, [held])
		pods.present == set() with input as unit(expected, [])
		pods.present == set() with input as unit(expected, [object.union(held, {"object": {"spec": null}})])
		pods.present == set() with input as unit(expected, [object.union(held, {"object": {"apiVersion": "v1"}})])
	}
}

test_an_init_container_is_expected_like_any_other if {
	fetching := [{"kind": "Rollout", "name": "churn", "containers": ["server", "fetch-model"]}]
	bare := manifest("Rollout", pod_of([server]))
	pods.present == {"Rollout/churn/server"} with input as unit(fetching, [bare])
	whole := manifest("Rollout", {"template": {"spec": {"containers": [server], "initContainers": [{"name": "fetch-model"}]}}})
	pods.present == {"Rollout/churn/server", "Rollout/churn/fetch-model"} with input as unit(fetching, [whole])
}

test_a_workload_without_pods_of_its_own_has_to_be_there if {
	expected := [{"kind": "Model", "name": "churn", "containers": []}]
	held := object.union(manifest("Model", {}), {"object": {"apiVersion": "mlops.seldon.io/v1alpha1"}})
	pods.present == {"Model/churn"} with input as unit(expected, [held])
	pods.subjects == {"Model/churn"} with input as unit(expected, [])
	pods.present == set() with input as unit(expected, [])
}

test_a_job_ends if {
	here := pods.containers["Job.churn.yaml/containers/0"] with input as unit([], [manifest("Job", pod_of([server]))])
	here.long_running == false
}

test_an_init_container_that_restarts_always_is_a_sidecar if {
	sidecar := object.union(server, {"restartPolicy": "Always"})
	here := pods.containers["Deployment.churn.yaml/initContainers/0"] with input as unit([], [manifest(
		"Deployment",
		{"template": {"spec": {"initContainers": [sidecar]}}},
	)])
	here.long_running
}

test_a_container_without_kind_or_name_is_still_judged if {
	nameless := object.remove(manifest("Deployment", pod_of([{}])).object, ["kind"])
	object.keys(pods.containers) == {"X.yaml/containers/0", "X.yaml/kind"} with input as unit([], [{"path": "synth/prod/churn/X.yaml", "object": nameless}])
}

test_what_is_no_container_is_judged_as_nothing_good if {
	here := pods.containers["Deployment.churn.yaml/containers/0"] with input as unit([], [manifest("Deployment", pod_of(["server"]))])
	pods.effective(here, "runAsNonRoot") == null
}

test_a_pod_spec_patch_makes_what_is_written_worthless if {
	patched := [
		manifest("Workflow", {"podSpecPatch": "{}", "templates": [{"container": server}]}),
		manifest("WorkflowTemplate", {"templates": [{"podSpecPatch": "{}", "container": server}]}),
		manifest("CronWorkflow", {"workflowSpec": {"podSpecPatch": "{}", "templates": [{"container": server}]}}),
	]
	bodies := [here.container | some here in pods.containers] with input as unit([], patched)
	bodies == [null, null, null]
}

test_the_containers_word_comes_before_the_pods if {
	pods.effective({"container": {"securityContext": {"runAsNonRoot": false}}, "pod": {"runAsNonRoot": true}}, "runAsNonRoot") == false
	pods.effective({"container": {}, "pod": {"runAsNonRoot": true}}, "runAsNonRoot") == true
	pods.effective({"container": {}, "pod": {}}, "runAsNonRoot") == null
}

test_a_template_replaces_its_workflows_context_as_a_whole if {
	workflow := [manifest("Workflow", {
		"securityContext": {"runAsNonRoot": true},
		"templates": [{"container": {}}, {"container": {}, "securityContext": {"runAsUser": 1000}}],
	})]
	here := pods.containers with input as unit([], workflow)
	here["Workflow.churn.yaml/spec/templates/0/container"].pod == {"runAsNonRoot": true}
	here["Workflow.churn.yaml/spec/templates/1/container"].pod == {"runAsUser": 1000}
}

test_a_cron_workflows_context_counts_for_its_templates if {
	cron := [manifest("CronWorkflow", {"workflowSpec": {"securityContext": {"runAsNonRoot": true}, "templates": [{"container": {}}]}})]
	here := pods.containers["CronWorkflow.churn.yaml/spec/workflowSpec/templates/0/container"] with input as unit([], cron)
	here.pod == {"runAsNonRoot": true}
}

test_a_context_at_a_place_that_kubernetes_ignores_is_ignored if {
	misplaced := [manifest("Deployment", object.union(pod_of([{}]), {"securityContext": {"runAsNonRoot": true}}))]
	here := pods.containers["Deployment.churn.yaml/containers/0"] with input as unit([], misplaced)
	here.pod == {}
}

test_an_expected_container_that_is_there_is_present if {
	here := unit(serving, [manifest("Rollout", pod_of([server]))])
	pods.present == {"Rollout/churn/server"} with input as here
	pods.subjects == {"Rollout/churn/server", "Rollout.churn.yaml/containers/0"} with input as here
	pods.missing_facts(true) == {} with input as here
}

test_an_expected_container_that_is_gone_is_required_and_not_present if {
	pods.present == set() with input as unit(serving, [])
	pods.subjects == {"Rollout/churn/server"} with input as unit(serving, [])
	facts := pods.missing_facts(true) with input as unit(serving, [])
	object.keys(facts) == {"Rollout/churn/server"}
	facts["Rollout/churn/server"].observed == "unknown, the container is missing"
	facts["Rollout/churn/server"].expected == true
	facts["Rollout/churn/server"].path == "synth/prod/churn/Rollout.churn.yaml"
}

test_two_containers_of_one_name_are_not_present if {
	pods.present == set() with input as unit(serving, [manifest("Rollout", pod_of([server, server]))])
}

test_steps_of_a_workflow_are_expected_by_their_templates_name if {
	steps := [{"kind": "WorkflowTemplate", "name": "churn", "containers": ["train", "approve"]}]
	workflow := manifest("WorkflowTemplate", {"templates": [{"name": "train", "container": {}}, {"name": "approve", "suspend": {}}]})
	pods.present == {"WorkflowTemplate/churn/train"} with input as unit(steps, [workflow])
}

test_an_environment_that_is_not_declared_can_not_be_proven if {
	elsewhere := object.union(unit(serving, []), {"environment": "qa"})
	pods.subjects == {"environment/qa"} with input as elsewhere
	pods.present == set() with input as elsewhere
}

test_the_containers_of_an_analysis_job_are_found if {
	pods.names_in(
		{"spec": {"metrics": [{"provider": {"prometheus": {}}}, {"provider": {"job": {"spec": {"template": {"spec": {"containers": [{"name": "decide"}]}}}}}}]}},
		"AnalysisTemplate",
	) == ["decide"]
}

# A manifest as Argo Events has it: the container without a pod around it.
event_pod(version, kind, container) := {
	"path": "synth/dev/churn/x.yaml",
	"object": {"apiVersion": version, "kind": kind, "metadata": {"name": "x"}, "spec": {"template": {"container": container}}},
}

test_only_a_container_of_argo_events_without_an_image_has_the_controllers if {
	events := "argoproj.io/v1alpha1"
	every kind in {"EventSource", "Sensor"} {
		one := [event_pod(events, kind, {"resources": {}})]
		pods.image_is_the_controllers == {"x.yaml/spec/template/container"} with input as unit([], one)
	}
	every other in [
		event_pod(events, "Sensor", {"image": "evil.example.com/x"}), event_pod(events, "Sensor", null),
		event_pod(events, "Workflow", {}), event_pod("argoproj.io/v1", "Sensor", {}), event_pod("apps/v1", "Deployment", {}),
	] {
		pods.image_is_the_controllers == set() with input as unit([], [other])
	}
}

test_pods_are_found_where_they_are_described if {
	places := [
		manifest("Deployment", pod_of([server])),
		manifest("Experiment", {"templates": [{"template": {"spec": {"containers": [server]}}}]}),
		manifest("Sensor", {"template": {"container": {}}}),
		manifest("WorkflowTemplate", {"templates": [{"container": server, "initContainers": [server]}, {"containerSet": {"containers": [server]}}]}),
		manifest("CronWorkflow", {"workflowSpec": {"templates": []}}),
		manifest("AnalysisTemplate", {"templates": [{"templateName": "a"}]}),
		manifest("Pod", {"containers": [server]}),
	]
	{subject: here.workflow | some subject, here in pods.pods} == {
		"Deployment.churn.yaml/spec/template/spec": false,
		"Experiment.churn.yaml/spec/templates/0/template/spec": false,
		"Sensor.churn.yaml/spec/template": false,
		"WorkflowTemplate.churn.yaml/spec": true,
		"CronWorkflow.churn.yaml/spec/workflowSpec": true,
		"Pod.churn.yaml/spec": false,
		"Pod.churn.yaml/kind": false,
	} with input as unit([], places)
	not pods.none with input as unit([], places)
	pods.none with input as unit([], [])
}

test_a_patched_pod_is_unknown if {
	workflow := manifest("WorkflowTemplate", {"podSpecPatch": "{}", "templates": []})
	pods.pods["WorkflowTemplate.churn.yaml/spec"].pod == null with input as unit([], [workflow])
}

test_labels_are_those_of_the_pods if {
	labels := {"app": "churn"}
	every kind, spec in {
		"Deployment": {"template": {"metadata": {"labels": labels}}},
		"Rollout": {"template": {"metadata": {"labels": labels}}},
		"WorkflowTemplate": {"podMetadata": {"labels": labels}},
		"CronWorkflow": {"workflowSpec": {"podMetadata": {"labels": labels}}},
		"AnalysisTemplate": {"metrics": [{"provider": {"prometheus": {}}}, {"provider": {"job": {"spec": {"template": {"metadata": {"labels": labels}}}}}}]},
	} {
		pods.labels_of({"kind": kind, "name": "churn"}) == [labels] with input as unit([], [manifest(kind, spec)])
		pods.labels_of({"kind": kind, "name": "churn"}) == [] with input as unit([], [])
	}
	service := object.union(manifest("InferenceService", {}), {"object": {"apiVersion": "serving.kserve.io/v1beta1", "metadata": {"labels": labels}}})
	pods.labels_of({"kind": "InferenceService", "name": "churn"}) == [{"app": "churn", "serving.kserve.io/inferenceservice": "churn"}] with input as unit([], [service])
}

test_what_is_said_about_a_pod_makes_its_holder_known if {
	every field in ["volumes", "templates", "serviceAccountName", "hostNetwork", "hostPID", "hostIPC", "containers", "initContainers", "ephemeralContainers", "sidecars", "container", "script"] {
		held := pods.holders with input as unit([], [manifest("Deployment", {"template": {"spec": {field: true}}})])
		[one.path | some one in held] == [["spec", "template", "spec"]]
	}
	pods.holders == [] with input as unit([], [manifest("Deployment", {"replicas": ["volumes"]})])
}

test_everything_comes_with_its_file if {
	held := [manifest("WorkflowTemplate", {"templates": [{"name": "a", "container": server}]}), manifest("Deployment", {"template": {"spec": {"containers": [server], "volumes": [{"emptyDir": {}}]}}}), manifest("Rocket", {})]
	containers := pods.containers with input as unit([], held)
	containers == {
		"WorkflowTemplate.churn.yaml/spec/templates/0/container": {"container": server, "pod": {}, "long_running": false, "path": "synth/prod/churn/WorkflowTemplate.churn.yaml"},
		"Deployment.churn.yaml/containers/0": {"container": server, "pod": {}, "long_running": true, "path": "synth/prod/churn/Deployment.churn.yaml"},
		"Rocket.churn.yaml/kind": {"container": null, "pod": {}, "long_running": true, "path": "synth/prod/churn/Rocket.churn.yaml"},
	}
	found := pods.pods with input as unit([], held)
	{subject: here.path | some subject, here in found} == {
		"WorkflowTemplate.churn.yaml/spec": "synth/prod/churn/WorkflowTemplate.churn.yaml",
		"Deployment.churn.yaml/spec/template/spec": "synth/prod/churn/Deployment.churn.yaml",
		"Rocket.churn.yaml/kind": "synth/prod/churn/Rocket.churn.yaml",
	}
	found["Rocket.churn.yaml/kind"].pod == null
	found["Rocket.churn.yaml/kind"].workflow == false
	found["Deployment.churn.yaml/spec/template/spec"].pod.volumes == [{"emptyDir": {}}]
	volumes := pods.volumes with input as unit([], held)
	volumes == {"Deployment.churn.yaml/volumes/0": {"volume": {"emptyDir": {}}, "path": "synth/prod/churn/Deployment.churn.yaml"}}
}

test_what_is_no_list_of_volumes_is_a_volume_of_which_nothing_is_known if {
	every volumes in [{}, "text", null, 7] {
		found := pods.volumes with input as unit([], [manifest("Deployment", {"template": {"spec": {"volumes": volumes}}})])
		found == {"Deployment.churn.yaml/volumes": {"volume": null, "path": "synth/prod/churn/Deployment.churn.yaml"}}
	}
	pods.volumes == {} with input as unit([], [manifest("Deployment", {"template": {"spec": {"volumes": []}}})])
}

test_an_image_volume_without_a_reference_in_words_has_none if {
	every reference in [null, 7, {}] {
		held := [manifest("Deployment", {"template": {"spec": {"volumes": [{"image": {"reference": reference}}]}}})]
		pods.image_volumes == {"Deployment.churn.yaml/volumes/0": {"reference": null, "path": "synth/prod/churn/Deployment.churn.yaml"}} with input as unit([], held)
	}
}

test_every_server_that_kserve_brings_is_judged if {
	every part in ["predictor", "transformer", "explainer"] {
		every server_of in ["art", "huggingface", "lightgbm", "model", "onnx", "paddle", "pmml", "pytorch", "sklearn", "tensorflow", "triton", "workerSpec", "xgboost"] {
			kserve := object.union(manifest("InferenceService", {part: {server_of: {"a": 1}}}), {"object": {"apiVersion": "serving.kserve.io/v1beta1"}})
			pods.containers == {$"InferenceService.churn.yaml/spec/{part}/{server_of}": {
				"container": {"a": 1},
				"pod": {},
				"long_running": true,
				"path": "synth/prod/churn/InferenceService.churn.yaml",
			}} with input as unit([], [kserve])
		}
	}
}

test_no_pod_is_described_where_there_is_none if {
	pods.none == "no manifest describes a pod" with input as unit([], [manifest("Rollout", {})])
	not pods.none with input as object.union(unit([], []), {"manifests": null})
}

test_what_is_no_object_is_no_container_of_a_step if {
	every thing in [null, "text", 7, []] {
		pods.containers == {} with input as unit([], [manifest("Workflow", {"templates": [{"container": thing}]})])
		pods.image_is_the_controllers == set() with input as unit([], [event_pod("argoproj.io/v1alpha1", "Sensor", thing)])
	}
	pods.containers == {} with input as unit([], [manifest("Deployment", {"template": {"spec": {"containers": {"a": server}}}})])
}

test_a_pod_that_only_prepares_is_a_pod if {
	found := pods.pods with input as unit([], [manifest("Deployment", {"template": {"spec": {"initContainers": [server]}}})])
	object.keys(found) == {"Deployment.churn.yaml/spec/template/spec"}
	pods.pods == {} with input as unit([], [manifest("Sensor", {"template": {"serviceAccountName": "x"}}), manifest("Sensor", {"dependencies": {"templates": []}})])
}

test_a_patch_somewhere_else_changes_nothing if {
	held := [manifest("Deployment", {"template": {"spec": {"containers": [server]}, "podSpecPatch": "{}"}})]
	bodies := [here.container | some here in pods.containers] with input as unit([], held)
	bodies == [server]
}

test_a_context_that_is_no_object_is_none if {
	every context in [null, "text", 7] {
		held := [
			manifest("Deployment", {"template": {"spec": {"containers": [server], "securityContext": context}}}),
			manifest("Workflow", {"securityContext": context, "templates": [{"container": server}]}),
			manifest("CronWorkflow", {"workflowSpec": {"securityContext": context, "templates": [{"container": server}]}}),
		]
		contexts := [here.pod | some here in pods.containers] with input as unit([], held)
		contexts == [{}, {}, {}]
	}
}

test_a_context_of_a_cron_workflow_is_for_its_templates_alone if {
	held := [manifest("CronWorkflow", {"workflowSpec": {"securityContext": {"runAsUser": 1}, "hooks": {"container": server}}})]
	contexts := [here.pod | some here in pods.containers] with input as unit([], held)
	contexts == [{}]
}

test_an_undeclared_environment_expects_what_nobody_can_prove if {
	pods.expected == {"environment/qa": {"kind": null, "name": null, "container": null}} with input as object.union(unit(serving, []), {"environment": "qa"})
	pods.expected == {"Rollout/churn/server": {"kind": "Rollout", "name": "churn", "container": "server"}} with input as unit(serving, [])
	pods.expected == {"Model/churn": {"kind": "Model", "name": "churn", "container": null}} with input as unit([{"kind": "Model", "name": "churn", "containers": []}], [])
}

test_only_a_model_server_of_others_may_be_without_containers if {
	held := [manifest("Rollout", pod_of([server])), object.union(manifest("Model", pod_of([server])), {"object": {"apiVersion": "mlops.seldon.io/v1alpha1"}})]
	pods.present == set() with input as unit([{"kind": "Rollout", "name": "churn", "containers": []}], held)
	pods.present == set() with input as unit([{"kind": "Model", "name": "churn", "containers": ["server"]}], held)
}

test_only_a_container_can_have_the_pods_word if {
	pods.effective({"container": null, "pod": {"runAsNonRoot": true}}, "runAsNonRoot") == null
	pods.effective({"container": "server", "pod": {"runAsNonRoot": true}}, "runAsNonRoot") == null
}

test_services_may_pick_the_pods_of_these_kinds if {
	labels := {"app": "churn"}
	template := {"template": {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "server", "ports": [{"containerPort": 8080, "name": "http"}]}]}}}
	picked := {"labels": labels, "spec": template.template.spec}
	every kind, version in {"Deployment": "apps/v1", "StatefulSet": "apps/v1", "Rollout": "argoproj.io/v1alpha1"} {
		pods.templates == [picked] with input as unit([], [object.union(manifest(kind, template), {"object": {"apiVersion": version}})])
		pods.templates == [] with input as unit([], [object.union(manifest(kind, template), {"object": {"apiVersion": "example.com/v1"}})])
	}
	kserve := object.union(manifest("InferenceService", {"predictor": {"model": {}}}), {"object": {"apiVersion": "serving.kserve.io/v1beta1", "metadata": {"labels": labels}}})
	pods.templates == [{
		"labels": {"app": "churn", "serving.kserve.io/inferenceservice": "churn"},
		"spec": {"model": {}},
	}] with input as unit([], [kserve])
	knative := object.union(manifest("Service", template), {"object": {"apiVersion": "serving.knative.dev/v1"}})
	pods.templates == [{"labels": labels, "spec": {"containers": [
		template.template.spec.containers[0],
		{"ports": [{"containerPort": 8080, "name": "user-port"}]},
	]}}] with input as unit([], [knative])
	pods.labels_of({"kind": "Service", "name": "churn"}) == [labels] with input as unit([], [knative])
	models := [object.union(manifest("Model", {"storageUri": "s3://x"}), {"object": {"apiVersion": "mlops.seldon.io/v1alpha1", "metadata": {"name": name}}}) | some name in ["churn", "other"]]
	proxy := {"labels": {"app.kubernetes.io/name": "seldon-envoy"}, "spec": {"containers": [{"ports": [{"containerPort": 9000, "name": "http"}]}]}}
	pods.templates == [proxy] with input as unit([], models)
	pods.templates == [proxy] with input as unit([], [models[0]])
	pods.templates == [] with input as unit([], [object.union(models[0], {"object": {"apiVersion": "example.com/v1"}})])
	every kind in ["Deployment", "Rollout", "Service"] {
		pods.labels_in({"spec": template}, kind) == [labels]
		pods.pod({"spec": template}, kind) == template.template.spec
	}
	not pods.labels_in({"spec": template}, "Job")
	not pods.pod({"spec": template}, "Job")
}

shared(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

bus(jetstream) := manifest("EventBus", {"jetstream": jetstream})

# All that is known of what a shared event bus starts.
bus_subjects := {"EventBus.churn.yaml/spec/jetstream/containerTemplate", "EventBus.churn.yaml/spec/jetstream/metricsContainerTemplate", "EventBus.churn.yaml/spec/jetstream/reloaderContainerTemplate"}

test_the_three_containers_of_a_shared_event_bus_are_judged if {
	written := bus({"securityContext": {"runAsNonRoot": true}, "containerTemplate": {"resources": {}}, "metricsContainerTemplate": {"image": "x"}})
	pods.subjects == bus_subjects with input as shared([written])
	here := pods.containers["EventBus.churn.yaml/spec/jetstream/containerTemplate"] with input as shared([written])
	here == {"container": {"resources": {}}, "pod": {"runAsNonRoot": true}, "long_running": false, "path": "synth/prod/churn/EventBus.churn.yaml"}
	pods.containers["EventBus.churn.yaml/spec/jetstream/reloaderContainerTemplate"].container == null with input as shared([written])
	pods.image_is_the_controllers == {"EventBus.churn.yaml/spec/jetstream/containerTemplate"} with input as shared([written])
}

test_an_event_bus_of_another_make_is_three_containers_of_which_nothing_is_known if {
	every other in [bus("none"), manifest("EventBus", {"kafka": {}}), manifest("EventBus", "none")] {
		pods.subjects == bus_subjects with input as shared([other])
		every _, here in pods.containers {
			here.container == null
			here.pod == {}
		} with input as shared([other])
		pods.image_is_the_controllers == set() with input as shared([other])
	}
}

test_what_is_shared_is_known_there_alone if {
	role := {"path": "Role.x.yaml", "object": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "x"}}}
	pods.subjects == set() with input as shared([role])
	pods.subjects == {"Role.x.yaml/kind"} with input as unit([], [role])
	pods.subjects == {"EventBus.churn.yaml/kind"} with input as unit([], [bus({})])
	pods.subjects == {"Unheard.churn.yaml/kind"} with input as shared([manifest("Unheard", {})])
	pods.image_is_the_controllers == set() with input as unit([], [bus({"containerTemplate": {}})])
}
