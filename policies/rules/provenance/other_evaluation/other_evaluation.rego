# METADATA
# scope: package
# title: Signature of another run of the evaluation
# description: >
#   The numbers are those of the run that was signed, not of an earlier or later one of the same release.
# custom:
#   code: provenance.other_evaluation
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Sign the run that is committed, or put back the one that was signed.
package rules.provenance.other_evaluation

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - claims.evaluation

facts[subject] := claims.facts(subject) if some subject in claims.evaluation
