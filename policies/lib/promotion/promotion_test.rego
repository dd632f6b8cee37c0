package lib.promotion_test

import data.lib.promotion

at(seconds) := {"seconds": seconds}

unit(reached, complete) := {
	"now": at(1000),
	"environment": "prod",
	"stable": {"version": "1.0.0"},
	"candidate": {"version": "1.1.0"},
	"incumbent": {"stable": {"version": "1.0.1"}},
	"change": {"rolledBack": false},
	"history": {"complete": complete, "reached": reached},
	"thresholds": {"promotion": {"after": "staging"}},
}

test_a_version_goes_stage_by_stage if {
	promotion.in_order("1.0.0") with input as unit({"1.0.0": {"staging": at(5), "prod": at(6)}}, true)
	promotion.in_order("1.0.0") with input as unit({"1.0.0": {"staging": at(5), "prod": at(5)}}, true)
	not promotion.in_order("1.0.0") with input as unit({"1.0.0": {"staging": at(7), "prod": at(6)}}, true)
	not promotion.in_order("1.0.0") with input as unit({"1.0.0": {"prod": at(6)}}, true)
	not promotion.in_order("1.0.0") with input as unit({}, true)
}

test_in_a_shallow_clone_one_moment_is_no_order if {
	not promotion.in_order("1.0.0") with input as unit({"1.0.0": {"staging": at(5), "prod": at(5)}}, false)
	promotion.in_order("1.0.0") with input as unit({"1.0.0": {"staging": at(5), "prod": at(6)}}, false)
}

test_a_version_that_is_only_being_introduced_soaks_until_now if {
	promotion.soaked("1.1.0") == 900 with input as unit({"1.1.0": {"staging": at(100)}}, true)
	promotion.soaked("1.1.0") == 50 with input as unit({"1.1.0": {"staging": at(100), "prod": at(150)}}, true)
}

back := object.union(
	unit({"1.0.0": {"prod": at(10)}, "1.0.1": {"prod": at(20)}}, true),
	{"change": {"rolledBack": true}},
)

test_a_version_is_put_back_where_it_stood_before_the_one_it_replaces if promotion.put_back("1.0.0") with input as back

test_nothing_else_is_put_back if {
	not promotion.put_back("1.0.0") with input as object.union(back, {"change": {"rolledBack": false}})
	not promotion.put_back("1.1.0") with input as back
	not promotion.put_back("1.0.0") with input as object.union(back, {"history": {"reached": {"1.0.0": {"prod": at(20)}}}})
	not promotion.put_back("1.0.0") with input as object.union(back, {"incumbent": {"stable": {"version": "0.9.0"}}})
}

# Stable and candidate came in the first commit, and the candidate was promoted since.
imported := object.union(
	unit({"1.0.0": {"prod": at(10)}, "1.0.1": {"prod": at(10)}, "1.1.0": {"prod": at(10)}}, true),
	{"change": {"rolledBack": true}, "history": {"began": at(10)}},
)

test_of_two_versions_that_were_taken_over_the_older_may_be_put_back if {
	promotion.put_back("1.0.0") with input as imported
	not promotion.put_back("1.1.0") with input as imported
	every change in [
		{"change": {"rolledBack": false}},
		{"change": {"rolledBack": null}},
		{"history": {"complete": false}},
		{"history": {"began": at(9)}},
		{"history": {"began": at(11)}},
		{"history": {"began": null}},
		{"history": {"reached": {"1.0.0": {"prod": at(11)}}}},
		{"history": {"began": at(9), "reached": {"1.0.1": {"prod": at(9)}}}},
		{"history": {"reached": {"1.0.1": {"prod": null}}}},
	] {
		not promotion.put_back("1.0.0") with input as object.union(imported, change)
	}
}

test_only_a_shallow_clone_leaves_undecided if {
	promotion.undecided({"1.0.0"}) == {"1.1.0"} with input as unit({}, false)
	promotion.undecided({"1.0.0"}) == set() with input as unit({}, true)
}

test_the_first_stage_has_no_way if {
	promotion.reason == "this is the first stage" with input as {"thresholds": {"promotion": {"after": null}}}
	not promotion.reason with input as unit({}, true)
	not promotion.reason with input as {}
}

taken := object.union(
	unit({"1.0.0": {"prod": at(10)}, "1.1.0": {"prod": at(20)}}, true),
	{"change": {"introduced": []}, "history": {"began": at(10)}},
)

test_what_stood_there_when_history_began_was_taken_over if {
	promotion.taken_over("1.0.0") with input as taken
	not promotion.taken_over("1.1.0") with input as taken
	not promotion.taken_over("2.0.0") with input as taken
}

test_a_change_takes_nothing_over if {
	not promotion.taken_over("1.0.0") with input as object.union(taken, {"change": {"introduced": ["1.0.0"]}})
	not promotion.taken_over("1.0.0") with input as object.union(taken, {"change": {"introduced": null}})
	not promotion.taken_over("1.0.0") with input as object.union(taken, {"history": {"complete": false}})
	not promotion.taken_over("1.0.0") with input as object.union(taken, {"history": {"began": null}})
}

test_what_comes_and_what_becomes_stable_is_promoted if {
	here := {
		"environment": "prod",
		"stable": {"version": "1.1.0"},
		"candidate": {"version": "1.2.0"},
		"incumbent": {"stable": {"version": "1.0.0"}, "candidate": {"version": "1.1.0"}},
		"change": {"introduced": ["1.2.0"], "rolledBack": false},
		"history": {"reached": {}},
	}
	promotion.promoted == {"1.1.0", "1.2.0"} with input as here
	promotion.promoted == {"1.2.0"} with input as object.union(here, {"incumbent": {"stable": {"version": "1.1.0"}}})
	promotion.promoted == {"1.2.0"} with input as object.union(here, {"incumbent": {"stable": {"version": "1.1.0"}}, "change": {"rolledBack": true}})
}

test_one_second_before_is_before if {
	promotion.put_back("1.0.0") with input as object.union(back, {"history": {"reached": {"1.0.0": {"prod": at(19)}}}})
	not promotion.put_back("1.1.0") with input as object.union(back, {"history": {"reached": {"1.1.0": {"prod": at(1)}}}})
}

test_what_is_put_back_is_not_promoted if {
	promotion.promoted == set() with input as object.union(back, {"change": {"introduced": ["1.0.0"]}})
	promotion.promoted == {"1.0.0"} with input as object.union(back, {"change": {"rolledBack": false, "introduced": []}})
	promotion.promoted == {"1.1.0"} with input as object.union(back, {"change": {"introduced": ["1.1.0", "0.9.0"]}})
}
