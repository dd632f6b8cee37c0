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

column(name, type, nullable) := {"name": name, "type": type, "nullable": nullable}

signed(version, signature) := {"version": version, "release": {"features": ["a", "b"], "signature": signature}, "evaluation": {"task": "regression"}}

after(newer, older) := {"model": {"id": "churn"}, "stable": older, "candidate": newer}

usual := [column("a", "integer", false), column("b", "string", true)]

test_what_takes_all_that_the_older_one_takes_passes if {
	every signature in [usual, [column("a", "long", false), column("b", "string", true)], [column("a", "integer", true), column("b", "string", true)]] {
		breaking_change.passed == {"1.5.0"} with input as after(signed("1.5.0", signature), signed("1.4.0", usual))
	}
}

test_what_takes_less_needs_another_major_version if {
	less := [
		[column("a", "string", false), column("b", "string", true)],
		[column("a", "integer", false), column("b", "string", false)],
		[column("b", "string", true), column("a", "integer", false)],
		[column("a", "integer", false)],
		array.concat(usual, [column("c", "string", true)]),
		[column("x", "integer", false), column("b", "string", true)],
		[],
		{},
		"ab",
		null,
	]
	every signature in less {
		breaking_change.passed == set() with input as after(signed("1.5.0", signature), signed("1.4.0", usual))
		breaking_change.passed == {"2.0.0"} with input as after(signed("2.0.0", signature), signed("1.4.0", usual))
	}
	long := [column("a", "long", false), column("b", "string", true)]
	breaking_change.passed == set() with input as after(signed("1.5.0", usual), signed("1.4.0", long))
}

test_of_one_that_does_not_say_what_it_takes_only_the_features_are_asked if {
	breaking_change.passed == {"1.5.0"} with input as after(signed("1.5.0", usual), release("1.4.0", ["a", "b"]))
	breaking_change.passed == {"1.5.0"} with input as after(signed("1.5.0", usual), signed("1.4.0", null))
	breaking_change.passed == set() with input as after(release("1.5.0", ["a", "b"]), signed("1.4.0", usual))
	breaking_change.passed == set() with input as after(signed("1.5.0", usual), release("1.4.0", ["a"]))
	breaking_change.passed == set() with input as after(signed("1.5.0", usual), signed("1.4.0", "ab"))
	breaking_change.passed == set() with input as after(signed("1.5.0", []), signed("1.4.0", {}))
}

test_it_shows_what_is_taken if {
	breaking_change.facts["1.5.0"].observed == ["a integer", "b string or null"] with input as after(signed("1.5.0", usual), signed("1.4.0", usual))
	breaking_change.facts["1.5.0"].observed == ["a", "b"] with input as after(signed("1.5.0", null), signed("1.4.0", usual))
	breaking_change.facts["1.5.0"].observed == ["a", "b"] with input as after(signed("1.5.0", usual), release("1.4.0", ["a"]))
}
