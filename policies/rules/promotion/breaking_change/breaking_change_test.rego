package rules.promotion.breaking_change_test

import data.rules.promotion.breaking_change

release(version, features) := {"version": version, "release": {"features": features}, "evaluation": {"task": "regression"}}

unit(candidate) := {"model": {"id": "churn"}, "stable": release("1.4.0", ["a", "b"]), "candidate": candidate}

test_the_same_features_pass if breaking_change.passed == {"1.5.0"} with input as unit(release("1.5.0", ["a", "b"]))

test_other_features_need_another_major_version if {
	every features in [["a"], ["b", "a"], ["a", "b", "c"], null, "a"] {
		breaking_change.required - breaking_change.passed == {"1.5.0"} with input as unit(release("1.5.0", features))
	}
	breaking_change.passed == {"2.0.0"} with input as unit(release("2.0.0", ["a"]))
	breaking_change.passed == set() with input as unit(release("2.0.0", null))
	breaking_change.passed == set() with input as unit(release("two", ["a"]))
	breaking_change.facts["1.5.0"].observed == ["a"] with input as unit(release("1.5.0", ["a"]))
}

test_no_candidate_is_said_and_only_then if {
	breaking_change.not_applicable == "no candidate is being rolled out" with input as unit(null)
	not breaking_change.not_applicable with input as unit(release("1.5.0", ["a"]))
	not breaking_change.not_applicable with input as {}
}

test_another_major_version_may_take_nothing if breaking_change.passed == {"2.0.0"} with input as unit(release("2.0.0", []))
