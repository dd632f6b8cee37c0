# METADATA
# scope: package
# title: Signed without its envelope
# description: >
#   Each signature is over the payload together with its type, as DSSE encodes them: what is signed as one thing is not read as another.
# custom:
#   code: provenance.signature_without_envelope
#   severity: deny
#   message: "{subject} bears {observed}, made with {expected}"
#   fix: Sign with `npx modelgate evidence sign`; correct the tool that signed.
package rules.provenance.signature_without_envelope

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - signatures.flawed.without_envelope

facts[subject] := {"observed": "a signature of the payload alone", "expected": signatures.keys[subject].id, "path": signatures.wanted[subject].path} if {
	some subject in signatures.flawed.without_envelope
}
