package rules.fairness.not_reported_test

import data.rules.fairness.not_reported

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

claim := {
	"reference": "male",
	"statistical_parity_difference": -0.1,
	"disparate_impact": 0.8,
	"equal_opportunity_difference": -0.05,
	"average_odds_difference": -0.04,
}

reported(female, claimed) := object.union(unit(female), {"stable": {"evaluation": {"fairness": {"gender": claimed}}}})

female := counted("female", 30, 10, 50, 10)

unproven(unit) := subjects if {
	subjects := not_reported.required - not_reported.passed with input as unit
}

test_all_groups_and_claims_pass if {
	unproven(reported([female], claim)) == set()
	not_reported.required == {"1.0.0/gender", "1.0.0/gender/male", "1.0.0/gender/female"} with input as reported([female], claim)
}

test_a_missing_or_doubled_group_is_not_proven if {
	unproven(reported([], claim)) == {"1.0.0/gender/female"}
	unproven(reported([female, female], claim)) == {"1.0.0/gender/female"}
	not_reported.facts["1.0.0/gender/female"].expected == "one row of counts" with input as reported([], claim)
}

test_a_group_without_counts_is_not_reported if {
	unproven(reported([{"attribute": "gender", "group": "female", "n": 100, "mae": 3, "bias": 0}], claim)) == {"1.0.0/gender/female"}
}

test_a_group_that_is_not_declared_is_not_hidden if {
	unproven(reported([female, counted("unknown", 1, 1, 1, 1)], claim)) == {"1.0.0/gender"}
	facts := not_reported.facts["1.0.0/gender"] with input as reported([female, counted("unknown", 1, 1, 1, 1)], claim)
	facts.observed == "group unknown is not declared"
}

test_every_claim_is_there_against_the_declared_reference if {
	every metric in ["statistical_parity_difference", "disparate_impact", "equal_opportunity_difference", "average_odds_difference"] {
		unproven(reported([female], object.remove(claim, [metric]))) == {"1.0.0/gender"}
		unproven(reported([female], object.union(claim, {metric: "0"}))) == {"1.0.0/gender"}
	}
	unproven(reported([female], object.union(claim, {"reference": "female"}))) == {"1.0.0/gender"}
	unproven(unit([female])) == {"1.0.0/gender"}
	turned := reported([female], object.union(claim, {"reference": "female", "disparate_impact": null}))
	not_reported.facts["1.0.0/gender"].observed == "no disparate_impact, against female" with input as turned
}

test_a_claim_about_an_attribute_that_is_not_declared_is_not_proven if {
	renamed := object.union(reported([female], claim), {"stable": {"evaluation": {"fairness": {"age": claim}}}})
	unproven(renamed) == {"1.0.0/age"}
	not_reported.facts["1.0.0/age"].expected == "a declared attribute" with input as renamed
	dropped := object.union(reported([female], claim), {"model": {"protectedAttributes": []}})
	unproven(dropped) == {"1.0.0/gender"}
	not not_reported.not_applicable with input as dropped
}

high := {"model": {"riskTier": "high"}}

test_a_high_risk_classifier_declares_attributes if {
	unproven(object.union(reported([female], claim), high)) == set()
	nobody := object.union(unit([]), {"model": {"riskTier": "high", "protectedAttributes": []}})
	unproven(nobody) == {"declaration"}
	not_reported.facts.declaration.observed == "0 protected attributes" with input as nobody
}

test_a_high_risk_classifier_has_limits if {
	unproven(object.union(unit([]), object.union(high, {"thresholds": {"fairness": null}}))) == {"declaration"}
}

test_without_attributes_the_lower_tiers_say_so if {
	nobody := object.union(unit([]), {"model": {"protectedAttributes": []}})
	not_reported.not_applicable == "no protected attribute is declared" with input as nobody
	not_reported.required == set() with input as nobody
	not not_reported.not_applicable with input as reported([female], claim)
	not not_reported.not_applicable with input as object.union(nobody, high)
}

test_what_is_not_reported_is_shown_with_what_was_asked_for if {
	facts := not_reported.facts with input as object.union(unit([female]), {"stable": {"evaluation": {"fairness": {"age": claim}}}})
	facts["1.0.0/age"] == {"observed": "fairness claimed for an attribute that is not declared", "expected": "a declared attribute"}
	facts["1.0.0/gender"].expected == "four values against male, and declared groups only"
	facts["1.0.0/gender"].path == "models/churn/versions/1.0.0/evaluation.json"
}

test_only_high_risk_classifiers_owe_a_declaration if {
	other := object.union(unit([female]), {"model": {"riskTier": "high", "task": "forecast"}})
	not not_reported.owed with input as other
	not "declaration" in not_reported.passed with input as other
	not "declaration" in object.keys(not_reported.facts) with input as other
}
