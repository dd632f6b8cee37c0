# METADATA
# scope: package
# title: Evidence of another model
# description: >
#   Each statement says that it is about this model.
# custom:
#   code: provenance.other_model
#   severity: deny
#   message: "{subject} is about the model {observed}; expected {expected}"
#   fix: Evaluate this model and sign that. Evidence is never moved between models.
package rules.provenance.other_model

import data.lib.signatures

required := signatures.subjects

# What is not signed, badly, or of another kind is another check's to fail.
passed contains subject if some subject in (required - signatures.typed)

passed contains subject if some subject in signatures.of_model

facts[subject] := {"observed": object.get(signatures.said, [subject, "model"], null), "expected": input.model.id, "path": want.path} if {
	some subject, want in signatures.wanted
}
