package rules.fairness.average_odds_test

import data.rules.fairness.average_odds

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
	fair := unit([counted("female", 36, 10, 40, 14)])
	average_odds.required == {"1.0.0/gender/female"} with input as fair
	average_odds.passed == {"1.0.0/gender/female"} with input as fair
	average_odds.inconclusive == set() with input as fair
}

test_a_group_beyond_the_limit_is_not_proven if {
	unfair := unit([counted("female", 200, 100, 500, 200)])
	(average_odds.required - average_odds.passed) - average_odds.inconclusive == {"1.0.0/gender/female"} with input as unfair
	average_odds.facts["1.0.0/gender/female"].observed == -0.166667 with input as unfair
	average_odds.facts["1.0.0/gender/female"].expected == 0.1 with input as unfair
}

test_a_group_without_counts_is_not_proven if {
	(average_odds.required - average_odds.passed) - average_odds.inconclusive == {"1.0.0/gender/female"} with input as unit([])
	average_odds.facts["1.0.0/gender/female"].observed == null with input as unit([])
}

test_a_group_too_small_is_undecided if {
	average_odds.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 1, 1, 10, 10)])
}

test_no_limits_are_said_and_nothing_else_is if {
	free := object.union(unit([]), {"thresholds": {"fairness": null}})
	average_odds.not_applicable == "fairness has no limits for this task and tier" with input as free
	average_odds.required == set() with input as free
	average_odds.facts == {} with input as free
	not average_odds.not_applicable with input as unit([])
	not average_odds.not_applicable with input as {}
}

test_what_chance_may_have_done_to_this_metric_is_undecided if {
	average_odds.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 27, 4, 56, 13)])
}
