package rules.platform.mesh_not_strict_test

import data.rules.platform.mesh_not_strict

peer(name, spec) := {
	"path": $"synth/prod/_platform/PeerAuthentication.{name}.yaml",
	"object": {"apiVersion": "security.istio.io/v1", "kind": "PeerAuthentication", "metadata": {"name": name, "namespace": "models-prod"}, "spec": spec},
}

shared(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

strict := {"mtls": {"mode": "STRICT"}}

both := {"PeerAuthentication/models-prod", "PeerAuthentication.default.yaml"}

test_strict_for_all_pods_passes if {
	mesh_not_strict.required == both with input as shared([peer("default", strict)])
	mesh_not_strict.passed == both with input as shared([peer("default", strict)])
}

test_anything_else_is_not_proven if {
	every spec in [{"mtls": {"mode": "PERMISSIVE"}}, {"mtls": {"mode": null}}, {"mtls": null}, {}, null, object.union(strict, {"portLevelMtls": {"8080": {"mode": "DISABLE"}}})] {
		mesh_not_strict.required == both with input as shared([peer("default", spec)])
		mesh_not_strict.passed == set() with input as shared([peer("default", spec)])
	}
}

test_strict_for_some_pods_is_not_strict_for_all if {
	some_pods := object.union(strict, {"selector": {"matchLabels": {"app": "a"}}})
	mesh_not_strict.required - mesh_not_strict.passed == {"PeerAuthentication/models-prod"} with input as shared([peer("default", some_pods)])
	moved := object.union(peer("default", strict), {"object": {"metadata": {"namespace": "other"}}})
	mesh_not_strict.required - mesh_not_strict.passed == {"PeerAuthentication/models-prod"} with input as shared([moved])
}

test_an_exception_beside_it_is_not_proven if {
	lax := peer("lax", {"selector": {"matchLabels": {"app": "a"}}, "mtls": {"mode": "DISABLE"}})
	mesh_not_strict.required - mesh_not_strict.passed == {"PeerAuthentication.lax.yaml"} with input as shared([peer("default", strict), lax])
	mesh_not_strict.facts["PeerAuthentication.lax.yaml"] == {
		"observed": lax.object.spec,
		"expected": "mutual TLS, STRICT, on every port",
		"path": "synth/prod/_platform/PeerAuthentication.lax.yaml",
	} with input as shared([lax])
}

test_none_is_not_proven if {
	mesh_not_strict.required - mesh_not_strict.passed == {"PeerAuthentication/models-prod"} with input as shared([])
	mesh_not_strict.facts["PeerAuthentication/models-prod"].observed == null with input as shared([])
	mesh_not_strict.facts["PeerAuthentication/models-prod"].path == "synth/prod/_platform" with input as shared([])
}

test_it_is_not_about_argo_cd if {
	argocd := object.union(shared([peer("default", strict)]), {"platform": {"environment": null}})
	mesh_not_strict.not_applicable == "this is about what an environment shares" with input as argocd
	mesh_not_strict.required == set() with input as argocd
	not mesh_not_strict.not_applicable with input as shared([])
}
