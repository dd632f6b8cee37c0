# METADATA
# scope: package
# title: Signature that no key makes
# description: >
#   Each signature is a number that an Ed25519 key can make: 64 bytes, the second half from 1 to below the order of the group.
# custom:
#   code: provenance.signature_malformed
#   severity: deny
#   message: "{subject} bears {observed}; expected a signature of {expected}"
#   fix: Sign the evidence again; find out what wrote the bundle.
package rules.provenance.signature_malformed

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - signatures.flawed.malformed

facts[subject] := {"observed": "a number that no key makes", "expected": signatures.keys[subject].id, "path": signatures.wanted[subject].path} if {
	some subject in signatures.flawed.malformed
}
