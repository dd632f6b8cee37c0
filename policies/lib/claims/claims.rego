# METADATA
# scope: package
# title: Claims
# description: >
#   What signed statements of the right model and version are about, against what is judged, name by name. Every way in which the two can differ has a
#   set of its own; `provenance.other_subject` takes whatever differs and is in none of them, so that nothing that differs passes every check.
package lib.claims

import data.lib.signatures

compared[subject] := {"claimed": claimed, "judged": judged} if {
	some subject in signatures.of_version
	claimed := signatures.said[subject].subjects
	judged := signatures.about(signatures.wanted[subject])
	is_object(claimed)
}

exact contains subject if {
	some subject, sides in compared
	sides.claimed == sides.judged
}

# Names that only one side has.
missing[subject] := names if {
	some subject, sides in compared
	names := object.keys(sides.judged) - object.keys(sides.claimed)
	names != set()
}

unexpected[subject] := names if {
	some subject, sides in compared
	names := object.keys(sides.claimed) - object.keys(sides.judged)
	names != set()
}

# Names that stand for other bytes, where both sides have the same names.
changed[subject] := names if {
	some subject, sides in compared
	object.keys(sides.claimed) == object.keys(sides.judged)
	names := {name | some name, digest in sides.judged; sides.claimed[name] != digest}
}

# The right bytes under a wrong name.
misnamed[subject] := names if {
	some subject, all in changed
	names := {name |
		some name in all
		some digest in compared[subject].judged
		compared[subject].claimed[name] == digest
	}
	names != set()
}

# Something is as it should be, and something is not.
differs[subject] := names if {
	some subject, names in changed
	not misnamed[subject]
	count(names) < count(compared[subject].judged)
}

artifact contains subject if {
	some subject, names in differs
	"artifact" in names
}

image contains subject if {
	some subject, names in differs
	"image" in names
}

# The numbers come from another run than the one that was signed.
evaluation contains subject if {
	some subject, names in differs
	"evaluation.json" in names
	signatures.said[subject].producedAt != signatures.wanted[subject].release.evaluation.producedAt
}

data_sets contains subject if {
	some subject, names in differs
	names & {"evaluation-data", "training-data"} != set()
	not subject in evaluation
}

# The same run, and only the file is another.
edited contains subject if {
	some subject, names in differs
	"evaluation.json" in names
	not "evaluation-data" in names
	not subject in evaluation
}

settings contains subject if {
	some subject, names in differs
	"release.yaml" in names
	names & {"artifact", "image", "training-data"} == set()
}

explained := (((object.keys(missing) | object.keys(unexpected)) | object.keys(misnamed)) | (artifact | image)) | (((evaluation | data_sets) | edited) | settings)

# What one side has that the other lacks, or has with another digest; null where it has nothing.
differing(side, other) := {name: object.get(side, name, null) |
	some name, _ in object.union(side, other)
	object.get(side, name, null) != object.get(other, name, null)
}

# For people, of those subjects that a check fails.
facts(subject) := {"observed": differing(sides.claimed, sides.judged), "expected": differing(sides.judged, sides.claimed), "path": signatures.wanted[subject].path} if {
	sides := compared[subject]
}
