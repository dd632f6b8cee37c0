package rules.metrics.mismatch_test

import data.rules.metrics.mismatch

row(attribute, group, tp, fp, tn, fn) := {
	"attribute": attribute,
	"group": group,
	"n": ((tp + fp) + tn) + fn,
	"tp": tp, "fp": fp, "tn": tn, "fn": fn,
}

evaluation := {
	"dataset": {"rows": 100},
	"confusion": {"tp": 30, "fp": 10, "tn": 40, "fn": 20},
	"metrics": {"accuracy": {"value": 0.7}, "precision": {"value": 0.75}, "roc_auc": {"value": 0.8}, "brier_score_loss": {"value": 0.2}},
	"calibration": {"brier": 0.2},
	"groups": [row("gender", "female", 10, 5, 20, 10), row("gender", "male", 20, 5, 20, 10)],
}

unit(changed) := {
	"model": {"id": "churn", "task": "binary-classification", "protectedAttributes": [{"name": "gender"}]},
	"stable": {"version": "1.0.0", "evaluation": object.union(evaluation, changed)},
	"candidate": null,
	"thresholds": {"metrics": {"tolerance": 0.001}},
}

unproven(changed) := subjects if {
	subjects := mismatch.required - mismatch.passed with input as unit(changed)
}

test_honest_evidence_passes if {
	unproven({}) == set()
	mismatch.required == {
		"1.0.0/accuracy",
		"1.0.0/precision",
		"1.0.0/brier_score_loss",
		"1.0.0/rows",
		"1.0.0/groups/gender",
		"1.0.0/groups/0/n",
		"1.0.0/groups/1/n",
	} with input as unit({})
}

test_a_forged_metric_is_not_proven if {
	unproven({"metrics": {"accuracy": {"value": 0.72}}}) == {"1.0.0/accuracy"}
	unproven({"metrics": {"accuracy": {"value": "0.7"}}}) == {"1.0.0/accuracy"}
	mismatch.facts["1.0.0/accuracy"].expected == 0.7 with input as unit({"metrics": {"accuracy": {"value": 0.72}}})
}

test_a_brier_score_that_is_told_twice_is_told_alike if {
	unproven({"calibration": {"brier": 0.1}}) == {"1.0.0/brier_score_loss"}
	mismatch.facts["1.0.0/brier_score_loss"].expected == 0.1 with input as unit({"calibration": {"brier": 0.1}})
}

test_without_counts_nothing_is_proven if {
	gone := json.remove(unit({}), ["stable/evaluation/confusion"])
	mismatch.required - mismatch.passed == {
		"1.0.0/accuracy", "1.0.0/precision", "1.0.0/rows", "1.0.0/groups/gender",
	} with input as gone
	mismatch.facts["1.0.0/accuracy"].expected == null with input as gone
}

test_without_an_evaluation_the_rows_are_missing if {
	bare := object.union(unit({}), {"stable": {"evaluation": null}})
	mismatch.required - mismatch.passed == {"1.0.0/rows", "1.0.0/groups/gender"} with input as bare
}

test_counts_cover_the_evaluated_rows if {
	unproven({"dataset": {"rows": 101}}) == {"1.0.0/rows"}
	mismatch.facts["1.0.0/rows"].expected == 100 with input as unit({"dataset": {"rows": 101}})
}

test_groups_are_a_partition if {
	only := {"groups": [row("gender", "female", 10, 5, 20, 10)]}
	unproven(only) == {"1.0.0/groups/gender"}
	mismatch.facts["1.0.0/groups/gender"].observed == {"tp": 10, "fp": 5, "tn": 20, "fn": 10} with input as unit(only)
	mismatch.facts["1.0.0/groups/gender"].expected == evaluation.confusion with input as unit(only)
}

test_a_declared_attribute_without_groups_is_not_proven if unproven({"groups": []}) == {"1.0.0/groups/gender"}

test_an_attribute_that_is_only_reported_is_held_to_it_too if {
	more := array.concat(evaluation.groups, [row("region", "north", 1, 1, 1, 1)])
	unproven({"groups": more}) == {"1.0.0/groups/region"}
}

test_a_groups_size_is_its_sum if {
	wrong := [object.union(evaluation.groups[0], {"n": 46}), evaluation.groups[1]]
	unproven({"groups": wrong}) == {"1.0.0/groups/0/n"}
	sizeless := [object.remove(evaluation.groups[0], ["n"]), evaluation.groups[1]]
	unproven({"groups": sizeless}) == {"1.0.0/groups/0/n"}
	mismatch.facts["1.0.0/groups/0/n"].expected == 45 with input as unit({"groups": wrong})
}

unproven_of(task, changed) := subjects if {
	subjects := mismatch.required - mismatch.passed with input as replaced(task, changed)
}

# Not merged: evidence of another task has other fields.
replaced(task, changed) := {
	"model": {"id": "churn", "task": task, "protectedAttributes": []},
	"stable": {"version": "1.0.0", "evaluation": object.union({"dataset": {"rows": 100}, "groups": []}, changed)},
	"candidate": null,
	"thresholds": {"metrics": {"tolerance": 0.001}},
}

matrix := {"labels": ["a", "b", "c"], "counts": [[30, 5, 5], [4, 20, 6], [10, 0, 20]]}

test_a_multiclass_metric_follows_from_the_matrix if {
	honest := {"confusionMatrix": matrix, "metrics": {"accuracy": {"value": 0.7}, "f1_macro": {"value": 0.699}, "roc_auc_ovr": {"value": 0.9}}}
	unproven_of("multiclass-classification", honest) == set()
	unproven_of("multiclass-classification", object.union(honest, {"metrics": {"f1_macro": {"value": 0.72}}})) == {"1.0.0/f1_macro"}
	unproven_of("multiclass-classification", object.union(honest, {"dataset": {"rows": 101}})) == {"1.0.0/rows"}
}

test_a_multiclass_matrix_cannot_be_left_out if {
	unproven_of("multiclass-classification", {"metrics": {"accuracy": {"value": 0.7}}}) == {"1.0.0/rows", "1.0.0/accuracy"}
	unproven_of("multiclass-classification", {}) == {"1.0.0/rows"}
}

test_errors_follow_from_their_sums if {
	sums := {"n": 100, "sumError": 0, "sumAbsoluteError": 200, "sumSquaredError": 900, "sumSquaredDeviation": 1800}
	honest := {"residuals": sums, "metrics": {
		"mean_absolute_error": {"value": 2},
		"root_mean_squared_error": {"value": 3},
		"r2_score": {"value": 0.5},
	}}
	unproven_of("regression", honest) == set()
	unproven_of("forecast", object.union(honest, {"metrics": {"root_mean_squared_error": {"value": 2.9}}})) == {"1.0.0/root_mean_squared_error"}
	unproven_of("forecast", object.union(honest, {"residuals": {"n": 99}})) == {
		"1.0.0/residuals/n", "1.0.0/mean_absolute_error", "1.0.0/root_mean_squared_error",
	}
	unproven_of("regression", object.union(honest, {"residuals": {"sumAbsoluteError": "200"}})) == {"1.0.0/mean_absolute_error"}
	unproven_of("regression", object.union(honest, {"metrics": {"r2_score": {"value": null}}})) == {"1.0.0/r2_score"}
}

test_a_ranker_s_metrics_follow_from_its_places if {
	queries := [{"n": 10, "items": 10, "places": [1, 3], "relevances": [1, 1]}]
	honest := {"rankings": queries, "metrics": {
		"mrr": {"value": 1},
		"mean_average_precision": {"value": 0.833},
		"ndcg_at_10": {"value": 0.92},
		"coverage": {"value": 0.4},
	}}
	unproven_of("ranking", honest) == set()
	unproven_of("ranking", object.union(honest, {"metrics": {"ndcg_at_10": {"value": 0.94}}})) == {"1.0.0/ndcg_at_10"}
	unproven_of("ranking", object.union(honest, {"dataset": {"rows": 101}})) == {"1.0.0/rankings/items"}
	unproven_of("ranking", object.union(honest, {"rankings": []})) == {
		"1.0.0/rankings/items", "1.0.0/mrr", "1.0.0/mean_average_precision", "1.0.0/ndcg_at_10",
	}
	not mismatch.not_applicable with input as replaced("ranking", {"rankings": queries})
	mismatch.not_applicable with input as replaced("ranking", {"metrics": {"mrr": {"value": 1}}})
}

test_sums_may_be_absent_and_then_nothing_is_required if {
	mismatch.not_applicable == "the evidence of this forecast model holds nothing to compute from" with input as replaced("forecast", {})
	not mismatch.not_applicable with input as replaced("forecast", {"residuals": {}})
	not mismatch.not_applicable with input as replaced("multiclass-classification", {})
	not mismatch.not_applicable with input as unit({})
	not mismatch.not_applicable with input as {}
}

test_calibration_follows_from_its_bins if {
	bins := [
		{"n": 50, "positives": 10, "sumPredicted": 12.5, "sumPredictedSquared": 3.5, "sumPredictedOfPositives": 3},
		{"n": 50, "positives": 40, "sumPredicted": 39, "sumPredictedSquared": 31, "sumPredictedOfPositives": 32},
	]
	honest := {"calibration": {"brier": 0.145, "ece": 0.035, "reliability": bins}, "metrics": {"brier_score_loss": {"value": 0.145}}}
	unproven(honest) == set()
	unproven(object.union(honest, {"calibration": {"ece": 0.01}})) == {"1.0.0/calibration/ece"}
	mismatch.facts["1.0.0/calibration/ece"].expected == 0.035 with input as unit(honest)
	unproven(object.union(honest, {"calibration": {"reliability": [bins[0]]}})) == {
		"1.0.0/calibration/brier", "1.0.0/calibration/ece", "1.0.0/calibration/n",
	}
}

test_a_pair_of_releases_is_counted_on_these_rows if {
	honest := {"paired": {"against": "0.9.0", "both": 60, "candidateOnly": 10, "incumbentOnly": 8, "neither": 22}}
	unproven(honest) == set()
	unproven(object.union(honest, {"paired": {"candidateOnly": 20}})) == {"1.0.0/paired/n", "1.0.0/paired/right"}
	unproven(object.union(honest, {"paired": {"both": "60"}})) == {"1.0.0/paired/n", "1.0.0/paired/right"}
	of_matrix := {"confusionMatrix": matrix, "paired": {"both": 70, "candidateOnly": 0, "incumbentOnly": 10, "neither": 20}}
	unproven_of("multiclass-classification", of_matrix) == set()
}

test_every_task_of_numbers_may_hold_nothing if {
	every task in ["regression", "forecast", "ranking"] {
		mismatch.not_applicable == $"the evidence of this {task} model holds nothing to compute from" with input as replaced(task, {})
	}
}

of_region(group, n, error, absolute, squared) := {
	"attribute": "region",
	"group": group,
	"n": n,
	"mae": absolute / n,
	"bias": error / n,
	"residuals": {"sumError": error, "sumAbsoluteError": absolute, "sumSquaredError": squared},
}

regions := [of_region("north", 60, 12, 90, 300), of_region("south", 40, -12, 110, 600)]

of_all_rows := {"n": 100, "sumError": 0, "sumAbsoluteError": 200, "sumSquaredError": 900, "sumSquaredDeviation": 1800}

test_what_a_group_says_of_its_errors_follows_from_its_sums if {
	mismatch.required == {
		"1.0.0/groups/0/mae", "1.0.0/groups/0/bias", "1.0.0/groups/1/mae", "1.0.0/groups/1/bias",
	} with input as replaced("regression", {"groups": regions})
	unproven_of("regression", {"groups": regions}) == set()
	every value in [1.6, "1.5", null] {
		forged := [object.union(regions[0], {"mae": value}), regions[1]]
		unproven_of("regression", {"groups": forged}) == {"1.0.0/groups/0/mae"}
	}
	unproven_of("regression", {"groups": [regions[0], object.union(regions[1], {"bias": 0})]}) == {"1.0.0/groups/1/bias"}
	unproven_of("regression", {"groups": [regions[0], object.remove(regions[1], ["bias"])]}) == {"1.0.0/groups/1/bias"}
	mismatch.facts["1.0.0/groups/1/bias"].expected == -0.3 with input as replaced("regression", {"groups": regions})
	mismatch.not_applicable with input as replaced("regression", {"groups": [object.remove(row, ["residuals"]) | some row in regions]})
}

test_errors_of_groups_add_up_to_those_of_all_rows if {
	unproven_of("regression", {"groups": regions, "residuals": of_all_rows}) == set()
	unproven_of("regression", {"groups": [regions[0]], "residuals": of_all_rows}) == {
		"1.0.0/groups/region/n", "1.0.0/groups/region/mean_error",
		"1.0.0/groups/region/mean_absolute_error", "1.0.0/groups/region/mean_squared_error",
	}
	wider := [regions[0], object.union(regions[1], {"residuals": {"sumSquaredError": 900}})]
	unproven_of("regression", {"groups": wider, "residuals": of_all_rows}) == {"1.0.0/groups/region/mean_squared_error"}
	mismatch.facts["1.0.0/groups/region/mean_squared_error"].observed == 12 with input as replaced("regression", {"groups": wider, "residuals": of_all_rows})
	sumless := [regions[0], object.remove(regions[1], ["residuals"])]
	unproven_of("regression", {"groups": sumless, "residuals": of_all_rows}) == {
		"1.0.0/groups/region/mean_error", "1.0.0/groups/region/mean_absolute_error", "1.0.0/groups/region/mean_squared_error",
	}
	odd := [regions[0], object.union(regions[1], {"residuals": {"sumError": "-12"}})]
	"1.0.0/groups/region/mean_error" in unproven_of("regression", {"groups": odd, "residuals": of_all_rows})
	mismatch.facts["1.0.0/groups/region/mean_error"].observed == null with input as replaced("regression", {"groups": odd, "residuals": of_all_rows})
}

test_groups_without_sums_are_not_asked_to_add_up if {
	bare := [object.remove(row, ["residuals"]) | some row in regions]
	mismatch.required == {"1.0.0/residuals/n"} with input as replaced("regression", {"groups": bare, "residuals": of_all_rows})
}
