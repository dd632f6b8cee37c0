# METADATA
# scope: package
# title: Key may not sign this kind of statement
# description: >
#   The scope of each key takes in the kind of statement: who may list what a model is made of may not say how good it is.
# custom:
#   code: provenance.key_wrong_predicate
#   severity: deny
#   message: "{subject} is signed with a key for {observed}; expected one for {expected}"
#   fix: Sign with a key whose scope in policies/keys takes this kind in.
package rules.provenance.key_wrong_predicate

import data.lib.signatures

required := signatures.subjects

# What is not signed with a key of the ring is another check's to fail.
passed contains subject if some subject in signatures.unkeyed

passed contains subject if {
	some subject, key in signatures.keys
	signatures.predicates[signatures.wanted[subject].name] in key.predicates
}

facts[subject] := {"observed": key.predicates, "expected": signatures.predicates[want.name], "path": want.path} if {
	some subject, want in signatures.wanted
	key := signatures.keys[subject]
}
