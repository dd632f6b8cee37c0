# METADATA
# scope: package
# title: Signature of another statement
# description: >
#   The signature of each bundle belongs to its own statement, not to another of the same release.
# custom:
#   code: provenance.signature_of_other_statement
#   severity: deny
#   message: "{subject} bears {observed}, made with {expected}"
#   fix: Sign the evidence again; find out who moved the signature.
package rules.provenance.signature_of_other_statement

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - signatures.flawed.other_statement

facts[subject] := {"observed": "the signature of another statement of this release", "expected": signatures.keys[subject].id, "path": signatures.wanted[subject].path} if {
	some subject in signatures.flawed.other_statement
}
