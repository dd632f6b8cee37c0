# METADATA
# scope: package
# title: Statement is silent about something
# description: >
#   Each statement is about everything that is judged: model file, image and release, and for an evaluation its numbers and data too.
# custom:
#   code: provenance.subject_missing
#   severity: deny
#   message: "{subject} is about {observed}; it lacks {expected}"
#   fix: Sign the files as they are with `npx modelgate evidence sign`.
package rules.provenance.subject_missing

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - object.keys(claims.missing)

facts[subject] := claims.facts(subject) if some subject in object.keys(claims.missing)
