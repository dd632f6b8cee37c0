# METADATA
# scope: package
# title: Containers
# description: >
#   Every container of the unit, found by its position in whatever manifest holds it, and every container that the declaration expects.
#   Nothing here asks for a kind or a name, which the judged bytes could leave out.
package lib.pods

import data.lib.kinds
import data.lib.manifests

lists := {"containers", "initContainers", "ephemeralContainers", "sidecars"}

singles := {"container", "script"}

# What else is said about a pod as a whole.
fields := {"volumes", "templates", "serviceAccountName", "hostNetwork", "hostPID", "hostIPC"}

telling := (lists | singles) | fields

# Every object within a manifest that may say something about a pod: one walk for all checks.
holders := [{"manifest": manifest, "path": path, "object": object_here} |
	some manifest in input.manifests
	walk(manifest.object, [path, object_here])
	is_object(object_here)
	count(telling & object.keys(object_here)) > 0
]

# By subject, `Rollout.churn.yaml/containers/0`: the container, the security context of its pod, and whether it serves for long.
containers[subject] := {
	"container": as_written(here.manifest, here.object, container),
	"pod": pod_context(here.manifest, here.path, here.object),
	"long_running": long_running(here.manifest, here.path, key, container),
	"path": object.get(here.manifest, "path", null),
} if {
	some here in holders
	some key in lists
	list := here.object[key]
	is_array(list)
	some index, container in list
	subject := $"{manifests.file(here.manifest)}/{position(array.concat(here.path, [key, index]))}"
}

containers[subject] := {
	"container": as_written(here.manifest, here.object, container),
	"pod": pod_context(here.manifest, here.path, here.object),
	"long_running": false,
	"path": object.get(here.manifest, "path", null),
} if {
	some here in holders
	some key in singles
	container := here.object[key]
	is_object(container)
	subject := $"{manifests.file(here.manifest)}/{position(array.concat(here.path, [key]))}"
}

# A server that KServe brings itself: its container stands in a ServingRuntime that is not among the manifests. What is written here is
# judged as a container, and lacks what only a container can say.
containers[subject] := {"container": server, "pod": {}, "long_running": true, "path": object.get(manifest, "path", null)} if {
	some manifest in input.manifests
	some component in ["predictor", "transformer", "explainer"]
	some key in servers_of_others
	server := manifest.object.spec[component][key]
	subject := $"{manifests.file(manifest)}/{position(["spec", component, key])}"
}

servers_of_others := {
	"art", "huggingface", "lightgbm", "model", "onnx", "paddle", "pmml", "pytorch", "sklearn", "tensorflow", "triton", "workerSpec",
	"xgboost",
}

# Pods as a whole, by the position of what describes them: whatever holds a list of containers, the template of an EventSource or a Sensor, and
# what a workflow says about all of its pods. An unknown kind stands for a pod of which nothing is known.
pods[subject] := {"pod": as_written(here.manifest, here.object, here.object), "workflow": workflow, "path": object.get(here.manifest, "path", null)} if {
	some here in holders
	workflow := pod_kind(here)
	subject := $"{manifests.file(here.manifest)}/{position(here.path)}"
}

pods[subject] := {"pod": null, "workflow": false, "path": object.get(manifest, "path", null)} if {
	some manifest in input.manifests
	not known(manifest.object)
	subject := $"{manifests.file(manifest)}/kind"
}

# Whether the pods are a workflow's; undefined where no pod is described.
pod_kind(here) := false if {
	count({"containers", "initContainers"} & object.keys(here.object)) > 0
	back(here.path, 1) != "containerSet"
	back(here.path, 2) != "templates"
}

# An EventSource's or a Sensor's.
pod_kind(here) := false if {
	here.path == ["spec", "template"]
	"container" in object.keys(here.object)
}

pod_kind(here) if {
	back(here.path, 1) in {"spec", "workflowSpec"}
	"templates" in object.keys(here.object)
	not object.get(here.manifest.object, "kind", null) in {"AnalysisTemplate", "Experiment"}
}

# A step of a path, counted from its end; null before its beginning.
back(path, steps) := path[count(path) - steps] if {
	count(path) >= steps
} else := null

# Why pods are not judged: whoever takes them away is told that expected containers are missing.
none := "no manifest describes a pod" if {
	is_array(input.manifests)
	count(pods) == 0
}

# The event bus that an environment shares: its controller starts pods from these three. One that is not written is a container of which nothing is known.
containers[subject] := {"container": template(manifest, key), "pod": pod_context(manifest, [], bus(manifest)), "long_running": false, "path": object.get(manifest, "path", null)} if {
	is_object(input.platform)
	some manifest in manifests.of("argoproj.io", "EventBus")
	some key in bus_containers
	subject := $"{manifests.file(manifest)}/{position(["spec", "jetstream", key])}"
}

bus_containers := ["containerTemplate", "metricsContainerTemplate", "reloaderContainerTemplate"]

bus(manifest) := manifest.object.spec.jetstream if {
	is_object(manifest.object.spec.jetstream)
} else := {}

template(manifest, key) := object.get(bus(manifest), key, null)

# Its controller brings the images, by the version that the bus names.
image_is_the_controllers contains subject if {
	is_object(input.platform)
	some manifest in manifests.of("argoproj.io", "EventBus")
	some key in bus_containers
	container := template(manifest, key)
	is_object(container)
	count({"image"} & object.keys(container)) == 0
	subject := $"{manifests.file(manifest)}/{position(["spec", "jetstream", key])}"
}

# Argo Events starts the container of an EventSource or a Sensor from an image of its own: that position has no field for one.
image_is_the_controllers contains subject if {
	some manifest in input.manifests
	manifest.object.apiVersion == "argoproj.io/v1alpha1"
	manifest.object.kind in {"EventSource", "Sensor"}
	container := manifest.object.spec.template.container
	is_object(container)
	count({"image"} & object.keys(container)) == 0
	subject := $"{manifests.file(manifest)}/{position(["spec", "template", "container"])}"
}

# A kind that nobody here knows may start pods from anywhere: it stands for a container of which nothing is known.
containers[subject] := {"container": null, "pod": {}, "long_running": true, "path": object.get(manifest, "path", null)} if {
	some manifest in input.manifests
	not known(manifest.object)
	subject := $"{manifests.file(manifest)}/kind"
}

known(object) if $"{manifests.group_of(object)}/{object.kind}" in kinds.known

# What an environment shares, and what tells Argo CD what to apply, is of kinds that no unit has.
known(object) if {
	is_object(input.platform)
	$"{manifests.group_of(object)}/{object.kind}" in kinds.shared
}

# Image volumes by position: what they hold is loaded like what an image holds.
image_volumes[subject] := {"reference": reference(here.volume), "path": here.path} if {
	some subject, here in volumes
	is_object(here.volume)
	"image" in object.keys(here.volume)
}

# Every volume by position.
volumes[subject] := {"volume": volume, "path": object.get(here.manifest, "path", null)} if {
	some here in holders
	list := here.object.volumes
	is_array(list)
	some index, volume in list
	subject := $"{manifests.file(here.manifest)}/{position(array.concat(here.path, ["volumes", index]))}"
}

# What is no list of volumes proves nothing about any.
volumes[subject] := {"volume": null, "path": object.get(here.manifest, "path", null)} if {
	some here in holders
	"volumes" in object.keys(here.object)
	not is_array(here.object.volumes)
	subject := $"{manifests.file(here.manifest)}/{position(array.concat(here.path, ["volumes"]))}"
}

reference(volume) := volume.image.reference if {
	is_string(volume.image.reference)
} else := null

# Only a workload's own pod template is shortened, so that no two positions of a file are spelled alike.
position(path) := trim_prefix(concat("/", [$"{step}" | some step in path]), "spec/template/spec/")

# A patch that Argo applies in the cluster may overwrite anything: what is written then proves nothing.
as_written(manifest, holder, container) := null if {
	spec := object.get(manifest.object, "spec", null)
	places := [holder, spec, object.get(spec, "workflowSpec", null)]
	patches := [place | some place in places; is_object(place); "podSpecPatch" in object.keys(place)]
	count(patches) > 0
} else := container

# The pod's security context: the pod spec's or workflow template's own, else the workflow's, which Argo replaces as a whole.
pod_context(manifest, path, holder) := holder.securityContext if {
	is_object(holder.securityContext)
} else := manifest.object.spec.securityContext if {
	path = ["spec", "templates", _]
	is_object(manifest.object.spec.securityContext)
} else := manifest.object.spec.workflowSpec.securityContext if {
	path = ["spec", "workflowSpec", "templates", _]
	is_object(manifest.object.spec.workflowSpec.securityContext)
} else := {}

# A container serves for long unless its position says that it ends: an unknown kind is held to the stricter rules.
long_running(manifest, path, key, container) if {
	is_long(key, container)
	object.get(manifest.object, "kind", null) != "Job"
	count({"jobTemplate", "job", "containerSet"} & {step | some step in path}) == 0
} else := false

is_long("containers", _)

# A sidecar, as Kubernetes spells it.
is_long("initContainers", container) if container.restartPolicy == "Always"

# What the declaration says must be there, `Rollout/churn/server`.
expected[subject] := {"kind": workload.kind, "name": workload.name, "container": container} if {
	some workload in manifests.expected_workloads
	some container in workload.containers
	subject := $"{workload.kind}/{workload.name}/{container}"
}

# A workload whose pods are others' has no container of ours, but has to be there all the same.
expected[subject] := {"kind": workload.kind, "name": workload.name, "container": null} if {
	some workload in manifests.expected_workloads
	workload.containers == []
	subject := $"{workload.kind}/{workload.name}"
}

# An environment that the declaration doesn't know expects nothing, and nothing can prove it. What is no unit has no declaration.
expected[subject] := {"kind": null, "name": null, "container": null} if {
	count(manifests.entries) != 1
	not input.platform
	subject := $"environment/{input.environment}"
}

subjects contains subject if some subject, _ in containers

subjects contains subject if some subject, _ in expected

# Expected containers that are there, once; their positions are judged like all others.
present contains subject if {
	some subject, here in expected
	names := [name | some name in names_in(manifests.found(here.kind, here.name).object, here.kind); name == here.container]
	count(names) == 1
}

present contains subject if {
	some subject, here in expected
	here.kind == "Model"
	here.container == null
	manifests.found(here.kind, here.name)
}

names_in(object, kind) := named(pod(object, kind))

names_in(object, "CronWorkflow") := steps(object.spec.workflowSpec)

names_in(object, "AnalysisTemplate") := [container.name |
	some metric in object.spec.metrics
	some container in metric.provider.job.spec.template.spec.containers
]

# Argo calls a step's container `main`; the step has the name.
names_in(object, "WorkflowTemplate") := steps(object.spec)

steps(workflow) := [template.name |
	some template in workflow.templates
	some key in singles
	is_object(template[key])
]

# Where a kind keeps its pod.
pod(object, kind) := object.spec.template.spec if kind in {"Deployment", "Rollout", "Service"}

pod(object, "InferenceService") := object.spec.predictor

named(spec) := [container.name | some key in ["containers", "initContainers"]; some container in object.get(spec, key, [])]

# A field of the container's security context, else of its pod's; null when neither says it.
effective(here, field) := value if {
	value := here.container.securityContext[field]
} else := value if {
	is_object(here.container)
	value := here.pod[field]
} else := null

# Facts of expected containers that are missing. `expected` is what the check wants of a container.
missing_facts(expectation) := {subject: {
	"observed": "unknown, the container is missing",
	"expected": expectation,
	"path": manifests.path(here.kind, here.name),
} |
	some subject, here in expected
	not subject in present
}

# Labels of the pods that an expected workload starts, one set a template; empty where none is written.
labels_of(workload) := sets if {
	sets := labels_in(manifests.found(workload.kind, workload.name).object, workload.kind)
} else := []

labels_in(workload, kind) := [workload.spec.template.metadata.labels] if kind in {"Deployment", "Rollout", "Service"}

# KServe gives its pods the labels of the InferenceService, and its name.
labels_in(workload, "InferenceService") := [object.union(workload.metadata.labels, {"serving.kserve.io/inferenceservice": workload.metadata.name})]

labels_in(workload, "WorkflowTemplate") := [workload.spec.podMetadata.labels]

labels_in(workload, "CronWorkflow") := [workload.spec.workflowSpec.podMetadata.labels]

labels_in(workload, "AnalysisTemplate") := [metric.provider.job.spec.template.metadata.labels | some metric in workload.spec.metrics; metric.provider.job]

# Pods of the unit that Services may pick, with their labels.
templates := array.concat(
	array.concat(written_templates, seldon_templates),
	array.concat(kserve_templates, knative_templates),
)

written_templates := [{"labels": manifest.object.spec.template.metadata.labels, "spec": manifest.object.spec.template.spec} |
	some group, names in {"apps": ["Deployment", "StatefulSet"], "argoproj.io": ["Rollout"]}
	some kind in names
	some manifest in manifests.of(group, kind)
]

kserve_templates := [{"labels": labels, "spec": manifest.object.spec.predictor} |
	some manifest in manifests.of("serving.kserve.io", "InferenceService")
	some labels in labels_in(manifest.object, "InferenceService")
]

# Knative names the port of the container that serves, whatever it is called in the Service.
knative_templates := [{"labels": manifest.object.spec.template.metadata.labels, "spec": {"containers": array.concat(containers, [serving])}} |
	some manifest in manifests.of("serving.knative.dev", "Service")
	containers := manifest.object.spec.template.spec.containers
	ports := [port | some container in containers; some port in container.ports]
	serving := {"ports": [object.union(port, {"name": "user-port"}) | some port in ports]}
]

# Seldon's servers are called through one proxy in their namespace, which is labelled so.
seldon_templates := [{"labels": {"app.kubernetes.io/name": "seldon-envoy"}, "spec": {"containers": [{"ports": [{"containerPort": 9000, "name": "http"}]}]}} |
	count(manifests.of("mlops.seldon.io", "Model")) > 0
]
