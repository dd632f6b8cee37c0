# METADATA
# scope: package
# title: Account that hands out its token
# description: >
#   No ServiceAccount of the unit mounts its token by itself; a pod that needs one asks for it.
# custom:
#   code: serving.account_token
#   severity: deny
#   message: "{subject}: automountServiceAccountToken is {observed}; expected {expected}"
#   fix: Set automountServiceAccountToken to false.
package rules.serving.account_token

import data.lib.manifests

expectation := false

judged[subject] := manifest if {
	some manifest in manifests.of("", "ServiceAccount")
	subject := manifests.file(manifest)
}

not_applicable := "the unit has no ServiceAccount" if {
	manifests.looked_at
	judged == {}
}

required contains subject if some subject, _ in judged

passed contains subject if {
	some subject, manifest in judged
	manifest.object.automountServiceAccountToken == false
}

facts[subject] := {"observed": object.get(manifest.object, "automountServiceAccountToken", null), "expected": expectation, "path": object.get(manifest, "path", null)} if {
	some subject, manifest in judged
	not subject in passed
}
