# METADATA
# scope: package
# title: Evidence is not signed
# description: >
#   Every judged release has its evaluation, its provenance and its bill of materials as signed statements.
# custom:
#   code: provenance.unsigned
#   severity: deny
#   message: "{subject} is not signed; expected a bundle at {expected}"
#   fix: Sign the release with `npx modelgate evidence sign`.
package rules.provenance.unsigned

import data.lib.signatures

required := signatures.subjects

passed contains subject if some subject, _ in signatures.bundles

facts[subject] := {"observed": null, "expected": want.path, "path": want.path} if {
	some subject, want in signatures.wanted
}
