# METADATA
# scope: package
# title: Model not trained again after an erasure
# description: >
#   No judged release was trained on a snapshot that is older than an erasure of rows from its data, once the days are over within which policies/datasets.yaml asks for the
#   model to be trained again. What a change brings is denied, what already runs is warned.
# custom:
#   code: data.erasure_overdue
#   severity: deny
#   settled: warn
#   message: "{subject} is {observed}; expected a snapshot that is newer than {expected}"
#   fix: Train the model on a snapshot that was taken after that day, and release it.
package rules.data.erasure_overdue

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

# Until they are over, data.erasure_due warns.
well(_, erasure) if erasures.pending(erasure)

facts[subject] := {"observed": erasures.seen(here), "expected": erasures.unsettled(here), "path": here.path} if {
	some subject, here in erasures.trained
}
