# METADATA
# scope: package
# title: Ratio of selection rates out of bounds
# description: >
#   The selection rate of each group, divided by its reference's, lies within both bounds: below the lower one the group is at a
#   disadvantage, above the upper one its reference is. Computed from counts.
# custom:
#   code: fairness.disparate_impact
#   severity: deny
#   message: "{subject}: selection rate divided by the reference's is {observed}; expected {expected}"
#   fix: Mitigate (re-weight, choose another release), or carry a waiver that says why.
#   limits: [thresholds.fairness.disparate_impact]
package rules.fairness.disparate_impact

import data.lib.fairness

not_applicable := fairness.reason

required contains subject if some subject, _ in fairness.compared

passed := fairness.passed("disparate_impact")

inconclusive := fairness.undecided("disparate_impact")

bounds := object.get(input.thresholds, ["fairness", "disparate_impact"], null)

facts := fairness.facts("disparate_impact", $"{bounds.min} to {bounds.max}")
