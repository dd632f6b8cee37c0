package rules.platform.role_too_wide_test

import data.rules.platform.role_too_wide

rule := {"apiGroups": ["argoproj.io"], "resources": ["workflows"], "verbs": ["create"]}

role(rules) := {
	"path": "synth/prod/_platform/Role.starter.yaml",
	"object": {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "starter", "namespace": "models-prod"}, "rules": rules},
}

account := {"kind": "ServiceAccount", "name": "starter"}

binding(kind, subjects) := {
	"path": "synth/prod/_platform/RoleBinding.starter.yaml",
	"object": {
		"apiVersion": "rbac.authorization.k8s.io/v1",
		"kind": "RoleBinding",
		"metadata": {"name": "starter", "namespace": "models-prod"},
		"roleRef": {"kind": kind, "name": "starter"},
		"subjects": subjects,
	},
}

shared(manifests) := {"platform": {"environment": "prod", "namespaces": ["models-prod"]}, "manifests": manifests}

test_what_is_named_passes if {
	sound := shared([role([rule]), binding("Role", [account])])
	role_too_wide.required == {"manifests", "Role.starter.yaml", "RoleBinding.starter.yaml"} with input as sound
	role_too_wide.passed == role_too_wide.required with input as sound
	role_too_wide.passed == role_too_wide.required with input as shared([binding("Role", [object.union(account, {"namespace": "models-prod"})])])
	role_too_wide.passed == role_too_wide.required with input as shared([binding("Role", [{"kind": "Group", "name": "system:serviceaccounts:models-prod"}])])
}

test_a_role_that_may_more_is_not_proven if {
	every changed in [
		{"verbs": ["*"]},
		{"verbs": []},
		{"verbs": ["Escalate"]},
		{"verbs": ["bind"]},
		{"verbs": ["impersonate"]},
		{"resources": ["*"]},
		{"resources": ["Secrets"]},
		{"resources": ["pods/exec"]},
		{"resources": ["pods/*"]},
		{"resources": null},
		{"apiGroups": ["*"]},
		{"apiGroups": null},
	] {
		wide := shared([role([rule, object.union(rule, changed)])])
		role_too_wide.required - role_too_wide.passed == {"Role.starter.yaml"} with input as wide
	}
	every rules in [[], null] {
		role_too_wide.required - role_too_wide.passed == {"Role.starter.yaml"} with input as shared([role(rules)])
	}
}

test_each_power_is_one if {
	every resource in ["secrets", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "serviceaccounts/token", "roles", "rolebindings", "clusterroles", "clusterrolebindings"] {
		role_too_wide.passed == {"manifests"} with input as shared([role([object.union(rule, {"resources": [resource]})])])
	}
}

test_a_binding_to_others_is_not_proven if {
	every subjects in [
		[],
		null,
		[account, object.union(account, {"namespace": "other"})],
		[object.union(account, {"name": "default"})],
		[object.union(account, {"name": null})],
		[{"kind": "User", "name": "starter"}],
		[{"kind": "User", "name": "system:serviceaccounts:models-prod"}],
		[{"kind": "Group", "name": "system:authenticated"}],
		[{"kind": "Group", "name": "system:serviceaccounts"}],
	] {
		role_too_wide.required - role_too_wide.passed == {"RoleBinding.starter.yaml"} with input as shared([binding("Role", subjects)])
	}
	role_too_wide.required - role_too_wide.passed == {"RoleBinding.starter.yaml"} with input as shared([binding("ClusterRole", [account])])
}

test_what_is_given_is_shown if {
	facts := role_too_wide.facts with input as shared([role([rule]), binding("Role", [account])])
	facts["Role.starter.yaml"] == {"observed": {"rules": [rule]}, "expected": "kinds, verbs and accounts by name", "path": "synth/prod/_platform/Role.starter.yaml"}
	facts["RoleBinding.starter.yaml"].observed == {"roleRef": {"kind": "Role", "name": "starter"}, "subjects": [account]}
}

test_nothing_was_looked_at_without_manifests if {
	role_too_wide.required - role_too_wide.passed == {"manifests"} with input as shared([])
}

test_it_is_not_about_argo_cd if {
	argocd := object.union(shared([role([rule])]), {"platform": {"environment": null}})
	role_too_wide.not_applicable == "this is about what an environment shares" with input as argocd
	role_too_wide.required == set() with input as argocd
	role_too_wide.passed == set() with input as argocd
	bound := object.union(shared([binding("Role", [account])]), {"platform": {"environment": null}})
	role_too_wide.passed == set() with input as bound
	role_too_wide.facts == {} with input as bound
	not role_too_wide.not_applicable with input as shared([])
}
