# METADATA
# scope: package
# title: Statement of another kind
# description: >
#   Each statement is of the kind that its place asks for. A good signature on something else proves nothing here.
# custom:
#   code: provenance.other_predicate
#   severity: deny
#   message: "{subject} is a statement of type {observed}; expected {expected}"
#   fix: Sign the statement that is missing with `npx modelgate evidence sign`.
package rules.provenance.other_predicate

import data.lib.signatures

required := signatures.subjects

# What is not signed, or badly is another check's to fail.
passed contains subject if some subject in signatures.unverified

passed contains subject if some subject in signatures.typed

# Nor what is of no kind that is known.
passed contains subject if some subject in (signatures.verified - signatures.known)

facts[subject] := {"observed": object.get(signatures.said, [subject, "predicateType"], null), "expected": signatures.predicates[want.name], "path": want.path} if {
	some subject, want in signatures.wanted
}
