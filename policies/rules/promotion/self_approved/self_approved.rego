# METADATA
# scope: package
# title: One person in two places
# description: >
#   Who approves a change that brings a version here did not write it, and nobody approves in two roles.
# custom:
#   code: promotion.self_approved
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Let somebody else approve.
package rules.promotion.self_approved

import data.lib.judged
import data.lib.promotion

not_applicable := "no base commit was given to compare with" if input.change.compared == false

not_applicable := "the change promotes nothing here" if {
	input.change.compared == true
	promotion.promoted == set()
}

not_applicable := "nobody has approved" if {
	input.change.compared == true
	promotion.promoted != set()
	nobody
}

nobody if input.approvals == null

nobody if input.approvals.given == []

judging if {
	input.change.compared == true
	promotion.promoted != set()
}

required contains subject if some subject, _ in given

given[subject] := one if {
	judging
	some index, one in input.approvals.given
	subject := $"{index}/{object.get(one, "role", "role")}"
}

passed contains subject if {
	some subject, one in given
	name := person(one.by)
	name != person(input.approvals.author)
	every other in input.approvals.given {
		apart(name, one.role, other)
	}
}

person(name) := lower(trim_space(name))

apart(_, role, other) if other.role == role

apart(name, _, other) if person(other.by) != name

facts[subject] := {"observed": object.get(one, "by", null), "expected": "somebody who did not write it, in one role", "path": judged.releases_file} if some subject, one in given
