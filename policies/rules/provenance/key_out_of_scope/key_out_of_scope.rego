# METADATA
# scope: package
# title: Key may not sign this
# description: >
#   The scope of each key takes in this model.
# custom:
#   code: provenance.key_out_of_scope
#   severity: deny
#   message: "{subject} is signed with a key for {observed}; expected one for {expected}"
#   fix: Sign with a key whose scope in policies/keys takes this in.
package rules.provenance.key_out_of_scope

import data.lib.signatures

required := signatures.subjects

# What is not signed with a key of the ring is another check's to fail.
passed contains subject if some subject in signatures.unkeyed

passed contains subject if {
	some subject, key in signatures.keys
	some pattern in key.models
	covers(pattern, input.model.id)
}

covers(pattern, model) if pattern == model

# A pattern that ends with a star stands for all that begin with it.
covers(pattern, model) if {
	endswith(pattern, "*")
	startswith(model, trim_suffix(pattern, "*"))
}

facts[subject] := {"observed": key.models, "expected": input.model.id, "path": want.path} if {
	some subject, want in signatures.wanted
	key := signatures.keys[subject]
}
