package rules.fairness.calibration_test

import data.rules.fairness.calibration

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
	"thresholds": {"fairness": {"calibration_difference": {"max": 0.1}, "minGroupSize": 30, "minGroupPositives": 10}},
	"stable": {"version": "1.0.0", "evaluation": {"groups": array.concat([male], female)}},
	"candidate": null,
}

unproven(female) := subjects if {
	subjects := (calibration.required - calibration.passed) - calibration.inconclusive with input as unit(female)
}

test_groups_whose_probabilities_come_true_pass if {
	calibration.passed == {"1.0.0/gender/female", "1.0.0/gender/male"} with input as unit([counted("female", 300, 100, 400, 200, 450)])
}

test_a_group_on_the_limit_passes_and_just_beyond_does_not if {
	unproven([counted("female", 300, 100, 400, 200, 600)]) == set()
	unproven([counted("female", 300, 100, 400, 200, 601)]) == {"1.0.0/gender/female"}
	calibration.facts["1.0.0/gender/female"].observed == 0.101 with input as unit([counted("female", 300, 100, 400, 200, 601)])
}

test_a_sum_that_is_absent_or_impossible_is_not_proven if {
	unproven([object.remove(counted("female", 300, 100, 400, 200, 450), ["sumPredicted"])]) == {"1.0.0/gender/female"}
	every sum in [null, "450", -1, 1001] {
		unproven([counted("female", 300, 100, 400, 200, sum)]) == {"1.0.0/gender/female"}
	}
	unproven([]) == {"1.0.0/gender/female"}
	calibration.facts["1.0.0/gender/female"].observed == null with input as unit([])
}

test_a_small_group_beyond_the_limit_is_undecided if {
	calibration.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 5, 5, 5, 5, 19)])
}

test_nothing_is_asked_without_a_limit if {
	free := json.remove(unit([]), ["thresholds/fairness/calibration_difference"])
	calibration.not_applicable == "calibration within groups has no limit here" with input as free
	calibration.required == set() with input as free
	calibration.facts == {} with input as free
	none := object.union(unit([]), {"thresholds": {"fairness": null}})
	calibration.not_applicable == "fairness has no limits for this task and tier" with input as none
	not calibration.not_applicable with input as unit([])
	not calibration.not_applicable with input as {}
}

test_one_row_is_enough_to_have_a_gap_and_none_is_not if {
	one := [counted("female", 1, 0, 0, 0, 1)]
	calibration.passed == {"1.0.0/gender/female", "1.0.0/gender/male"} with input as unit(one)
	calibration.inconclusive == set() with input as unit(one)
	none := [counted("female", 0, 0, 0, 0, 0)]
	calibration.passed == {"1.0.0/gender/male"} with input as unit(none)
	calibration.facts["1.0.0/gender/female"].observed == null with input as unit(none)
}

test_sums_may_reach_from_nothing_to_all_rows if {
	unproven([counted("female", 0, 0, 1000, 0, 0)]) == set()
	unproven([counted("female", 1000, 0, 0, 0, 1000)]) == set()
	calibration.facts["1.0.0/gender/female"].observed == null with input as unit([counted("female", 0, 0, 1000, 0, -0.5)])
	calibration.facts["1.0.0/gender/female"].observed == null with input as unit([counted("female", 1000, 0, 0, 0, 1000.5)])
}
