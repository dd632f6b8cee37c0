package lib.num_test

import data.lib.num

test_limits_are_inclusive if {
	num.at_least(0.9, 0.9)
	num.at_most(0.9, 0.9)
	num.between(5, 5, 5)
}

test_beyond_a_limit_is_false if {
	not num.at_least(0.89, 0.9)
	not num.at_most(0.91, 0.9)
	not num.between(4, 5, 6)
	not num.between(7, 5, 6)
}

test_nothing_but_numbers_compares if {
	every value in ["0.99", null, true, [], {}] {
		not num.at_least(value, 0.9)
		not num.at_most(0.9, value)
		not num.at_least(0.9, value)
		not num.at_most(value, 0.9)
		not num.near(value, 0.9, 1)
		not num.near(0.9, value, 1)
		not num.near(0.9, 0.9, value)
		not num.counted(value)
		not num.rounded(value)
		num.shown(value, 1) == null
		num.shown(1, value) == null
	}
}

test_near_holds_up_to_the_tolerance if {
	num.near(0.9, 0.901, 0.001)
	not num.near(0.9, 0.9011, 0.001)
}

test_a_computed_number_on_its_limit_passes if {
	num.computed_at_most(0.901 - 0.9, 0.001, 1)
	not num.computed_at_most(0.902 - 0.9, 0.001, 1)
	every value in ["0", null, {}] {
		not num.computed_at_most(value, 1, 1)
		not num.computed_at_most(0, value, 1)
		not num.computed_at_most(0, 1, value)
	}
}

test_a_count_is_whole_and_not_negative if {
	num.counted(0)
	num.counted(12)
	not num.counted(-1)
	not num.counted(0.5)
}

test_a_quotient_by_nothing_is_shown_as_null if num.shown(1, 0) == null

test_a_quotient_is_shown_with_six_places if num.shown(2, 3) == 0.666667

test_a_root_squared_is_the_value if {
	every value in [0.000000000001, 0.25, 1, 2, 4, 1000000, 123456789012345678, 1000000000000000000000000] {
		num.near((num.root(value) * num.root(value)) / value, 1, 0)
	}
	num.root(0) == 0
	not num.root(-1)
	not num.root("4")
	not num.root(null)
}

test_only_numbers_are_above_zero if {
	num.above_zero(0.001)
	not num.above_zero(0)
	not num.above_zero("1")
}

test_a_root_is_found_for_large_numbers_too if {
	num.root(1000000000000000000000000000000) == 1000000000000000
	num.root(4) == 2
}

test_a_count_or_a_whole_number_is_a_number if {
	every value in ["3", null, [], true] {
		not num.whole(value)
		not num.counted(value)
		not num.rounded(value)
	}
	num.whole(-3)
	not num.whole(0.5)
}

test_six_places_are_shown if {
	num.rounded(0.1234567) == 0.123457
	num.shown(1, 3) == 0.333333
	num.shown(1, 1) == 1
	num.shown(1, -1) == -1
	num.shown(0.5, 0.5) == 1
}

test_a_scale_is_the_slacks if {
	num.computed_at_most(1.0000000005, 1, 1)
	not num.computed_at_most(1.0000000015, 1, 1)
	num.computed_at_most(1000.0000005, 1000, 1000)
	not num.computed_at_most(1000.0000005, 1000, 1)
	num.computed_at_most(1.000000001, 1, 1)
	not num.near(1.0000000015, 0, 1)
}
