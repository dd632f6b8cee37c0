# METADATA
# scope: package
# title: Promotion without its approvals
# description: >
#   A change that brings a version here, or makes a candidate stable, is approved by as many people of each role as the limits ask for, not
#   counting who wrote it. Where nobody could be asked it is undecided. Putting a version back needs no approval.
# custom:
#   code: promotion.approval_missing
#   severity: deny
#   message: "{subject} is approved by {observed}; expected {expected}"
#   fix: Ask for the approvals, and give the gate what the forge says with --approvals.
#   limits: [thresholds.promotion.approvals]
package rules.promotion.approval_missing

import data.lib.judged
import data.lib.num
import data.lib.promotion

asked := object.get(input.thresholds, ["promotion", "approvals"], [])

not_applicable := "no base commit was given to compare with" if input.change.compared == false

not_applicable := "the limits ask for no approval here" if {
	input.change.compared == true
	asked == []
}

not_applicable := "the change promotes nothing here" if {
	input.change.compared == true
	asked != []
	promotion.promoted == set()
}

required contains subject if some subject, _ in needs

needs[subject] := {"role": role, "approval": approval} if {
	input.change.compared == true
	some version in promotion.promoted
	some index, approval in asked
	role := object.get(approval, "role", index)
	subject := $"{version}/{role}"
}

# People, by the spelling of their names, who are not the author.
people(role) := {lower(trim_space(one.by)) |
	some one in input.approvals.given
	one.role == role
} - {lower(trim_space(input.approvals.author))}

passed contains subject if {
	some subject, here in needs
	num.at_least(count(people(here.role)), here.approval.count)
}

inconclusive contains subject if {
	input.approvals == null
	some subject in required
}

facts[subject] := {"observed": seen(here.role), "expected": here.approval, "path": judged.releases_file} if some subject, here in needs

seen(role) := sort(people(role)) if {
	input.approvals.author
} else := null
