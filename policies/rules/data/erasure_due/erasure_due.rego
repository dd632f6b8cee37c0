# METADATA
# scope: package
# title: Model to be trained again after an erasure
# description: >
#   Rows were erased from the data that a judged release was trained on, after its snapshot was taken, and the days within which the model has to be trained again are
#   not over yet. A release says when its snapshot was taken, or nothing is proven of it.
# custom:
#   code: data.erasure_due
#   severity: warn
#   message: "{subject} is {observed}; expected a snapshot that is newer than {expected}"
#   fix: Train the model on a snapshot that was taken after that day, and release it before the last one.
package rules.data.erasure_due

import data.lib.erasures

required contains subject if some subject, _ in erasures.trained

passed contains subject if {
	some subject, here in erasures.trained
	is_array(erasures.erasures)
	every erasure in erasures.erasures {
		well(here, erasure)
	}
}

well(here, erasure) if erasures.settled(here, erasure)

# Once they are over, data.erasure_overdue says so.
well(_, erasure) if erasures.over(erasure)

facts[subject] := {"observed": erasures.seen(here), "expected": erasures.unsettled(here), "path": here.path} if {
	some subject, here in erasures.trained
}
