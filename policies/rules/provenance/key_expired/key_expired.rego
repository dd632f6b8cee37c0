# METADATA
# scope: package
# title: Key has expired
# description: >
#   Each key is still valid at the time of the verdict. When something was signed is not written down anywhere that could be trusted, so
#   evidence ends with its key.
# custom:
#   code: provenance.key_expired
#   severity: deny
#   settled: warn
#   message: "{subject} is signed with a key that was valid until {expected}; it is {observed}"
#   fix: Sign the evidence again with a key that is valid.
package rules.provenance.key_expired

import data.lib.num
import data.lib.signatures
import data.lib.time

required := signatures.subjects

# What is not signed with a key of the ring is another check's to fail.
passed contains subject if some subject in signatures.unkeyed

passed contains subject if {
	some subject, key in signatures.keys
	num.at_least(time.between(input.now, key.validUntil), 1)
}

facts[subject] := {"observed": input.now.at, "expected": key.validUntil.at, "path": want.path} if {
	some subject, want in signatures.wanted
	key := signatures.keys[subject]
}
