package rules.fairness.predictive_parity_test

import data.rules.fairness.predictive_parity

counted(group, tp, fp, tn, fn, predicted) := {
	"attribute": "gender",
	"group": group,
	"n": ((tp + fp) + tn) + fn,
	"tp": tp, "fp": fp, "tn": tn, "fn": fn,
	"sumPredicted": predicted,
}

male := counted("male", 400, 100, 400, 100, 510)

unit(female) := {
	"model": {
		"id": "churn",
		"task": "binary-classification",
		"protectedAttributes": [{"name": "gender", "reference": "male", "groups": ["male", "female"]}],
	},
	"thresholds": {"fairness": {"predictive_parity_difference": {"max": 0.1}, "minGroupSize": 30, "minGroupPositives": 10}},
	"stable": {"version": "1.0.0", "evaluation": {"groups": array.concat([male], female)}},
	"candidate": null,
}

unproven(female) := subjects if {
	subjects := (predictive_parity.required - predictive_parity.passed) - predictive_parity.inconclusive with input as unit(female)
}

test_a_group_whose_predictions_come_true_as_often_passes if {
	predictive_parity.passed == {"1.0.0/gender/female"} with input as unit([counted("female", 300, 90, 400, 200, 0)])
	predictive_parity.inconclusive == set() with input as unit([counted("female", 300, 90, 400, 200, 0)])
}

test_a_group_whose_predictions_come_true_less_often_is_not_proven if {
	unproven([counted("female", 200, 200, 400, 200, 0)]) == {"1.0.0/gender/female"}
	predictive_parity.facts["1.0.0/gender/female"].observed == -0.3 with input as unit([counted("female", 200, 200, 400, 200, 0)])
}

test_a_group_without_counts_is_not_proven if unproven([]) == {"1.0.0/gender/female"}

test_few_positive_predictions_decide_nothing if {
	predictive_parity.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 2, 7, 500, 100, 0)])
}

test_nothing_is_asked_without_a_limit if {
	free := json.remove(unit([]), ["thresholds/fairness/predictive_parity_difference"])
	predictive_parity.not_applicable == "predictive parity has no limit here" with input as free
	predictive_parity.required == set() with input as free
	predictive_parity.facts == {} with input as free
	none := object.union(unit([]), {"thresholds": {"fairness": null}})
	predictive_parity.not_applicable == "fairness has no limits for this task and tier" with input as none
	not predictive_parity.not_applicable with input as unit([])
	not predictive_parity.not_applicable with input as {}
}
