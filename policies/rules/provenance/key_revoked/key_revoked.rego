# METADATA
# scope: package
# title: Key is revoked
# description: >
#   No key is revoked. Whatever a revoked key signed proves nothing, before or after: who has stolen a key can back-date.
# custom:
#   code: provenance.key_revoked
#   severity: deny
#   message: "{subject} is signed with the key {expected}, which is revoked since {observed}"
#   fix: Evaluate and sign the release again with a key that is trusted.
package rules.provenance.key_revoked

import data.lib.signatures

required := signatures.subjects

# What is not signed with a key of the ring is another check's to fail.
passed contains subject if some subject in signatures.unkeyed

passed contains subject if {
	some subject, key in signatures.keys
	key.revoked == null
}

facts[subject] := {"observed": object.get(key, ["revoked", "at"], null), "expected": key.id, "path": want.path} if {
	some subject, want in signatures.wanted
	key := signatures.keys[subject]
}
