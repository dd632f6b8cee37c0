# METADATA
# scope: package
# title: Evidence of other data
# description: >
#   Each evaluation is about the data sets that the release and its numbers name.
# custom:
#   code: provenance.other_data
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Put back the data that were signed, or evaluate and sign again.
package rules.provenance.other_data

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - claims.data_sets

facts[subject] := claims.facts(subject) if some subject in claims.data_sets
