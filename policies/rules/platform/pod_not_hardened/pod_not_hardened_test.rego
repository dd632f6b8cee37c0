package rules.platform.pod_not_hardened_test

import data.rules.platform.pod_not_hardened

context := {"runAsNonRoot": true, "runAsUser": 65532, "seccompProfile": {"type": "RuntimeDefault"}}

resources := {"cpu": "100m", "memory": "128Mi"}

container := {
	"image": "registry.example.com/watcher@sha256:0000000000000000000000000000000000000000000000000000000000000000",
	"imagePullPolicy": "IfNotPresent",
	"name": "watch",
	"resources": {"limits": resources, "requests": resources},
	"securityContext": object.union(context, {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "privileged": false, "readOnlyRootFilesystem": true}),
}

spec := {
	"activeDeadlineSeconds": 60,
	"podGC": {"strategy": "OnPodSuccess"},
	"securityContext": context,
	"serviceAccountName": "watcher",
	"templates": [{"name": "watch", "container": container}],
	"volumes": [{"name": "tmp", "emptyDir": {}}],
}

manifest(more) := {
	"path": "synth/prod/_platform/WorkflowTemplate.watch.yaml",
	"object": {"apiVersion": "argoproj.io/v1alpha1", "kind": "WorkflowTemplate", "metadata": {"name": "watch"}, "spec": object.union(spec, more)},
}

sharing(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

failed := pod_not_hardened.required - pod_not_hardened.passed

with_container(more) := sharing([manifest({"templates": [{"name": "watch", "container": object.union(container, more)}]})])

test_a_hardened_workflow_passes_by_every_check if {
	failed == set() with input as sharing([manifest({})])
	pod_not_hardened.facts == {} with input as sharing([manifest({})])
	codes := {code | some subject in pod_not_hardened.required; code := split(subject, " ")[1]} with input as sharing([manifest({})])
	codes == {
		"provenance.image_not_pinned", "serving.capabilities_not_dropped", "serving.host_namespace", "serving.memory_overcommitted", "serving.pod_context_missing",
		"serving.privilege_escalation", "serving.privileged_port", "serving.pull_policy_missing", "serving.resources_missing", "serving.run_as_root",
		"serving.runtime_socket", "serving.seccomp_missing", "serving.secret_in_environment", "serving.service_account_default", "serving.tag_latest",
		"serving.token_mounted", "serving.unsafe_kernel", "serving.user_id_low", "serving.volume_type", "serving.workflow_unbounded",
		"serving.writable_root_filesystem",
	}
}

place := "WorkflowTemplate.watch.yaml/spec/templates/0/container"

test_each_check_of_containers_is_asked if {
	every code, change in {
		"provenance.image_not_pinned": {"image": "registry.example.com/watcher"},
		"serving.capabilities_not_dropped": {"securityContext": {"capabilities": {"drop": []}}},
		"serving.memory_overcommitted": {"resources": {"limits": {"memory": "1Gi"}}},
		"serving.privilege_escalation": {"securityContext": {"allowPrivilegeEscalation": true}},
		"serving.privileged_port": {"ports": [{"containerPort": 80}]},
		"serving.pull_policy_missing": {"imagePullPolicy": null},
		"serving.resources_missing": {"resources": {"limits": {"cpu": null}}},
		"serving.run_as_root": {"securityContext": {"runAsNonRoot": false}},
		"serving.runtime_socket": {"volumeMounts": [{"name": "x", "mountPath": "/var/run/docker.sock"}]},
		"serving.seccomp_missing": {"securityContext": {"seccompProfile": {"type": "Unconfined"}}},
		"serving.secret_in_environment": {"env": [{"name": "PASSWORD", "value": "hunter2"}]},
		"serving.tag_latest": {"image": "registry.example.com/watcher:latest@sha256:0000000000000000000000000000000000000000000000000000000000000000"},
		"serving.unsafe_kernel": {"securityContext": {"procMount": "Unmasked"}},
		"serving.user_id_low": {"securityContext": {"runAsUser": 999}},
		"serving.writable_root_filesystem": {"securityContext": {"readOnlyRootFilesystem": false}},
	} {
		failed == {concat(" ", [place, code])} with input as with_container(change)
		pod_not_hardened.facts[concat(" ", [place, code])].path == "synth/prod/_platform/WorkflowTemplate.watch.yaml" with input as with_container(change)
	}
}

test_each_check_of_pods_volumes_and_workflows_is_asked if {
	every subject, change in {
		"/spec serving.host_namespace": {"hostNetwork": true},
		"/spec serving.pod_context_missing": {"securityContext": {"runAsNonRoot": false}},
		"/spec serving.service_account_default": {"serviceAccountName": "default"},
		"/spec/volumes/0 serving.volume_type": {"volumes": [{"name": "host", "hostPath": {"path": "/"}}]},
		" serving.workflow_unbounded": {"activeDeadlineSeconds": null},
	} {
		failed == {concat("", ["WorkflowTemplate.watch.yaml", subject])} with input as sharing([manifest(change)])
	}
}

test_a_deployment_that_gets_in_is_held_to_all_of_it if {
	bare := {"path": "synth/prod/_platform/Deployment.x.yaml", "object": {
		"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"},
		"spec": {"template": {"spec": {"containers": [{"name": "x", "image": "x"}]}}},
	}}
	{"Deployment.x.yaml/containers/0 serving.probes_missing", "Deployment.x.yaml/spec/template/spec serving.token_mounted"} - failed == set() with input as sharing([bare])
	count(failed) > 12 with input as sharing([bare])
}

test_where_there_is_no_pod_it_says_so if {
	pod_not_hardened.not_applicable == "no manifest describes a pod" with input as sharing([])
	not pod_not_hardened.not_applicable with input as sharing([manifest({})])
	not pod_not_hardened.not_applicable with input as {"platform": {"environment": "prod", "namespaces": []}, "manifests": "none"}
}
