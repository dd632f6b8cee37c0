package rules.metrics.below_floor_test

import data.rules.metrics.below_floor

unit(value, limits) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "evaluation": {"metrics": {"score": {"value": value}}}},
	"candidate": null,
	"thresholds": {"metrics": {"floors": limits}},
}

test_a_value_on_the_limit_or_better_passes if {
	below_floor.passed == {"1.0.0/score"} with input as unit(0.85, {"score": 0.85})
	below_floor.passed == {"1.0.0/score"} with input as unit(0.86, {"score": 0.85})
}

test_a_value_beyond_the_limit_is_not_proven if {
	below_floor.required - below_floor.passed == {"1.0.0/score"} with input as unit(0.84, {"score": 0.85})
}

test_anything_but_a_number_is_not_proven if {
	every value in ["0.85", null, true, [], {}] {
		below_floor.required - below_floor.passed == {"1.0.0/score"} with input as unit(value, {"score": 0.85})
		below_floor.required - below_floor.passed == {"1.0.0/score"} with input as unit(0.85, {"score": value})
	}
	below_floor.required - below_floor.passed == {"1.0.0/other"} with input as unit(0.85, {"other": 0.85})
}

test_facts_hold_value_and_limit if {
	below_floor.facts["1.0.0/score"] == {
		"observed": 0.84,
		"expected": 0.85,
		"path": "models/churn/versions/1.0.0/evaluation.json",
	} with input as unit(0.84, {"score": 0.85})
}

test_no_limit_is_said_and_only_then if {
	below_floor.not_applicable == "no metric has a floor" with input as unit(0.85, {})
	not below_floor.not_applicable with input as unit(0.85, {"score": 0.85})
	not below_floor.not_applicable with input as {}
}
