package rules.promotion.skipped_stage_test

import data.rules.promotion.skipped_stage

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

test_a_version_that_came_by_the_stage_before_passes if {
	skipped_stage.passed == {"1.0.0"} with input as unit({"staging": at(10), "prod": at(50)})
	skipped_stage.passed == {"1.0.0"} with input as unit({"staging": at(10)})
}

test_a_version_that_did_not_is_not_proven if {
	skipped_stage.required - skipped_stage.passed == {"1.0.0"} with input as unit({"prod": at(50)})
	skipped_stage.required - skipped_stage.passed == {"1.0.0"} with input as unit({"staging": at(60), "prod": at(50)})
	skipped_stage.inconclusive == set() with input as unit({"prod": at(50)})
}

test_facts_say_when_it_reached_what if {
	facts := skipped_stage.facts["1.0.0"] with input as object.union(unit({}), {"history": {"reached": {"1.0.0": {"prod": at(50)}}}})
	facts.observed == "staging never, prod hour 50"
	facts.path == "models/churn/releases.yaml"
}

test_a_shallow_clone_leaves_it_undecided if {
	short := object.union(unit({"prod": at(50)}), shallow)
	skipped_stage.passed == set() with input as short
	skipped_stage.inconclusive == {"1.0.0"} with input as short
}

test_a_version_may_be_put_back if skipped_stage.passed == {"1.0.0"} with input as back

test_the_first_stage_is_said_and_only_then if {
	first := object.union(unit({}), object.union(shallow, {"thresholds": {"promotion": {"after": null}}}))
	skipped_stage.not_applicable == "this is the first stage" with input as first
	skipped_stage.required == set() with input as first
	skipped_stage.inconclusive == set() with input as first
	not skipped_stage.not_applicable with input as unit({})
	not skipped_stage.not_applicable with input as {}
}

test_what_history_began_with_passes if {
	taken := object.union(unit({"prod": at(50)}), {"change": {"introduced": []}, "history": {"began": at(50)}})
	skipped_stage.passed == {"1.0.0"} with input as taken
	skipped_stage.passed == set() with input as object.union(taken, {"change": {"introduced": ["1.0.0"]}})
}
