# METADATA
# scope: package
# title: Key is not merged yet
# description: >
#   The key of each bundle was trusted before the change that brings the evidence: a change cannot vouch for itself.
# custom:
#   code: provenance.key_not_merged
#   severity: deny
#   message: "{subject} names the key {observed}, which this change brings along; expected {expected}"
#   fix: Bring the key in by a pull request of its own, and merge that first.
package rules.provenance.key_not_merged

import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - signatures.unmerged

facts[subject] := {"observed": signatures.bundles[subject].hint, "expected": "a key of policies/keys as it was merged", "path": signatures.wanted[subject].path} if {
	some subject in signatures.unmerged
}
