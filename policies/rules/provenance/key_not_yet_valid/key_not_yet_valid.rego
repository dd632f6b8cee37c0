# METADATA
# scope: package
# title: Key is not valid yet
# description: >
#   Each key is valid at the time of the verdict already.
# custom:
#   code: provenance.key_not_yet_valid
#   severity: deny
#   message: "{subject} is signed with a key that is valid from {expected}; it is {observed}"
#   fix: Wait until the key is valid, or sign with one that is.
package rules.provenance.key_not_yet_valid

import data.lib.num
import data.lib.signatures
import data.lib.time

required := signatures.subjects

# What is not signed with a key of the ring is another check's to fail.
passed contains subject if some subject in signatures.unkeyed

passed contains subject if {
	some subject, key in signatures.keys
	num.at_least(time.between(key.validFrom, input.now), 0)
}

facts[subject] := {"observed": input.now.at, "expected": key.validFrom.at, "path": want.path} if {
	some subject, want in signatures.wanted
	key := signatures.keys[subject]
}
