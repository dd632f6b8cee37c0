# METADATA
# scope: package
# title: Evidence of another model file
# description: >
#   Each statement is about the model file that the release names.
# custom:
#   code: provenance.other_artifact
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Evaluate and sign this model file, or name the one that was signed.
package rules.provenance.other_artifact

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - claims.artifact

facts[subject] := claims.facts(subject) if some subject in claims.artifact
