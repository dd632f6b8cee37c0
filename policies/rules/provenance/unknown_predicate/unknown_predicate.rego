# METADATA
# scope: package
# title: Statement of an unknown kind
# description: >
#   Each statement is of a kind that is known here: what nobody reads proves nothing.
# custom:
#   code: provenance.unknown_predicate
#   severity: deny
#   message: "{subject} is a statement of type {observed}; expected {expected}"
#   fix: Sign with `npx modelgate evidence sign`; correct the tool that signed.
package rules.provenance.unknown_predicate

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - (signatures.verified - signatures.known)

facts[subject] := {"observed": object.get(signatures.said, [subject, "predicateType"], null), "expected": signatures.predicates[signatures.wanted[subject].name], "path": signatures.wanted[subject].path} if {
	some subject in (signatures.verified - signatures.known)
}
