package rules.platform.kind_not_allowed_test

import data.rules.platform.kind_not_allowed

manifest(version, kind) := {"path": $"synth/prod/_platform/{kind}.a.yaml", "object": {"apiVersion": version, "kind": kind, "metadata": {"name": "a"}}}

in_place(environment, manifests) := {"platform": {"environment": environment, "namespaces": []}, "manifests": manifests}

test_what_synthesis_writes_passes if {
	every version, kind in {"v1": "Namespace", "rbac.authorization.k8s.io/v1": "Role", "telemetry.istio.io/v1": "Telemetry"} {
		kind_not_allowed.passed == {"manifests", $"{kind}.a.yaml"} with input as in_place("prod", [manifest(version, kind)])
	}
	kind_not_allowed.passed == {"manifests", "AppProject.a.yaml"} with input as in_place(null, [manifest("argoproj.io/v1alpha1", "AppProject")])
	kind_not_allowed.facts == {} with input as in_place("prod", [manifest("v1", "Namespace")])
}

test_everything_else_is_not_proven if {
	every pair in [["v1", "Secret"], ["rbac.authorization.k8s.io/v1", "ClusterRole"], ["apps/v1", "Deployment"], ["example.com/v1", "Role"], ["v1", "AppProject"]] {
		[version, kind] := pair
		kind_not_allowed.required == {"manifests", $"{kind}.a.yaml"} with input as in_place("prod", [manifest(version, kind)])
		kind_not_allowed.passed == {"manifests"} with input as in_place("prod", [manifest(version, kind)])
	}
}

test_each_place_has_its_own if {
	project := manifest("argoproj.io/v1alpha1", "AppProject")
	kind_not_allowed.passed == {"manifests"} with input as in_place("prod", [project])
	role := manifest("rbac.authorization.k8s.io/v1", "Role")
	kind_not_allowed.passed == {"manifests"} with input as in_place(null, [role])
	kind_not_allowed.facts["Role.a.yaml"] == {
		"observed": "rbac.authorization.k8s.io/Role",
		"expected": ["/ConfigMap", "argoproj.io/AppProject", "argoproj.io/Application", "argoproj.io/ApplicationSet"],
		"path": "synth/prod/_platform/Role.a.yaml",
	} with input as in_place(null, [role])
}

test_nothing_was_looked_at_without_manifests if {
	kind_not_allowed.required == {"manifests"} with input as in_place("prod", [])
	kind_not_allowed.passed == set() with input as in_place("prod", [])
	kind_not_allowed.required == set() with input as {"manifests": []}
}
