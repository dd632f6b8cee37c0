# METADATA
# scope: package
# title: Favourable predictions come true unequally
# description: >
#   Where the limits ask for it: of the rows that are predicted favourable, the share that truly is differs between each group and its reference by
#   no more than the limit, in either direction. Computed from counts. Where base rates differ this and equal opportunity cannot both
#   hold of a model that errs (Chouldechova, 2017); which of them matters is for the model's owner to say.
# custom:
#   code: fairness.predictive_parity
#   severity: deny
#   message: "{subject}: precision minus the reference's is {observed}; at most {expected} either way"
#   fix: Mitigate (re-weight, choose another release), or carry a waiver that says why.
#   limits: [thresholds.fairness.predictive_parity_difference]
package rules.fairness.predictive_parity

import data.lib.fairness

not_applicable := fairness.reason

not_applicable := "predictive parity has no limit here" if {
	not fairness.reason
	asked_for == false
}

asked_for := "predictive_parity_difference" in object.keys(fairness.limits)

required contains subject if {
	asked_for
	some subject, _ in fairness.compared
}

passed := required & fairness.passed("predictive_parity_difference")

inconclusive := required & fairness.undecided("predictive_parity_difference")

facts := object.filter(fairness.facts("predictive_parity_difference", limit), required)

limit := object.get(input.thresholds, ["fairness", "predictive_parity_difference", "max"], null)
