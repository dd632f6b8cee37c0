# METADATA
# scope: package
# title: Signed with another key than it says
# description: >
#   Each bundle names the key that signed it, not another that is trusted as well.
# custom:
#   code: provenance.signature_of_other_key
#   severity: deny
#   message: "{subject} bears {observed}; it names {expected}"
#   fix: Sign the evidence again with the key that it names; find out who used the other.
package rules.provenance.signature_of_other_key

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - signatures.flawed.other_key

facts[subject] := {"observed": "a signature of another key of policies/keys", "expected": signatures.keys[subject].id, "path": signatures.wanted[subject].path} if {
	some subject in signatures.flawed.other_key
}
