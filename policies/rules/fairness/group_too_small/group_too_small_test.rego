package rules.fairness.group_too_small_test

import data.rules.fairness.group_too_small

counted(group, tp, fp, tn, fn) := {"attribute": "gender", "group": group, "n": ((tp + fp) + tn) + fn, "tp": tp, "fp": fp, "tn": tn, "fn": fn}

male := counted("male", 40, 10, 40, 10)

unit(female) := {
	"model": {
		"id": "churn",
		"task": "binary-classification",
		"riskTier": "limited",
		"protectedAttributes": [{"name": "gender", "reference": "male", "groups": ["male", "female"]}],
	},
	"thresholds": {
		"metrics": {"tolerance": 0.001},
		"fairness": {
			"statistical_parity_difference": {"max": 0.1},
			"disparate_impact": {"min": 0.8, "max": 1.25},
			"equal_opportunity_difference": {"max": 0.1},
			"average_odds_difference": {"max": 0.1},
			"minGroupSize": 30,
		},
	},
	"stable": {"version": "1.0.0", "evaluation": {"groups": array.concat([male], female)}},
	"candidate": null,
}

test_groups_of_enough_rows_pass if {
	large := unit([counted("female", 10, 10, 5, 5)])
	group_too_small.passed == {"1.0.0/gender/male", "1.0.0/gender/female"} with input as large
	group_too_small.inconclusive == set() with input as large
}

test_a_smaller_group_is_undecided if {
	little := unit([counted("female", 10, 10, 5, 4)])
	group_too_small.passed == {"1.0.0/gender/male"} with input as little
	group_too_small.inconclusive == {"1.0.0/gender/female"} with input as little
	group_too_small.facts["1.0.0/gender/female"].observed == 29 with input as little
}

test_a_required_size_is_shown_beside_it if {
	group_too_small.required == {"1.0.0/gender/male", "1.0.0/gender/female"} with input as unit([])
	group_too_small.facts["1.0.0/gender/female"].expected == 30 with input as unit([])
}

test_a_missing_group_is_neither if {
	group_too_small.passed == {"1.0.0/gender/male"} with input as unit([])
	group_too_small.inconclusive == set() with input as unit([])
	group_too_small.facts["1.0.0/gender/female"].observed == null with input as unit([])
}

test_no_attribute_is_said_and_only_then if {
	nobody := object.union(unit([]), {"model": {"protectedAttributes": []}})
	group_too_small.not_applicable == "no protected attribute is declared" with input as nobody
	group_too_small.facts == {} with input as nobody
	not group_too_small.not_applicable with input as unit([])
}
