# METADATA
# scope: package
# title: Role that may too much
# description: >
#   Every Role here names its kinds and verbs, without a wildcard, without Secrets, roles or shells in pods, and without a verb that gives rights on; every RoleBinding
#   gives a Role of its namespace to accounts of that namespace.
# custom:
#   code: platform.role_too_wide
#   severity: deny
#   message: "{subject} gives {observed}; expected {expected}"
#   fix: Name what is needed, and nothing else.
package rules.platform.role_too_wide

import data.lib.manifests
import data.lib.platform

not_applicable := platform.of_argocd

rbac := "rbac.authorization.k8s.io"

roles := platform.files(rbac, "Role")

bindings := platform.files(rbac, "RoleBinding")

required contains "manifests" if is_string(input.platform.environment)

required contains file if {
	is_string(input.platform.environment)
	some file, _ in object.union(roles, bindings)
}

passed contains "manifests" if {
	"manifests" in required
	manifests.looked_at
}

powers := {"secrets", "pods/exec", "pods/attach", "pods/portforward", "pods/ephemeralcontainers", "serviceaccounts/token", "roles", "rolebindings", "clusterroles", "clusterrolebindings"}

handing_on := {"escalate", "bind", "impersonate"}

passed contains file if {
	some file, manifest in roles
	file in required
	count(manifest.object.rules) > 0
	every rule in manifest.object.rules {
		platform.named(rule.apiGroups)
		platform.named(rule.resources)
		platform.named(rule.verbs)
		{lower(resource) | some resource in rule.resources} & powers == set()
		{lower(verb) | some verb in rule.verbs} & handing_on == set()
	}
}

passed contains file if {
	some file, manifest in bindings
	file in required
	manifest.object.roleRef.kind == "Role"
	count(manifest.object.subjects) > 0
	every subject in manifest.object.subjects {
		own(subject, manifest.object.metadata.namespace)
	}
}

# An account that somebody made for this, of the same namespace.
own(subject, namespace) if {
	subject.kind == "ServiceAccount"
	is_string(subject.name)
	subject.name != "default"
	object.get(subject, "namespace", namespace) == namespace
}

# All accounts of the namespace.
own(subject, namespace) if {
	subject.kind == "Group"
	subject.name == $"system:serviceaccounts:{namespace}"
}

facts[file] := {"observed": observed, "expected": "kinds, verbs and accounts by name", "path": manifest.path} if {
	some file in required
	manifest := object.union(roles, bindings)[file]
	observed := object.filter(manifest.object, ["rules", "roleRef", "subjects"])
}
