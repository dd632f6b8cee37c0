package lib.intervals_test

import data.lib.intervals
import data.lib.num

# Newcombe (1998): 81 of 263; 56 of 70 against 48 of 80.
test_intervals_are_those_of_the_papers if {
	[low, high] := intervals.wilson([81, 263])
	num.near(low, 0.2553, 0.00005)
	num.near(high, 0.3662, 0.00005)
	difference := [[1, [56, 70]], [-1, [48, 80]]]
	num.near(intervals.estimate(difference), 0.2, 0)
	num.near(intervals.estimate(difference) - num.root(intervals.reach_below(difference)), 0.0524, 0.00005)
}

test_ends_stay_within_what_is_possible if {
	[low, _] := intervals.wilson([0, 20])
	num.near(low, 0, 0)
	[_, high] := intervals.wilson([20, 20])
	num.near(high, 1, 0)
}

test_a_limit_inside_the_interval_is_straddled if {
	difference := [[1, [56, 70]], [-1, [48, 80]]]
	intervals.straddles(difference, 0.1)
	not intervals.straddles(difference, 0.05)
	not intervals.straddles(difference, 0.2)
	not intervals.straddles(difference, 0.3)
}

test_without_counts_there_is_no_interval if {
	not intervals.wilson([0, 0])
	not intervals.wilson([3, 2])
	not intervals.wilson(["1", 2])
	not intervals.estimate([[1, [0, 0]]])
	not intervals.reach_below([[1, [3, 2]], [1, [1, 2]]])
	not intervals.straddles([[1, [1, 2]]], null)
	not intervals.straddles([[1, [1, 2]]], "0.1")
}

test_the_limit_itself_and_what_reaches_it_exactly if {
	half := [[1, [1, 2]]]
	not intervals.straddles(half, 0.5)
	not intervals.straddles(half, 0)
	intervals.straddles(half, 0.49)
}

test_a_weight_says_to_which_end_a_proportion_may_move if {
	[low, high] := intervals.wilson([3, 10])
	num.near(intervals.margin([1, [3, 10]]), 0.3 - low, 0)
	num.near(intervals.margin([0.5, [3, 10]]), 0.5 * (0.3 - low), 0)
	num.near(intervals.margin([-0.5, [3, 10]]), -0.5 * (0.3 - high), 0)
	intervals.margin([0, [3, 10]]) == 0
}

test_one_trial_has_an_interval_and_no_more_successes_than_trials if {
	intervals.wilson([0, 1])
	intervals.estimate([[1, [1, 1]]]) == 1
	not intervals.wilson([-0.5, 1])
	not intervals.wilson([0, "1"])
	not intervals.wilson([0, -1])
	not intervals.estimate([[1, [1, 2]], [1, [0, 0]]])
}

# 2 - 1 with standard errors of 0.3 and 0.4, together 0.5: the interval reaches 0.98 below 1.
test_a_limit_inside_the_interval_of_means_is_straddled if {
	difference := [[1, [2, 0.09]], [-1, [1, 0.16]]]
	intervals.means_straddle(difference, 0.021)
	not intervals.means_straddle(difference, 0.02)
	intervals.means_straddle(difference, 0.999)
	not intervals.means_straddle(difference, 1)
	not intervals.means_straddle(difference, 1.5)
	intervals.means_straddle([[0.5, [4, 0.16]], [-0.5, [2, 0.16]]], 0.5)
	not intervals.means_straddle([[0.5, [4, 0.16]], [-0.5, [2, 0.16]]], 0.4)
	every limit in [null, "0.5", true] {
		not intervals.means_straddle(difference, limit)
	}
}

test_the_end_of_the_interval_of_means_belongs_to_it if {
	known := [[1, [0, 1 / intervals.z2]]]
	intervals.means_straddle(known, -0.999999)
	not intervals.means_straddle(known, -1.000001)
}
