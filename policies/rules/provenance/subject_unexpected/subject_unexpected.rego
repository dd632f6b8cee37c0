# METADATA
# scope: package
# title: Statement is about something more
# description: >
#   Each statement is about what is judged and nothing besides: a name that nobody compares could stand for anything.
# custom:
#   code: provenance.subject_unexpected
#   severity: deny
#   message: "{subject} is also about {observed}; expected {expected}"
#   fix: Sign the files as they are with `npx modelgate evidence sign`.
package rules.provenance.subject_unexpected

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - object.keys(claims.unexpected)

facts[subject] := claims.facts(subject) if some subject in object.keys(claims.unexpected)
