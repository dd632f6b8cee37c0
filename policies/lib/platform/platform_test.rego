package lib.platform_test

import data.lib.platform

shared := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": []}

argocd := {"platform": {"environment": null, "namespaces": ["models-prod"]}, "manifests": []}

test_each_scope_says_what_it_is_not_about if {
	platform.of_argocd == "this is about what an environment shares" with input as argocd
	platform.of_environment == "this is about Argo CD" with input as shared
	not platform.of_argocd with input as shared
	not platform.of_environment with input as argocd
	not platform.of_argocd with input as {}
	not platform.of_environment with input as {}
}

test_only_an_environment_has_namespaces if {
	platform.namespaces == {"models-prod"} with input as shared
	platform.namespaces == set() with input as argocd
}

test_files_are_found_by_kind_and_group if {
	role := {"path": "synth/prod/_platform/Role.a.yaml", "object": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role"}}
	other := {"path": "synth/prod/_platform/Role.b.yaml", "object": {"apiVersion": "example.com/v1", "kind": "Role"}}
	platform.files("rbac.authorization.k8s.io", "Role") == {"Role.a.yaml": role} with input as object.union(shared, {"manifests": [role, other]})
}

test_a_list_is_named_when_it_says_everything if {
	platform.named(["a", "b"])
	platform.named(["a"])
	not platform.named([])
	not platform.named(["a", "*"])
	not platform.named(["a", "b/*"])
	not platform.named(["a", 7])
	not platform.named(["a", null])
	not platform.named("a")
	not platform.named(null)
}
