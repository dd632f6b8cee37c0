# METADATA
# scope: package
# title: Errors fall unequally
# description: >
#   The mean of the differences in true and in false positive rate, group minus reference, is within the limit in either
#   direction. Computed from counts. Differences of opposite sign cancel here; fairness.equal_opportunity sees the first alone.
# custom:
#   code: fairness.average_odds
#   severity: deny
#   message: "{subject}: average odds difference is {observed}; at most {expected} either way"
#   fix: Mitigate (re-weight, choose another release), or carry a waiver that says why.
#   limits: [thresholds.fairness.average_odds_difference]
package rules.fairness.average_odds

import data.lib.fairness

not_applicable := fairness.reason

required contains subject if some subject, _ in fairness.compared

passed := fairness.passed("average_odds_difference")

inconclusive := fairness.undecided("average_odds_difference")

facts := fairness.facts("average_odds_difference", object.get(input.thresholds, ["fairness", "average_odds_difference", "max"], null))
