# METADATA
# scope: package
# title: Evidence of other files
# description: >
#   Each statement is about the bytes that are judged: model file, image and release, and for an evaluation its numbers and data too, each under
#   its own name. Where only some of them differ, a check of its own says which.
# custom:
#   code: provenance.other_subject
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Sign the files as they are, or put back what was signed.
package rules.provenance.other_subject

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What is not signed, badly, or about another model or version is another check's to fail.
passed contains subject if some subject in (required - signatures.of_version)

passed contains subject if some subject in claims.exact

# And so is what differs in part.
passed contains subject if some subject in claims.explained

facts[subject] := claims.facts(subject) if some subject, _ in claims.compared
