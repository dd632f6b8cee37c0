# METADATA
# scope: package
# title: Right bytes under a wrong name
# description: >
#   Each digest stands under the name of what it is a digest of: data are not passed off as a model.
# custom:
#   code: provenance.subject_misnamed
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Sign the files as they are; correct the tool that signed.
package rules.provenance.subject_misnamed

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - object.keys(claims.misnamed)

facts[subject] := claims.facts(subject) if some subject in object.keys(claims.misnamed)
