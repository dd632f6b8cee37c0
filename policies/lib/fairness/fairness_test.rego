package lib.fairness_test

import data.lib.fairness

limits := {
	"statistical_parity_difference": {"max": 0.1},
	"disparate_impact": {"min": 0.8, "max": 1.25},
	"equal_opportunity_difference": {"max": 0.1},
	"average_odds_difference": {"max": 0.1},
	"minGroupSize": 30,
}

counted(group, tp, fp, tn, fn) := {
	"attribute": "gender",
	"group": group,
	"n": ((tp + fp) + tn) + fn,
	"tp": tp, "fp": fp, "tn": tn, "fn": fn,
}

unit(groups) := {
	"model": {"id": "churn", "protectedAttributes": [{"name": "gender", "reference": "male", "groups": ["male", "female"]}]},
	"thresholds": {"fairness": limits},
	"stable": {"version": "1.0.0", "evaluation": {"groups": groups}},
	"candidate": null,
}

male := counted("male", 40, 10, 40, 10)

female := counted("female", 30, 10, 50, 10)

here := {
	"evaluation": {"groups": [male, female]},
	"attribute": "gender",
	"reference": "male",
	"group": "female",
	"path": "models/churn/versions/1.0.0/evaluation.json",
}

test_only_groups_other_than_the_reference_are_compared if {
	fairness.compared == {"1.0.0/gender/female": here} with input as unit([male, female])
	object.keys(fairness.groups) == {"1.0.0/gender/female", "1.0.0/gender/male"} with input as unit([male, female])
}

test_groups_come_from_the_declaration_even_without_evidence if {
	object.keys(fairness.groups) == {"1.0.0/gender/female", "1.0.0/gender/male"} with input as unit([])
}

test_fractions_follow_aif360 if {
	fairness.fraction("statistical_parity_difference", female, male) == [-1000, 10000]
	fairness.fraction("disparate_impact", female, male) == [4000, 5000]
	fairness.fraction("equal_opportunity_difference", female, male) == [-100, 2000]

	# TPR 30/40 - 40/50 = -0.05, FPR 10/60 - 10/50 = -1/30; their mean is -1/24.
	[numerator, denominator] := fairness.fraction("average_odds_difference", female, male)
	numerator * 24 == 0 - denominator
}

test_a_metric_without_a_denominator_has_no_value if {
	none := counted("male", 0, 0, 50, 50)
	not fairness.fraction("disparate_impact", female, none)
	unborn := counted("male", 0, 50, 50, 0)
	not fairness.fraction("equal_opportunity_difference", female, unborn)
	not fairness.fraction("average_odds_difference", female, unborn)
	not fairness.fraction("equal_opportunity_difference", unborn, male)
	nobody := counted("female", 0, 0, 0, 0)
	not fairness.fraction("disparate_impact", nobody, male)
	not fairness.fraction("statistical_parity_difference", nobody, male)
}

test_a_value_on_its_limit_is_proven if {
	every metric in fairness.metrics {
		fairness.proven(metric, here) with input as unit([])
	}
}

test_a_value_beyond_its_limit_is_not_proven_in_either_direction if {
	few := counted("female", 10, 5, 80, 30)
	many := counted("female", 60, 30, 5, 5)
	every group in [few, many] {
		every metric in fairness.metrics {
			not fairness.proven(metric, object.union(here, {"evaluation": {"groups": [male, group]}})) with input as unit([])
		}
	}
}

test_a_limit_that_is_no_number_proves_nothing if {
	blank := object.union(unit([]), {"thresholds": {"fairness": {
		"statistical_parity_difference": {"max": null},
		"disparate_impact": {"min": "0.8", "max": null},
		"equal_opportunity_difference": {"max": "1"},
		"average_odds_difference": {"max": {}},
	}}})
	every metric in fairness.metrics {
		not fairness.proven(metric, here) with input as blank
	}
}

test_two_rows_for_one_group_are_no_row if {
	not fairness.row({"groups": [male, female, female]}, "gender", "female")
	fairness.row({"groups": [male, female, female]}, "gender", "male") == male
}

test_a_group_is_small_by_its_own_or_its_references_rows if {
	little := counted("female", 5, 5, 5, 5)
	fairness.too_small(object.union(here, {"evaluation": {"groups": [male, little]}})) with input as unit([])
	fairness.too_small(object.union(here, {"evaluation": {"groups": [counted("male", 5, 5, 5, 5), female]}})) with input as unit([])
	not fairness.too_small(here) with input as unit([])
}

test_a_missing_group_is_not_small if {
	not fairness.too_small(object.union(here, {"evaluation": {"groups": [male]}})) with input as unit([])
	not fairness.too_small(object.union(here, {"evaluation": null})) with input as unit([])
}

test_a_small_group_beyond_the_limit_is_undecided_and_within_it_passes if {
	far := unit([male, counted("female", 1, 1, 10, 1)])
	fairness.passed("statistical_parity_difference") == set() with input as far
	fairness.undecided("statistical_parity_difference") == {"1.0.0/gender/female"} with input as far
	close := unit([male, counted("female", 4, 1, 4, 1)])
	fairness.passed("statistical_parity_difference") == {"1.0.0/gender/female"} with input as close
	fairness.undecided("statistical_parity_difference") == set() with input as close
}

test_facts_hold_the_value_or_null if {
	fairness.facts("statistical_parity_difference", 0.1) == {"1.0.0/gender/female": {
		"observed": -0.1,
		"expected": 0.1,
		"path": "models/churn/versions/1.0.0/evaluation.json",
	}} with input as unit([male, female])
	fairness.facts("statistical_parity_difference", 0.1)["1.0.0/gender/female"].observed == null with input as unit([male])
}

test_why_fairness_is_not_judged_is_said_and_only_then if {
	fairness.reason == "fairness has no limits for this task and tier" with input as object.union(unit([]), {"thresholds": {"fairness": null}})
	fairness.reason == "no protected attribute is declared" with input as object.union(unit([]), {"model": {"protectedAttributes": []}})
	not fairness.reason with input as unit([])
	not fairness.reason with input as {}
}

test_without_limits_no_group_is_judged if {
	fairness.groups == {} with input as object.union(unit([]), {"thresholds": {"fairness": null}})
}

# 0.5 against 0.37 of 100 each: the interval of the difference goes from -0.26 to 0.01, and the limit of 0.1 is in it.
test_what_chance_may_have_done_is_undecided_while_the_group_is_small if {
	near := [male, counted("female", 27, 10, 50, 13)]
	fairness.undecided("statistical_parity_difference") == {"1.0.0/gender/female"} with input as unit(near)
	fairness.undecided("disparate_impact") == {"1.0.0/gender/female"} with input as unit(near)
	fairness.undecided("average_odds_difference") == set() with input as unit([male, counted("female", 2, 40, 10, 48)])
	fairness.undecided("statistical_parity_difference") == set() with input as unit([male, counted("female", 2, 2, 80, 16)])
}

test_five_times_the_least_size_settles_it if {
	fairness.undecided("statistical_parity_difference") == set() with input as unit([
		counted("male", 60, 15, 60, 15),
		counted("female", 41, 15, 75, 19),
	])
}

test_a_recall_of_few_positives_is_undecided if {
	few := object.union(unit([male, counted("female", 1, 5, 65, 6)]), {"thresholds": {"fairness": object.union(limits, {"minGroupPositives": 10})}})
	fairness.undecided("equal_opportunity_difference") == {"1.0.0/gender/female"} with input as few
	fairness.undecided("average_odds_difference") == {"1.0.0/gender/female"} with input as few
}

# Limits with something changed.
under(change, groups) := object.union(unit(groups), {"thresholds": {"fairness": object.union(limits, change)}})

sized(group, n) := counted(group, n / 2, 0, n / 2, 0)

test_a_group_of_the_least_size_is_not_small if {
	least := object.union(here, {"evaluation": {"groups": [sized("male", 30), sized("female", 30)]}})
	not fairness.too_small(least) with input as unit([])
	fairness.too_small(object.union(here, {"evaluation": {"groups": [sized("male", 28), sized("female", 30)]}})) with input as unit([])
	fairness.too_small(object.union(here, {"evaluation": {"groups": [sized("male", 30), sized("female", 28)]}})) with input as unit([])
}

test_a_least_size_that_is_no_number_makes_no_group_small if {
	every size in [null, "1000"] {
		wrong := under({"minGroupSize": size, "minGroupPositives": size}, [male, female])
		not fairness.too_small(here) with input as wrong
		not fairness.too_few("equal_opportunity_difference", here) with input as wrong
		fairness.undecided("statistical_parity_difference") == set() with input as under({"minGroupSize": size}, [male, counted("female", 27, 10, 50, 13)])
	}
}

# Of the 100: 40 positives of the women, 50 of the men.
test_as_many_positives_as_asked_for_are_enough if {
	not fairness.too_few("equal_opportunity_difference", here) with input as under({"minGroupPositives": 40}, [])
	fairness.too_few("equal_opportunity_difference", here) with input as under({"minGroupPositives": 41}, [])
	not fairness.too_few("statistical_parity_difference", here) with input as under({"minGroupPositives": 1000}, [])
}

# Of the women 60 are negatives and 40 are said to be positive; of the men 50 each.
test_each_rate_has_its_own_rows if {
	fairness.too_few("average_odds_difference", here) with input as under({"minGroupPositives": 41}, [])
	short := object.union(here, {"evaluation": {"groups": [male, counted("female", 60, 1, 9, 30)]}})
	fairness.too_few("average_odds_difference", short) with input as under({"minGroupPositives": 20}, [])
	not fairness.too_few("equal_opportunity_difference", short) with input as under({"minGroupPositives": 20}, [])
	not fairness.too_few("predictive_parity_difference", here) with input as under({"minGroupPositives": 40}, [])
	fairness.too_few("predictive_parity_difference", here) with input as under({"minGroupPositives": 41}, [])
}

test_a_row_is_the_groups_of_that_attribute if {
	other := object.union(female, {"attribute": "age"})
	fairness.row({"groups": [other, female]}, "gender", "female") == female
	not fairness.row({"groups": [other]}, "gender", "female")
	not fairness.row({"groups": [object.union(female, {"tp": "30"})]}, "gender", "female")
}

test_what_may_not_exceed_what_is_written_as_weighted_rates if {
	fairness.bounds("disparate_impact", here) == [
		[[[1, [40, 100]], [-1.25, [50, 100]]], 0],
		[[[0.8, [50, 100]], [-1, [40, 100]]], 0],
	] with input as unit([])
	fairness.bounds("statistical_parity_difference", here) == [
		[[[1, [40, 100]], [-1, [50, 100]]], 0.1],
		[[[-1, [40, 100]], [1, [50, 100]]], 0.1],
	] with input as unit([])
	fairness.bounds("equal_opportunity_difference", here)[0] == [[[1, [30, 40]], [-1, [40, 50]]], 0.1] with input as unit([])
	fairness.bounds("average_odds_difference", here)[0] == [
		[[0.5, [30, 40]], [-0.5, [40, 50]], [0.5, [10, 60]], [-0.5, [10, 50]]],
		0.1,
	] with input as unit([])
	fairness.bounds("predictive_parity_difference", here)[0] == [
		[[1, [30, 40]], [-1, [40, 50]]],
		0.2,
	] with input as under({"predictive_parity_difference": {"max": 0.2}}, [])
}

test_predictive_parity_is_the_difference_of_precisions if {
	fairness.fraction("predictive_parity_difference", counted("female", 20, 20, 0, 0), male) == [-600, 2000]
}

test_one_row_is_a_denominator if {
	one := counted("x", 1, 0, 0, 0)
	fairness.fraction("equal_opportunity_difference", one, one) == [0, 1]
	fairness.fraction("disparate_impact", one, one) == [1, 1]
}

test_a_group_of_just_less_than_five_times_the_least_is_unsettled if {
	unsettled := [counted("male", 58, 15, 60, 16), counted("female", 41, 15, 74, 19)]
	fairness.undecided("statistical_parity_difference") == {"1.0.0/gender/female"} with input as unit(unsettled)
}

test_a_ratio_needs_both_of_its_limits_as_numbers if {
	every value in [null, "1", []] {
		not fairness.proven("disparate_impact", here) with input as under({"disparate_impact": {"min": value, "max": 1.25}}, [])
		not fairness.proven("disparate_impact", here) with input as under({"disparate_impact": {"min": 0.8, "max": value}}, [])
		not fairness.proven("statistical_parity_difference", here) with input as under({"statistical_parity_difference": {"max": value}}, [])
	}
}
