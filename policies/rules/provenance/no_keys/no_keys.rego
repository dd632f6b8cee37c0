# METADATA
# scope: package
# title: No key is trusted
# description: >
#   There is a key ring: without one nobody can sign, and nothing counts as signed.
# custom:
#   code: provenance.no_keys
#   severity: deny
#   message: "{subject} names the key {observed}, and nobody is trusted; expected {expected}"
#   fix: Bring a public key into policies/keys by a pull request of its own.
package rules.provenance.no_keys

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - signatures.ringless

facts[subject] := {"observed": signatures.bundles[subject].hint, "expected": "a key in policies/keys", "path": signatures.wanted[subject].path} if {
	some subject in signatures.ringless
}
