package rules.fairness.disparate_impact_test

import data.rules.fairness.disparate_impact

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
	disparate_impact.required == {"1.0.0/gender/female"} with input as fair
	disparate_impact.passed == {"1.0.0/gender/female"} with input as fair
	disparate_impact.inconclusive == set() with input as fair
}

test_a_group_beyond_the_limit_is_not_proven if {
	unfair := unit([counted("female", 200, 100, 500, 200)])
	(disparate_impact.required - disparate_impact.passed) - disparate_impact.inconclusive == {"1.0.0/gender/female"} with input as unfair
	disparate_impact.facts["1.0.0/gender/female"].observed == 0.6 with input as unfair
	disparate_impact.facts["1.0.0/gender/female"].expected == "0.8 to 1.25" with input as unfair
}

test_a_group_without_counts_is_not_proven if {
	(disparate_impact.required - disparate_impact.passed) - disparate_impact.inconclusive == {"1.0.0/gender/female"} with input as unit([])
	disparate_impact.facts["1.0.0/gender/female"].observed == null with input as unit([])
}

test_a_group_too_small_is_undecided if {
	disparate_impact.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 1, 1, 10, 10)])
}

test_no_limits_are_said_and_nothing_else_is if {
	free := object.union(unit([]), {"thresholds": {"fairness": null}})
	disparate_impact.not_applicable == "fairness has no limits for this task and tier" with input as free
	disparate_impact.required == set() with input as free
	disparate_impact.facts == {} with input as free
	not disparate_impact.not_applicable with input as unit([])
	not disparate_impact.not_applicable with input as {}
}

test_what_chance_may_have_done_to_this_metric_is_undecided if {
	disparate_impact.inconclusive == {"1.0.0/gender/female"} with input as unit([counted("female", 27, 10, 50, 13)])
}
