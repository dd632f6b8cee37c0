# METADATA
# scope: package
# title: Evidence of other files
# description: >
#   Each statement is about exactly the bytes that are judged: model file, image and release, and for an evaluation its numbers and data
#   too, each under its own name.
# custom:
#   code: provenance.other_subject
#   severity: deny
#   message: "{subject} is about {observed}; what is judged is {expected}"
#   fix: Sign the files as they are, or put back what was signed.
package rules.provenance.other_subject

import data.lib.signatures

required := signatures.subjects

# What is not signed, or badly is another check's to fail.
passed contains subject if some subject in signatures.unverified

passed contains subject if {
	some subject, statement in signatures.said
	statement.subjects == signatures.about(signatures.wanted[subject])
}

# What one side has that the other lacks, or has with another digest; null where it has nothing.
differing(side, other) := {name: object.get(side, name, null) |
	some name, _ in object.union(side, other)
	object.get(side, name, null) != object.get(other, name, null)
}

facts[subject] := {"observed": differing(claimed, judged), "expected": differing(judged, claimed), "path": want.path} if {
	some subject, want in signatures.wanted
	claimed := signatures.said[subject].subjects
	judged := signatures.about(want)
}
