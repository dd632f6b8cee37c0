# METADATA
# scope: package
# title: Group too small to measure
# description: >
#   Every declared group, references too, has enough rows in the evaluation for its rates to mean something. A smaller one leaves fairness
#   undecided.
# custom:
#   code: fairness.group_too_small
#   severity: deny
#   message: "{subject} has {observed} rows; its rates mean something from {expected} on"
#   fix: Evaluate on more data, or join groups in the declaration.
#   limits: [thresholds.fairness.minGroupSize]
package rules.fairness.group_too_small

import data.lib.fairness
import data.lib.num

not_applicable := fairness.reason

least := fairness.limits.minGroupSize

required contains subject if some subject, _ in fairness.groups

passed contains subject if {
	some subject, here in fairness.groups
	num.at_least(fairness.size(here), least)
}

inconclusive contains subject if {
	some subject, here in fairness.groups
	is_number(least)
	fairness.size(here) < least
}

facts[subject] := {"observed": size(here), "expected": object.get(input.thresholds, ["fairness", "minGroupSize"], null), "path": here.path} if {
	some subject, here in fairness.groups
}

size(here) := rows if {
	rows := fairness.size(here)
} else := null
