# METADATA
# scope: package
# title: Numbers changed after signing
# description: >
#   The numbers are, byte by byte, those that were signed.
# custom:
#   code: provenance.evaluation_edited
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Put back the numbers that were signed; find out who changed them.
package rules.provenance.evaluation_edited

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - claims.edited

facts[subject] := claims.facts(subject) if some subject in claims.edited
