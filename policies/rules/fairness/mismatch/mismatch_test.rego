package rules.fairness.mismatch_test

import data.rules.fairness.mismatch

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

female := counted("female", 30, 10, 50, 10)

# What the counts give: SR 0.4 against 0.5, TPR 0.75 against 0.8, FPR 1/6 against 1/5.
claim := {
	"reference": "male",
	"statistical_parity_difference": -0.1,
	"disparate_impact": 0.8,
	"equal_opportunity_difference": -0.05,
	"average_odds_difference": -0.041667,
}

claimed(rows, changed) := object.union(
	unit(rows),
	{"stable": {"evaluation": {"fairness": {"gender": object.union(claim, changed)}}}},
)

unproven(unit) := subjects if {
	subjects := mismatch.required - mismatch.passed with input as unit
}

test_honest_claims_pass if unproven(claimed([female], {})) == set()

test_a_claim_that_the_counts_do_not_give_is_not_proven if {
	every metric in ["statistical_parity_difference", "disparate_impact", "equal_opportunity_difference", "average_odds_difference"] {
		every forged in [0, 0.5, "0", null] {
			unproven(claimed([female], {metric: forged})) == {$"1.0.0/gender/{metric}"}
		}
	}
	mismatch.facts["1.0.0/gender/disparate_impact"].expected == 0.8 with input as claimed([female], {})
	mismatch.facts["1.0.0/gender/disparate_impact"].expected == null with input as claimed([], {})
}

test_a_claim_with_the_wrong_sign_is_not_proven if {
	unproven(claimed([female], {"statistical_parity_difference": 0.1})) == {"1.0.0/gender/statistical_parity_difference"}
}

test_a_claim_that_is_missing_is_not_proven if {
	unproven(unit([female])) == {$"1.0.0/gender/{metric}" | some metric, _ in object.remove(claim, ["reference"])}
	mismatch.facts["1.0.0/gender/disparate_impact"].observed == null with input as unit([female])
}

# A third group, further from the reference than the second: SR 0.6, TPR 0.9, FPR 0.3.
other := counted("other", 45, 15, 35, 5)

three(changed) := object.union(
	claimed([female, other], changed),
	{"model": {"protectedAttributes": [{"name": "gender", "reference": "male", "groups": ["male", "female", "other"]}]}},
)

furthest := {
	"statistical_parity_difference": 0.1,
	"disparate_impact": 0.8,
	"equal_opportunity_difference": 0.1,
	"average_odds_difference": 0.1,
}

test_of_several_groups_the_furthest_is_claimed if {
	unproven(three(furthest)) == set()
	unproven(three(object.union(furthest, {"equal_opportunity_difference": -0.05}))) == {"1.0.0/gender/equal_opportunity_difference"}

	# 0.8 is as far from 1 as 1.25; 1.2 is nearer.
	unproven(three(object.union(furthest, {"disparate_impact": 1.2}))) == {"1.0.0/gender/disparate_impact"}
}

test_of_two_equally_far_either_may_be_claimed if {
	unproven(three(object.union(furthest, {"statistical_parity_difference": -0.1}))) == set()
}

test_nothing_is_further_than_a_ratio_of_zero if {
	none := counted("female", 0, 0, 60, 40)
	"1.0.0/gender/disparate_impact" in unproven(claimed([none], {"disparate_impact": 0.8}))
	not "1.0.0/gender/disparate_impact" in unproven(claimed([none], {"disparate_impact": 0}))
	unproven(claimed([counted("female", 50, 20, 20, 10)], {"disparate_impact": 1.4})) == {
		"1.0.0/gender/statistical_parity_difference",
		"1.0.0/gender/equal_opportunity_difference",
		"1.0.0/gender/average_odds_difference",
	}
}

test_a_group_without_the_rate_proves_nothing_unless_it_is_small if {
	large := counted("other", 0, 50, 50, 0)
	"1.0.0/gender/equal_opportunity_difference" in unproven(object.union(
		three({}),
		{"stable": {"evaluation": {"groups": [male, female, large]}}},
	))
	small := counted("other", 0, 5, 5, 0)
	not "1.0.0/gender/equal_opportunity_difference" in unproven(object.union(
		three({}),
		{"stable": {"evaluation": {"groups": [male, female, small]}}},
	))
}

test_a_missing_group_leaves_the_claim_unproven if unproven(three({})) != set()

test_no_limits_are_said_and_only_then if {
	free := object.union(unit([female]), {"thresholds": {"fairness": null}})
	mismatch.not_applicable == "fairness has no limits for this task and tier" with input as free
	mismatch.required == set() with input as free
	not mismatch.not_applicable with input as unit([female])
}
