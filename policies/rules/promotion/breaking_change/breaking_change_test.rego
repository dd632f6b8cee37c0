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
	breaking_change.not_applicable == "no release is new here, or the new one is a rollback" with input as unit(null)
	not breaking_change.not_applicable with input as unit(release("1.5.0", ["a"]))
	not breaking_change.not_applicable with input as {}
}

test_another_major_version_may_take_nothing if breaking_change.passed == {"2.0.0"} with input as unit(release("2.0.0", []))

replaced(by, before, rolled_back) := {
	"model": {"id": "churn"},
	"stable": by,
	"candidate": null,
	"incumbent": {"stable": before, "candidate": null},
	"change": {"rolledBack": rolled_back},
}

test_a_stable_release_is_held_against_the_one_that_it_replaces if {
	before := release("1.4.0", ["a", "b"])
	breaking_change.passed == {"1.5.0"} with input as replaced(release("1.5.0", ["a", "b"]), before, false)
	breaking_change.passed == {"2.0.0"} with input as replaced(release("2.0.0", ["a"]), before, false)
	breaking_change.required == {"1.5.0"} with input as replaced(release("1.5.0", ["a"]), before, false)
	breaking_change.passed == set() with input as replaced(release("1.5.0", ["a"]), before, false)
	breaking_change.facts["1.5.0"].expected == "the features of 1.4.0, or another major version" with input as replaced(release("1.5.0", ["a"]), before, false)
}

test_going_back_is_always_possible if {
	breaking_change.not_applicable with input as replaced(release("1.4.0", ["a"]), release("1.5.0", ["a", "b"]), true)
	breaking_change.required == set() with input as replaced(release("1.4.0", ["a"]), release("1.5.0", ["a", "b"]), true)
}

test_who_stays_is_compared_with_nobody if {
	same := release("1.4.0", ["a"])
	breaking_change.not_applicable with input as replaced(same, same, false)
	breaking_change.not_applicable with input as object.union(replaced(same, same, false), {"incumbent": null})
	breaking_change.required == set() with input as object.union(replaced(same, same, false), {"candidate": same})
}
