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

# What is not signed, badly, of another kind, or about another model is another check's to fail.
passed contains subject if some subject in (required - signatures.of_model)

passed contains subject if some subject in signatures.of_version

facts[subject] := {"observed": object.get(signatures.said, [subject, "version"], null), "expected": want.release.version, "path": want.path} if {
	some subject, want in signatures.wanted
}
