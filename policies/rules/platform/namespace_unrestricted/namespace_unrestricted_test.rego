package rules.platform.namespace_unrestricted_test

import data.rules.platform.namespace_unrestricted

sound := {"pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/enforce-version": "v1.35"}

namespace(name, labels) := {
	"path": $"synth/prod/_platform/Namespace.{name}.yaml",
	"object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}},
}

shared(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

one(changed) := shared([namespace("models-prod", object.union(sound, changed))])

both := {"Namespace/models-prod", "Namespace.models-prod.yaml"}

test_a_restricted_namespace_passes if {
	namespace_unrestricted.required == both with input as one({})
	namespace_unrestricted.passed == both with input as one({})
	namespace_unrestricted.passed == both with input as one({"pod-security.kubernetes.io/enforce-version": "v1.9"})
}

test_other_labels_are_not_proven if {
	every changed in [
		{"pod-security.kubernetes.io/enforce": "baseline"},
		{"pod-security.kubernetes.io/enforce": null},
		{"pod-security.kubernetes.io/enforce-version": "latest"},
		{"pod-security.kubernetes.io/enforce-version": "v1."},
		{"pod-security.kubernetes.io/enforce-version": "v1.35-beta"},
		{"pod-security.kubernetes.io/enforce-version": 1.35},
	] {
		namespace_unrestricted.required == both with input as one(changed)
		namespace_unrestricted.passed == set() with input as one(changed)
	}
}

test_a_namespace_that_is_not_there_is_not_proven if {
	namespace_unrestricted.required - namespace_unrestricted.passed == {"Namespace/models-prod"} with input as shared([])
	namespace_unrestricted.facts == {"Namespace/models-prod": {
		"observed": [null, null],
		"expected": "restricted, of a version such as v1.35",
		"path": "synth/prod/_platform",
	}} with input as shared([])
}

test_a_second_namespace_is_asked_as_well if {
	two := shared([namespace("models-prod", sound), namespace("lax", {})])
	namespace_unrestricted.required - namespace_unrestricted.passed == {"Namespace.lax.yaml"} with input as two
	other := shared([namespace("other", sound)])
	namespace_unrestricted.required - namespace_unrestricted.passed == {"Namespace/models-prod"} with input as other
}

test_what_it_enforces_is_shown if {
	namespace_unrestricted.facts["Namespace.models-prod.yaml"] == {
		"observed": ["restricted", "v1.35"],
		"expected": "restricted, of a version such as v1.35",
		"path": "synth/prod/_platform/Namespace.models-prod.yaml",
	} with input as one({})
}

test_it_is_not_about_argo_cd if {
	argocd := object.union(one({}), {"platform": {"environment": null}})
	namespace_unrestricted.not_applicable == "this is about what an environment shares" with input as argocd
	namespace_unrestricted.required == set() with input as argocd
	not namespace_unrestricted.not_applicable with input as one({})
}
