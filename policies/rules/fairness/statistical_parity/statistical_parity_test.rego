package rules.fairness.statistical_parity_test

import data.rules.fairness.statistical_parity

counted(group, tp, fp, tn, fn) := {"attribute": "gender", "group": group, "n": ((tp + fp) + tn) + fn, "tp": tp, "fp": fp, "tn": tn, "fn": fn}

male := counted("male", 400, 100, 400, 100)

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

test_a_group_within_the_limit_passes if {
	fair := unit([counted("female", 30, 10, 50, 10)])
	statistical_parity.required == {"1.0.0/gender/female"} with input as fair
	statistical_parity.passed == {"1.0.0/gender/female"} with input as fair
	statistical_parity.inconclusive == set() with input as fair
}

test_a_group_beyond_the_limit_is_not_proven if {
	unfair := unit([counted("female", 200, 100, 500, 200)])
	(statistical_parity.required - statistical_parity.passed) - statistical_parity.inconclusive == {"1.0.0/gender/female"} with input as unfair
	statistical_parity.facts["1.0.0/gender/female"].observed == -0.2 with input as unfair
	statistical_parity.facts["1.0.0/gender/female"].expected == 0.1 with input as unfair
}

test_a_group_without_counts_is_not_proven if {
	(statistical_parity.required - statistical_parity.passed) - statistical_parity.inconclusive == {"1.0.0/gender/female"} with input as unit([])
	statistical_parity.facts["1.0.0/gender/female"].observed == null with input as unit([])
}

test_a_group_too_small_is_undecided if {
	statistical_parity.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 1, 1, 10, 10)])
}

test_no_limits_are_said_and_nothing_else_is if {
	free := object.union(unit([]), {"thresholds": {"fairness": null}})
	statistical_parity.not_applicable == "fairness has no limits for this task and tier" with input as free
	statistical_parity.required == set() with input as free
	statistical_parity.facts == {} with input as free
	not statistical_parity.not_applicable with input as unit([])
	not statistical_parity.not_applicable with input as {}
}

test_what_chance_may_have_done_to_this_metric_is_undecided if {
	statistical_parity.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 27, 10, 50, 13)])
}
