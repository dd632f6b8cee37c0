# METADATA
# scope: package
# title: Evidence of another version
# description: >
#   Each statement says that it is about this version: genuine evidence of an older one is not played back.
# custom:
#   code: provenance.other_version
#   severity: deny
#   message: "{subject} is about version {observed}; expected {expected}"
#   fix: Evaluate this version and sign that.
package rules.provenance.other_version

import data.lib.signatures

required := signatures.subjects

# What is not signed, or badly is another check's to fail.
passed contains subject if some subject in signatures.unverified

passed contains subject if {
	some subject, statement in signatures.said
	statement.version == signatures.wanted[subject].release.version
}

facts[subject] := {"observed": object.get(signatures.said, [subject, "version"], null), "expected": want.release.version, "path": want.path} if {
	some subject, want in signatures.wanted
}
