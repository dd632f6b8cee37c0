# METADATA
# scope: package
# title: Signature does not fit
# description: >
#   The signature of each bundle is that of the key that it names, over the very bytes that it holds.
# custom:
#   code: provenance.bad_signature
#   severity: deny
#   message: "{subject} bears a signature that is not that of {expected}"
#   fix: Sign the evidence again; find out who changed the bundle.
package rules.provenance.bad_signature

import data.lib.signatures

required := signatures.subjects

# What is not signed with a key of the ring is another check's to fail.
passed contains subject if some subject in signatures.unkeyed

passed contains subject if some subject in signatures.verified

# Where it can be told what was done, a check of its own says so.
passed contains subject if {
	some found in signatures.flawed
	some subject in found
}

facts[subject] := {"observed": "a signature of other bytes or another key", "expected": key.id, "path": want.path} if {
	some subject, want in signatures.wanted
	key := signatures.keys[subject]
}
