# METADATA
# scope: package
# title: Manifests
# description: The unit's manifests, and those of them that the declaration says must be there.
package lib.manifests

# The declaration's entry for this environment; undefined unless there is exactly one.
environment := entries[0] if count(entries) == 1

entries := [entry | some entry in input.model.environments; entry.name == input.environment]

expected_workloads := environment.workloads

# A file's own name: findings name it, and a unit's manifests lie in one folder.
file(manifest) := segments[count(segments) - 1] if segments := split($"{object.get(manifest, "path", "")}", "/")

api := {
	"Deployment": "apps/v1",
	"Rollout": "argoproj.io/v1alpha1",
	"AnalysisTemplate": "argoproj.io/v1alpha1",
	"VirtualService": "networking.istio.io/v1",
	"WorkflowTemplate": "argoproj.io/v1alpha1",
	"CronWorkflow": "argoproj.io/v1alpha1",
	"InferenceService": "serving.kserve.io/v1beta1",
	"Model": "mlops.seldon.io/v1alpha1",
	# Knative's; the core's Service runs nothing, so none of those is ever expected.
	"Service": "serving.knative.dev/v1",
}

# The one manifest of that kind and name, in the unit's namespace; undefined when there is none or a second one.
found(kind, name) := matches[0] if {
	matches := [manifest |
		some manifest in input.manifests
		manifest.object.kind == kind
		manifest.object.metadata.name == name
	]
	count(matches) == 1
	matches[0].object.apiVersion == api[kind]
	matches[0].object.metadata.namespace == environment.namespace
}

# Where it lies, or where it would.
path(kind, name) := here if {
	here := found(kind, name).path
} else := $"synth/{input.environment}/{input.model.id}/{kind}.{name}.yaml"

# Manifests of a kind, by its API group; the core's is empty.
of(group, kind) := [manifest |
	some manifest in input.manifests
	manifest.object.kind == kind
	group_of(manifest.object) == group
]

group_of(object) := concat("/", array.slice(parts, 0, count(parts) - 1)) if parts := split(object.apiVersion, "/")

# An equality-based selector that picks these labels. One that says nothing would pick everything, and is none here.
selects(selector, labels) if {
	is_object(selector)
	count(selector) > 0
	every key, value in selector {
		labels[key] == value
	}
}

# A label selector of Kubernetes that is written with matchLabels alone.
picks(selector, labels) if {
	object.keys(selector) == {"matchLabels"}
	selects(selector.matchLabels, labels)
}

# That the unit's manifests were looked at, for checks that find something only where something is wrong.
looked_at if {
	is_array(input.manifests)
	count(input.manifests) > 0
}
