package rules.drift.above_limit_test

import data.rules.drift.above_limit

unit(score, features) := {
	"model": {"id": "churn"},
	"stable": {
		"version": "1.0.0",
		"release": {"features": ["age", "income"]},
		"evaluation": {"drift": {"score": score, "features": features}},
	},
	"candidate": null,
	"thresholds": {"drift": {"maxScore": 0.2}, "metrics": {"tolerance": 0.001}},
}

measured(name, size) := {"name": name, "effectSize": size}

unproven(score, features) := subjects if {
	subjects := above_limit.required - above_limit.passed with input as unit(score, features)
}

test_drift_within_the_limit_passes if unproven(0.2, [measured("age", 0.2), measured("income", 0.05)]) == set()

test_a_feature_above_the_limit_is_not_proven if {
	far := [measured("age", 0.3), measured("income", 0.05)]
	unproven(0.3, far) == {"1.0.0/score", "1.0.0/features/age"}
	above_limit.facts["1.0.0/features/age"].observed == 0.3 with input as unit(0.3, far)
	above_limit.facts["1.0.0/score"].observed == 0.3 with input as unit(0.3, far)
}

test_a_score_that_is_not_the_largest_distance_is_not_proven if {
	unproven(0.05, [measured("age", 0.15), measured("income", 0.05)]) == {"1.0.0/score"}
}

test_a_feature_that_is_not_measured_once_is_not_proven if {
	unproven(0.1, [measured("age", 0.1)]) == {"1.0.0/features/income"}
	above_limit.facts["1.0.0/features/income"].observed == "measured 0 times" with input as unit(0.1, [measured("age", 0.1)])
	unproven(0.1, [measured("age", 0.1), measured("income", 0), measured("income", 0.1)]) == {"1.0.0/features/income"}
}

test_a_measured_feature_that_the_model_does_not_take_is_judged_too if {
	extra := [measured("age", 0.1), measured("income", 0.1), measured("zip", 0.5)]
	unproven(0.5, extra) == {"1.0.0/score", "1.0.0/features/zip"}
}

test_nothing_measured_proves_nothing if {
	unproven(0, []) == {"1.0.0/score", "1.0.0/features/age", "1.0.0/features/income"}
	bare := object.union(unit(0, []), {"stable": {"evaluation": null}})
	above_limit.required - above_limit.passed == {"1.0.0/score", "1.0.0/features/age", "1.0.0/features/income"} with input as bare
}

test_anything_but_a_number_is_not_proven if {
	every value in ["0.1", null, true, -1] {
		unproven(value, [measured("age", 0.1), measured("income", 0.1)]) == {"1.0.0/score"}
		"1.0.0/features/age" in unproven(0.1, [measured("age", value), measured("income", 0.1)])
	}
}

test_a_feature_that_is_measured_twice_is_shown_as_that if {
	twice := [measured("age", 0.1), measured("age", 0.1), measured("income", 0.1)]
	above_limit.facts["1.0.0/features/age"].observed == "measured 2 times" with input as unit(0.1, twice)
	unproven(-0.5, [measured("age", -0.5), measured("income", -0.5)]) == {"1.0.0/score", "1.0.0/features/age", "1.0.0/features/income"}
}
