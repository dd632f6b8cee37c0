package lib.time_test

import data.lib.time

now := {"now": {"seconds": 1000000}}

test_seconds_between_two_moments if time.between({"seconds": 5}, {"seconds": 12}) == 7

test_a_moment_without_seconds_has_no_distance if {
	not time.between({"seconds": "5"}, {"seconds": 12})
	not time.between({"seconds": 5}, {"seconds": null})
	not time.between(null, {"seconds": 12})
}

test_fresh_up_to_the_limit if {
	time.fresh({"seconds": 1000000 - (2 * 86400)}, 2) with input as now
	not time.fresh({"seconds": 999999 - (2 * 86400)}, 2) with input as now
}

test_a_day_ahead_is_clock_skew_and_more_is_not if {
	time.fresh({"seconds": 1000000 + 86400}, 2) with input as now
	not time.fresh({"seconds": 1000001 + 86400}, 2) with input as now
}

test_no_limit_is_not_fresh if not time.fresh({"seconds": 1000000}, null) with input as now

test_seconds_are_numbers_on_both_sides if {
	every value in [null, "5", [], true] {
		not time.between({"seconds": value}, {"seconds": 12})
		not time.between({"seconds": 5}, {"seconds": value})
	}
	not time.between({"seconds": {1}}, {"seconds": {1, 2}})
}
