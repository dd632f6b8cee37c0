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

test_other_tasks_have_no_counts_and_say_so if {
	forecast := object.union(unit({}), {"model": {"task": "forecast"}})
	mismatch.not_applicable == "a forecast model reports no counts to compute from" with input as forecast
	mismatch.required == set() with input as forecast
	not mismatch.not_applicable with input as unit({})
	not mismatch.not_applicable with input as {}
}
