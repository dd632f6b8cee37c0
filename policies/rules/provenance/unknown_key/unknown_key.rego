# METADATA
# scope: package
# title: Evidence is signed with an unknown key
# description: >
#   The key that each bundle names is in the key ring: with a base commit, in that commit's. A key that comes with the evidence proves
#   nothing.
# custom:
#   code: provenance.unknown_key
#   severity: deny
#   message: "{subject} names the key {observed}; expected {expected}"
#   fix: Sign with a key of policies/keys, or bring the key in by a pull request of its own first.
package rules.provenance.unknown_key

import data.lib.signatures

required := signatures.subjects

# What is not signed is another check's to fail.
passed contains subject if some subject in signatures.unbundled

passed contains subject if some subject, _ in signatures.keys

facts[subject] := {"observed": bundle.hint, "expected": "a key of policies/keys", "path": want.path} if {
	some subject, want in signatures.wanted
	bundle := signatures.bundles[subject]
}
