# METADATA
# scope: package
# title: The deserving are chosen unequally
# description: >
#   The true positive rate of each group differs from its reference's by no more than the limit, in either direction.
#   Computed from counts.
# custom:
#   code: fairness.equal_opportunity
#   severity: deny
#   message: "{subject}: true positive rate minus the reference's is {observed}; at most {expected} either way"
#   fix: Mitigate (re-weight, choose another release), or carry a waiver that says why.
#   limits: [thresholds.fairness.equal_opportunity_difference]
package rules.fairness.equal_opportunity

import data.lib.fairness

not_applicable := fairness.reason

required contains subject if some subject, _ in fairness.compared

passed := fairness.passed("equal_opportunity_difference")

inconclusive := fairness.undecided("equal_opportunity_difference")

facts := fairness.facts("equal_opportunity_difference", object.get(input.thresholds, ["fairness", "equal_opportunity_difference", "max"], null))
