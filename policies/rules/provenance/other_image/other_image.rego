# METADATA
# scope: package
# title: Evidence of another image
# description: >
#   Each statement is about the image that the release names: what serves is what was signed.
# custom:
#   code: provenance.other_image
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Put back the image that was signed, or release this one under a new version.
package rules.provenance.other_image

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - claims.image

facts[subject] := claims.facts(subject) if some subject in claims.image
