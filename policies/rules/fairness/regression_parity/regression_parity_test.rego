package rules.fairness.regression_parity_test

import data.rules.fairness.regression_parity

# Errors whose absolute values have a mean of `mae`, those themselves one of `bias`, and whose squares have one of `square`.
summed(group, n, mae, bias, square) := {
	"attribute": "region",
	"group": group,
	"n": n,
	"mae": mae,
	"bias": bias,
	"residuals": {"sumError": n * bias, "sumAbsoluteError": n * mae, "sumSquaredError": n * square},
}

reported(group, n, mae, bias) := object.remove(summed(group, n, mae, bias, 0), ["residuals"])

north := summed("north", 1000, 4, 0, 20)

limits := {"mean_absolute_error_ratio": {"min": 0.8, "max": 1.25}, "mean_error_difference": {"max": 1}, "minGroupSize": 50}

unit(south) := of(array.concat([north], south), limits)

of(groups, bounds) := {
	"model": {
		"id": "rent",
		"task": "regression",
		"protectedAttributes": [{"name": "region", "reference": "north", "groups": ["north", "south"]}],
	},
	"thresholds": {"fairness": null, "regressionParity": bounds},
	"stable": {"version": "1.0.0", "evaluation": {"groups": groups}},
	"candidate": null,
}

ratio := "1.0.0/region/south/mean_absolute_error_ratio"

difference := "1.0.0/region/south/mean_error_difference"

answer(south) := {"passed": passed, "failed": (required - passed) - inconclusive, "inconclusive": inconclusive} if {
	passed := regression_parity.passed with input as unit(south)
	required := regression_parity.required with input as unit(south)
	inconclusive := regression_parity.inconclusive with input as unit(south)
}

failed(south) := answer(south).failed

test_groups_that_are_erred_about_alike_pass if {
	answer([summed("south", 1000, 4.5, 0.5, 25)]) == {"passed": {ratio, difference}, "failed": set(), "inconclusive": set()}
	answer([reported("south", 1000, 4.5, 0.5)]).passed == {ratio, difference}
}

test_a_value_on_its_limit_passes_and_just_beyond_does_not if {
	every mae in [3.2, 5] {
		failed([summed("south", 1000, mae, 0, 30)]) == set()
		failed([reported("south", 1000, mae, 0)]) == set()
	}
	every mae in [3.199, 5.001] {
		failed([summed("south", 1000, mae, 0, 30)]) == {ratio}
		failed([reported("south", 1000, mae, 0)]) == {ratio}
	}
	every bias in [-1, 1] {
		failed([summed("south", 1000, 4, bias, 30)]) == set()
		failed([reported("south", 1000, 4, bias)]) == set()
	}
	every bias in [-1.001, 1.001] {
		failed([summed("south", 1000, 4, bias, 30)]) == {difference}
		failed([reported("south", 1000, 4, bias)]) == {difference}
	}
}

test_sums_decide_where_they_are_whatever_is_reported if {
	failed([object.union(summed("south", 1000, 8, 3, 90), {"mae": 4, "bias": 0})]) == {ratio, difference}
	every broken in [null, [], {}, {"sumError": 0, "sumAbsoluteError": "4000", "sumSquaredError": 9}] {
		ratio in failed([object.union(reported("south", 1000, 4, 0), {"residuals": broken})])
	}
}

test_a_row_that_is_absent_double_or_of_other_types_is_not_proven if {
	failed([]) == {ratio, difference}
	failed([reported("south", 1000, 4, 0), reported("south", 1000, 4, 0)]) == {ratio, difference}
	every value in [null, "4", true] {
		every odd in [{"mae": value, "bias": value}, {"n": value}] {
			failed([object.union(reported("south", 1000, 4, 0), odd)]) == {ratio, difference}
		}
	}
	failed([object.remove(reported("south", 1000, 4, 0), ["bias"])]) == {difference}
	none := unit([])
	regression_parity.facts[ratio].observed == null with input as none
	regression_parity.facts[difference].observed == null with input as none
}

test_a_small_group_is_undecided_unless_it_passes if {
	answer([reported("south", 49, 8, 0)]) == {"passed": {difference}, "failed": set(), "inconclusive": {ratio}}
	answer([reported("south", 50, 8, 0)]).failed == {ratio}
	answer([reported("south", 49, 4, 0)]).passed == {ratio, difference}
	answer([reported("south", 0, 4, 0)]).inconclusive == {ratio, difference}
	answer([summed("south", 0, 4, 0, 20)]).inconclusive == {ratio, difference}
	answer([reported("south", 1, 4, 0)]).passed == {ratio, difference}
}

test_a_small_reference_leaves_it_undecided_too if {
	few := of([reported("north", 49, 4, 0), reported("south", 1000, 8, 0)], limits)
	regression_parity.inconclusive == {ratio} with input as few
	absent := of([reported("south", 49, 8, 0)], limits)
	regression_parity.inconclusive == set() with input as absent
}

# Of 100 rows a mean absolute error of 5.2 with squares of 40 is known to 0.36: 5 is within the interval, and of 6 it isn't.
test_beyond_the_limit_by_no_more_than_chance_is_undecided_in_a_small_group if {
	answer([summed("south", 100, 5.2, 0, 40)]).inconclusive == {ratio}
	answer([summed("south", 100, 7, 0, 60)]).failed == {ratio}
	answer([summed("south", 100, 3, 0, 15)]).inconclusive == {ratio}
	answer([summed("south", 100, 2, 0, 6)]).failed == {ratio}
	answer([summed("south", 100, 4, 1.5, 20)]).inconclusive == {difference}
	answer([summed("south", 100, 4, -1.5, 20)]).inconclusive == {difference}
	answer([summed("south", 100, 4, 3, 20)]).failed == {difference}
	answer([summed("south", 100, 4, -3, 20)]).failed == {difference}
}

test_what_a_reference_errs_is_taken_off if {
	from_three := of([summed("north", 1000, 4, 3, 20), summed("south", 100, 4, 1.5, 20)], limits)
	regression_parity.inconclusive == {difference} with input as from_three
	to_three := of([summed("north", 1000, 4, 1.5, 20), summed("south", 100, 4, 3, 20)], limits)
	regression_parity.inconclusive == {difference} with input as to_three
}

test_a_group_of_that_name_of_another_attribute_is_another if {
	other := object.union(reported("south", 1000, 9, 9), {"attribute": "age"})
	answer([other, reported("south", 1000, 4, 0)]).passed == {ratio, difference}
	failed([other]) == {ratio, difference}
}

test_five_times_the_least_size_settles_it if {
	answer([summed("south", 249, 5.1, 0, 40)]).inconclusive == {ratio}
	answer([summed("south", 250, 5.1, 0, 40)]).failed == {ratio}
}

test_without_sums_there_is_no_interval_to_be_undecided_by if {
	answer([reported("south", 100, 5.2, 0)]).failed == {ratio}
}

test_what_is_shown_are_the_values_and_their_limits if {
	seen := regression_parity.facts with input as unit([summed("south", 1000, 6, -2, 50)])
	path := "models/rent/versions/1.0.0/evaluation.json"
	seen == {
		ratio: {"observed": 1.5, "expected": "0.8 to 1.25", "path": path},
		difference: {"observed": -2, "expected": "at most 1 either way", "path": path},
	}
}

test_without_a_limit_for_it_the_difference_is_not_asked_for if {
	free := of([north, reported("south", 1000, 4, 90)], object.remove(limits, ["mean_error_difference"]))
	regression_parity.required == {ratio} with input as free
	regression_parity.passed == {ratio} with input as free
}

test_where_nobody_errs_all_are_erred_about_alike if {
	exact := of([reported("north", 1000, 0, 0), reported("south", 1000, 0, 0)], limits)
	regression_parity.passed == {ratio, difference} with input as exact
	regression_parity.facts[ratio].observed == null with input as exact
	one := of([reported("north", 1000, 0, 0), reported("south", 1000, 0.1, 0)], limits)
	regression_parity.passed == {difference} with input as one
}

test_limits_of_other_types_prove_nothing if {
	every value in [null, "1", true] {
		odd := of([north, reported("south", 10, 8, 0)], {
			"mean_absolute_error_ratio": {"min": value, "max": value},
			"mean_error_difference": {"max": value},
			"minGroupSize": value,
		})
		regression_parity.passed == set() with input as odd
		regression_parity.inconclusive == set() with input as odd
		regression_parity.required == {ratio, difference} with input as odd
	}
}

test_it_says_why_it_does_not_apply if {
	silent := json.remove(unit([]), ["thresholds/regressionParity"])
	regression_parity.not_applicable == "errors of groups have no limits for this task and tier" with input as silent
	regression_parity.required == set() with input as silent
	regression_parity.facts == {} with input as silent
	alone := object.union(unit([]), {"model": {"protectedAttributes": []}})
	regression_parity.not_applicable == "no protected attribute is declared" with input as alone
	neither := object.union(alone, {"thresholds": {"regressionParity": null}})
	regression_parity.not_applicable == "errors of groups have no limits for this task and tier" with input as neither
	not regression_parity.not_applicable with input as unit([])
	not regression_parity.not_applicable with input as {}
}
