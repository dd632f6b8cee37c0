package rules.platform.calls_allowed_test

import data.rules.platform.calls_allowed

policy(name, spec) := {
	"path": $"synth/prod/_platform/AuthorizationPolicy.{name}.yaml",
	"object": {"apiVersion": "security.istio.io/v1", "kind": "AuthorizationPolicy", "metadata": {"name": name, "namespace": "models-prod"}, "spec": spec},
}

shared(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

both := {"AuthorizationPolicy/models-prod", "AuthorizationPolicy.deny-all.yaml"}

test_an_empty_list_passes if {
	calls_allowed.required == both with input as shared([policy("deny-all", {})])
	calls_allowed.passed == both with input as shared([policy("deny-all", {})])
}

test_a_list_with_callers_is_not_proven if {
	every spec in [{"rules": [{}]}, {"action": "ALLOW"}, {"selector": {"matchLabels": {"app": "a"}}}, null] {
		calls_allowed.required == both with input as shared([policy("deny-all", spec)])
		calls_allowed.passed == set() with input as shared([policy("deny-all", spec)])
	}
}

test_what_denies_more_passes_and_is_not_enough if {
	more := policy("more", {"action": "DENY", "rules": [{}]})
	calls_allowed.required - calls_allowed.passed == {"AuthorizationPolicy/models-prod"} with input as shared([more])
	calls_allowed.passed == calls_allowed.required with input as shared([policy("deny-all", {}), more])
}

test_none_and_one_elsewhere_are_not_proven if {
	calls_allowed.required - calls_allowed.passed == {"AuthorizationPolicy/models-prod"} with input as shared([])
	calls_allowed.facts["AuthorizationPolicy/models-prod"] == {
		"observed": "absent",
		"expected": "an allow-list with nothing in it",
		"path": "synth/prod/_platform",
	} with input as shared([])
	moved := object.union(policy("deny-all", {}), {"object": {"metadata": {"namespace": "other"}}})
	calls_allowed.required - calls_allowed.passed == {"AuthorizationPolicy/models-prod"} with input as shared([moved])
	calls_allowed.facts["AuthorizationPolicy.deny-all.yaml"].observed == {} with input as shared([moved])
	calls_allowed.facts["AuthorizationPolicy.deny-all.yaml"].path == "synth/prod/_platform/AuthorizationPolicy.deny-all.yaml" with input as shared([moved])
}

test_it_is_not_about_argo_cd if {
	argocd := object.union(shared([policy("deny-all", {})]), {"platform": {"environment": null}})
	calls_allowed.not_applicable == "this is about what an environment shares" with input as argocd
	calls_allowed.required == set() with input as argocd
	not calls_allowed.not_applicable with input as shared([])
}
