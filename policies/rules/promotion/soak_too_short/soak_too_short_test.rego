package rules.promotion.soak_too_short_test

import data.rules.promotion.soak_too_short

at(hours) := {"at": $"hour {hours}", "seconds": hours * 3600}

unit(reached) := {
	"now": at(100),
	"environment": "prod",
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0"},
	"candidate": null,
	"incumbent": null,
	"change": {"rolledBack": false},
	"history": {"complete": true, "reached": {"1.0.0": reached}},
	"thresholds": {"promotion": {"after": "staging", "minSoakHours": 24}},
}

shallow := {"history": {"complete": false}}

back := object.union(unit({"prod": at(10)}), {
	"change": {"rolledBack": true},
	"incumbent": {"stable": {"version": "1.1.0"}},
	"history": {"reached": {"1.1.0": {"prod": at(20)}}},
})

test_a_version_that_soaked_long_enough_passes if {
	soak_too_short.passed == {"1.0.0"} with input as unit({"staging": at(10), "prod": at(34)})
	soak_too_short.passed == {"1.0.0"} with input as unit({"staging": at(76)})
}

test_a_shorter_soak_is_not_proven if {
	soak_too_short.required - soak_too_short.passed == {"1.0.0"} with input as unit({"staging": at(10), "prod": at(33)})
	soak_too_short.required - soak_too_short.passed == {"1.0.0"} with input as unit({"staging": at(77)})
	soak_too_short.facts["1.0.0"].observed == 23 with input as unit({"staging": at(77)})
}

test_no_arrival_proves_nothing if {
	soak_too_short.required - soak_too_short.passed == {"1.0.0"} with input as unit({})
	soak_too_short.facts["1.0.0"].observed == null with input as unit({})
}

test_a_shallow_clone_leaves_it_undecided if {
	soak_too_short.inconclusive == {"1.0.0"} with input as object.union(unit({"staging": at(90)}), shallow)
	soak_too_short.inconclusive == set() with input as object.union(unit({"staging": at(10)}), shallow)
}

test_a_version_may_be_put_back if soak_too_short.passed == {"1.0.0"} with input as back

test_no_soak_is_said_and_only_then if {
	none := object.union(unit({}), object.union(shallow, {"thresholds": {"promotion": {"minSoakHours": 0}}}))
	soak_too_short.not_applicable == "no soak is asked for" with input as none
	soak_too_short.required == set() with input as none
	soak_too_short.inconclusive == set() with input as none
	first := object.union(unit({}), {"thresholds": {"promotion": {"after": null}}})
	soak_too_short.not_applicable == "this is the first stage" with input as first
	soak_too_short.required == set() with input as first
	not soak_too_short.not_applicable with input as unit({})
	not soak_too_short.not_applicable with input as {}
}

test_what_history_began_with_passes if {
	taken := object.union(unit({"prod": at(50)}), {"change": {"introduced": []}, "history": {"began": at(50)}})
	soak_too_short.passed == {"1.0.0"} with input as taken
	soak_too_short.passed == set() with input as object.union(taken, {"change": {"introduced": ["1.0.0"]}})
}
