# METADATA
# scope: package
# title: Containers
# description: >
#   Every container of the unit, found by its position in whatever manifest holds it, and every container that the declaration expects.
#   Nothing here asks for a kind or a name, which the judged bytes could leave out.
package lib.pods

import data.lib.manifests

lists := {"containers", "initContainers", "ephemeralContainers", "sidecars"}

singles := {"container", "script"}

# By subject, `Rollout.churn.yaml/containers/0`: the container, the security context of its pod, and whether it serves for long.
containers[subject] := {
	"container": as_written(manifest, holder, container),
	"pod": pod_context(manifest, path, holder),
	"long_running": long_running(manifest, path, key, container),
	"path": object.get(manifest, "path", null),
} if {
	some manifest in input.manifests
	walk(manifest.object, [path, holder])
	is_object(holder)
	some key in lists
	list := holder[key]
	is_array(list)
	some index, container in list
	subject := $"{manifests.file(manifest)}/{position(array.concat(path, [key, index]))}"
}

containers[subject] := {
	"container": as_written(manifest, holder, container),
	"pod": pod_context(manifest, path, holder),
	"long_running": false,
	"path": object.get(manifest, "path", null),
} if {
	some manifest in input.manifests
	walk(manifest.object, [path, holder])
	is_object(holder)
	some key in singles
	container := holder[key]
	is_object(container)
	subject := $"{manifests.file(manifest)}/{position(array.concat(path, [key]))}"
}

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

# An environment that the declaration doesn't know expects nothing, and nothing can prove it.
expected[subject] := {"kind": null, "name": null, "container": null} if {
	count(manifests.entries) != 1
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

names_in(object, kind) := [container.name | some container in object.spec.template.spec.containers] if kind in {"Deployment", "Rollout"}

# Argo calls a step's container `main`; the step has the name.
names_in(object, "WorkflowTemplate") := [template.name |
	some template in object.spec.templates
	some key in singles
	is_object(template[key])
]

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
