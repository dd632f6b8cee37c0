# METADATA
# scope: package
# title: Release changed after signing
# description: >
#   What `release.yaml` says of training, features and origin is, byte by byte, what was signed.
# custom:
#   code: provenance.release_edited
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Put back the release that was signed, or make a new version.
package rules.provenance.release_edited

import data.lib.claims
import data.lib.signatures

required := signatures.subjects

# What else can be wrong is another check's to fail.
passed := required - claims.settings

facts[subject] := claims.facts(subject) if some subject in claims.settings
