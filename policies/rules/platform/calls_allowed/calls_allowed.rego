# METADATA
# scope: package
# title: Calls that nobody denies
# description: >
#   In the namespace of each model here one AuthorizationPolicy without rules denies all calls, and no other that is declared here allows any: each unit
#   allows its callers by name.
# custom:
#   code: platform.calls_allowed
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Run `npx modelgate synth`, which writes it.
package rules.platform.calls_allowed

import data.lib.platform

not_applicable := platform.of_argocd

files := platform.files("security.istio.io", "AuthorizationPolicy")

required contains $"AuthorizationPolicy/{namespace}" if some namespace in platform.namespaces

required contains file if {
	some namespace in platform.namespaces
	some file, _ in files
}

# An allow-list with nothing in it, for all pods.
empty contains file if {
	some file, manifest in files
	manifest.object.spec == {}
}

passed contains file if {
	some file in required
	file in empty
}

passed contains file if {
	some file in required
	files[file].object.spec.action == "DENY"
}

passed contains $"AuthorizationPolicy/{namespace}" if {
	some namespace in platform.namespaces
	some file in empty
	files[file].object.metadata.namespace == namespace
}

facts[subject] := {"observed": observed, "expected": "an allow-list with nothing in it", "path": path} if {
	some subject in required
	path := object.get(files, [subject, "path"], $"synth/{input.platform.environment}/_platform")
	observed := object.get(files, [subject, "object", "spec"], "absent")
}
