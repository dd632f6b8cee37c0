# METADATA
# scope: package
# title: Probabilities come true unequally
# description: >
#   Where the limits ask for it: within every declared group, the mean predicted probability differs from the share of positives by no more than the
#   limit, in either direction. Computed from the sum of the group's probabilities.
# custom:
#   code: fairness.calibration
#   severity: deny
#   message: "{subject}: mean probability minus the share of positives is {observed}; at most {expected} either way"
#   fix: Calibrate the model within its groups, or carry a waiver that says why.
#   limits: [thresholds.fairness.calibration_difference]
package rules.fairness.calibration

import data.lib.counts
import data.lib.fairness
import data.lib.num

not_applicable := fairness.reason

not_applicable := "calibration within groups has no limit here" if {
	not fairness.reason
	asked_for == false
}

asked_for := "calibration_difference" in object.keys(fairness.limits)

limit := object.get(input.thresholds, ["fairness", "calibration_difference", "max"], null)

required contains subject if some subject, _ in asked

asked[subject] := here if {
	asked_for
	some subject, here in fairness.groups
}

# [numerator, denominator]; undefined when the sum is absent or more than the rows could have.
gap(here) := [row.sumPredicted - (row.tp + row.fn), n] if {
	row := fairness.row_of(here)
	n := counts.total(row)
	n > 0
	num.between(row.sumPredicted, 0, n)
}

passed contains subject if {
	some subject, here in asked
	[numerator, denominator] := gap(here)
	num.computed_at_most(abs(numerator), limit * denominator, denominator)
}

inconclusive contains subject if {
	some subject, here in asked
	fairness.too_small(here)
	not subject in passed
}

facts[subject] := {"observed": shown(here), "expected": limit, "path": here.path} if some subject, here in asked

shown(here) := value if {
	[numerator, denominator] := gap(here)
	value := num.shown(numerator, denominator)
} else := null
