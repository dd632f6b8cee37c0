package main_test

import data.main

answered := {"required": {"a", "b"}, "passed": {"a"}, "facts": {"b": {"observed": 1}}}

test_a_check_is_found_by_its_package if {
	main.report == {"metrics.below_floor": {
		"required": {"a", "b"},
		"passed": {"a"},
		"inconclusive": [],
		"facts": {"b": {"observed": 1}},
		"not_applicable": null,
	}} with data.rules as {"metrics": {"below_floor": answered}}
}

test_what_a_check_says_besides_is_passed_on if {
	check := object.union(answered, {"inconclusive": {"b"}, "not_applicable": "nothing to judge"})
	report := main.report with data.rules as {"card": {"stale": check}}
	report["card.stale"].inconclusive == {"b"}
	report["card.stale"].not_applicable == "nothing to judge"
}

# The engine knows the roster and misses the answer.
test_a_check_that_does_not_answer_in_full_is_silent if {
	every part in ["required", "passed", "facts"] {
		main.report == {} with data.rules as {"card": {"stale": object.remove(answered, [part])}}
	}
}

test_a_check_of_every_topic_is_found if {
	every topic in [
		"card",
		"compliance",
		"data",
		"drift",
		"fairness",
		"metrics",
		"monitoring",
		"portfolio",
		"privacy",
		"promotion",
		"provenance",
		"rollout",
		"serving",
	] {
		report := main.report with data.rules as {topic: {"one": answered, "two": answered}}
		object.keys(report) == {$"{topic}.one", $"{topic}.two"}
	}
	platform := main.report with data.rules as {"platform": {"one": answered}} with input as {"platform": {"environment": null}}
	object.keys(platform) == {"platform.one"}
}

test_a_topic_without_a_check_has_nothing_to_say if {
	main.report == {} with data.rules as {}
	main.report == {} with data.rules as {} with input as {"platform": {"environment": null}}
}

test_what_is_no_unit_is_asked_about_by_its_own_topic if {
	both := {"platform": {"network_open": answered}, "card": {"stale": answered}}
	unit := main.report with data.rules as both with input as {}
	object.keys(unit) == {"card.stale"}
	shared := main.report with data.rules as both with input as {"platform": {"environment": null}}
	object.keys(shared) == {"platform.network_open"}
}
