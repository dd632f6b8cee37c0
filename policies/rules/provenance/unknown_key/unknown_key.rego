# METADATA
# scope: package
# title: Evidence is signed with an unknown key
# description: >
#   The key that each bundle names is in the key ring: with a base commit, in that commit's.
# custom:
#   code: provenance.unknown_key
#   severity: deny
#   message: "{subject} names the key {observed}; expected {expected}"
#   fix: Sign with a key of policies/keys, or find out who signed.
package rules.provenance.unknown_key

import data.lib.signatures

required := signatures.subjects

# What is not signed is another check's to fail.
passed contains subject if some subject in signatures.unbundled

passed contains subject if some subject, _ in signatures.keys

# A key that is on its way, and a ring without keys, have a check each.
passed contains subject if some subject in signatures.unmerged

passed contains subject if some subject in signatures.ringless

facts[subject] := {"observed": bundle.hint, "expected": "a key of policies/keys", "path": want.path} if {
	some subject, want in signatures.wanted
	bundle := signatures.bundles[subject]
}
