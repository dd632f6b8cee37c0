# METADATA
# scope: package
# title: Secret in the repository
# description: >
#   No manifest is a Secret: what is committed is known to everybody who reads the repository, for ever. Secrets come from the secret store
#   by an ExternalSecret.
# custom:
#   code: serving.secret_with_data
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Remove the Secret, change what it held, and declare it as a secret of the store.
package rules.serving.secret_with_data

import data.lib.manifests

expectation := "no Secret"

# That all were looked at; whatever is not proven is a subject of its own beside it.
required contains "manifests"

required contains subject if some subject, _ in unproven

passed contains "manifests" if manifests.looked_at

unproven[subject] := manifest if {
	some manifest in input.manifests
	not proven(manifest.object)
	subject := manifests.file(manifest)
}

proven(written) if {
	is_string(written.kind)
	lower(written.kind) != "secret"
}

facts["manifests"] := {"observed": "nothing", "expected": "the unit's manifests"} if not manifests.looked_at

facts[subject] := {"observed": "a Secret", "expected": expectation, "path": object.get(manifest, "path", null)} if some subject, manifest in unproven
