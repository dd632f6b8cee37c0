# METADATA
# scope: package
# title: Groups are chosen unequally
# description: >
#   The share of favourable outcomes of each group differs from its reference's by no more than the limit, in either direction.
#   Computed from counts.
# custom:
#   code: fairness.statistical_parity
#   severity: deny
#   message: "{subject}: selection rate minus the reference's is {observed}; at most {expected} either way"
#   fix: Mitigate (re-weight, choose another release), or carry a waiver that says why.
#   limits: [thresholds.fairness.statistical_parity_difference]
package rules.fairness.statistical_parity

import data.lib.fairness

not_applicable := fairness.reason

required contains subject if some subject, _ in fairness.compared

passed := fairness.passed("statistical_parity_difference")

inconclusive := fairness.undecided("statistical_parity_difference")

facts := fairness.facts("statistical_parity_difference", object.get(input.thresholds, ["fairness", "statistical_parity_difference", "max"], null))
