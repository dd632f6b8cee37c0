package rules.platform.project_too_wide_test

import data.rules.platform.project_too_wide

sound := {
	"sourceRepos": ["https://git.example.com/ml/models.git"],
	"destinations": [{"namespace": "models-prod", "server": "https://kubernetes.prod.example.com"}],
	"clusterResourceWhitelist": [],
	"namespaceResourceWhitelist": [{"group": "", "kind": "Service"}, {"group": "apps", "kind": "Deployment"}],
}

project(name, spec) := {
	"path": "synth/argocd/AppProject.models.yaml",
	"object": {"apiVersion": "argoproj.io/v1alpha1", "kind": "AppProject", "metadata": {"name": name}, "spec": spec},
}

argocd(manifests) := {"platform": {"environment": null, "namespaces": []}, "manifests": manifests}

changed(change) := argocd([project("models", object.union(object.remove(sound, object.keys(change)), change))])

everything := {"manifests", "AppProject.models.yaml"}

test_a_project_that_names_everything_passes if {
	project_too_wide.required == everything with input as changed({})
	project_too_wide.passed == everything with input as changed({})
	project_too_wide.passed == everything with input as changed({"namespaceResourceWhitelist": [{"group": "", "kind": "Service"}]})
	project_too_wide.passed == everything with input as changed({"clusterResourceWhitelist": [{"group": "", "kind": "Namespace"}]})
	project_too_wide.passed == everything with input as changed({"destinations": [{"namespace": "a", "server": "https://a.example.com", "name": "a"}]})
}

test_a_wildcard_or_a_gap_anywhere_is_not_proven if {
	every change in [
		{"sourceRepos": ["*"]},
		{"sourceRepos": []},
		{"sourceRepos": null},
		{"destinations": []},
		{"destinations": null},
		{"destinations": [{"namespace": "*", "server": "https://a.example.com"}]},
		{"destinations": [{"namespace": "a", "server": "*"}]},
		{"destinations": [{"namespace": "a", "server": "https://a.example.com", "name": "*"}]},
		{"destinations": [{"namespace": "a", "server": "https://a.example.com"}, {"namespace": "b"}]},
		{"destinations": [{"server": "https://a.example.com"}]},
		{"namespaceResourceWhitelist": []},
		{"namespaceResourceWhitelist": null},
		{"namespaceResourceWhitelist": [{"group": "*", "kind": "Service"}]},
		{"namespaceResourceWhitelist": [{"group": "", "kind": "*"}]},
		{"namespaceResourceWhitelist": [{"kind": "Service"}]},
		{"namespaceResourceWhitelist": [{"group": "", "kind": "Service"}, {"group": "", "kind": "*"}]},
		{"clusterResourceWhitelist": [{"group": "rbac.authorization.k8s.io", "kind": "ClusterRole"}]},
		{"clusterResourceWhitelist": [{"group": "*", "kind": "*"}]},
		{"sourceNamespaces": ["team"]},
		{"destinationServiceAccounts": []},
		{"clusterResourceBlacklist": []},
		{"namespaceResourceBlacklist": []},
	] {
		project_too_wide.required - project_too_wide.passed == {"AppProject.models.yaml"} with input as changed(change)
	}
}

test_argo_cds_own_project_is_not_proven if {
	project_too_wide.required - project_too_wide.passed == {"AppProject.models.yaml"} with input as argocd([project("default", sound)])
}

test_what_is_let_through_is_shown if {
	project_too_wide.facts == {"AppProject.models.yaml": {
		"observed": object.remove(sound, ["namespaceResourceWhitelist"]),
		"expected": "repositories, namespaces and kinds by name",
		"path": "synth/argocd/AppProject.models.yaml",
	}} with input as changed({})
}

test_nothing_was_looked_at_without_manifests if {
	project_too_wide.required - project_too_wide.passed == {"manifests"} with input as argocd([])
}

test_it_is_not_about_environments if {
	shared := object.union(changed({}), {"platform": {"environment": "prod"}})
	project_too_wide.not_applicable == "this is about Argo CD" with input as shared
	project_too_wide.required == set() with input as shared
	project_too_wide.passed == set() with input as shared
	project_too_wide.facts == {} with input as shared
	not project_too_wide.not_applicable with input as argocd([])
}
