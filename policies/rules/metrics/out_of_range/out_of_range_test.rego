package rules.metrics.out_of_range_test

import data.rules.metrics.out_of_range

unit(metrics) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "evaluation": {"metrics": metrics}},
	"candidate": null,
}

test_a_value_within_its_bounds_and_interval_passes if {
	metrics := {
		"roc_auc": {"value": 1, "interval": [0.9, 1]},
		"r2_score": {"value": -3},
		"mean_absolute_error": {"value": 38.4},
		"profit": {"value": -12},
	}
	out_of_range.required - out_of_range.passed == set() with input as unit(metrics)
	count(out_of_range.required) == 4 with input as unit(metrics)
}

test_a_value_that_can_not_be_is_not_proven if {
	every name, value in {"roc_auc": 1.1, "f1": -0.1, "r2_score": 1.1, "mean_absolute_error": -1, "profit": "12"} {
		out_of_range.required - out_of_range.passed == {$"1.0.0/{name}"} with input as unit({name: {"value": value}})
	}
}

test_a_value_outside_its_own_interval_is_not_proven if {
	every interval in [[0.1, 0.2], [0.9, 0.95], [0.9], null, ["0.1", 0.9]] {
		entry := {"value": 0.5, "interval": interval}
		out_of_range.required - out_of_range.passed == {"1.0.0/f1"} with input as unit({"f1": entry})
	}
}

test_facts_say_where_it_can_lie if {
	out_of_range.facts["1.0.0/f1"].expected == "a value from 0 to 1, within its interval" with input as unit({"f1": {"value": 2}})
	out_of_range.facts["1.0.0/mae"].expected == "a value from 0 to any, within its interval" with input as unit({"mae": {"value": -2}})
}

test_no_metric_at_all_is_said_and_only_then if {
	out_of_range.not_applicable == "no evaluation reports a metric" with input as unit({})
	not out_of_range.not_applicable with input as unit({"f1": {"value": 1}})
	not out_of_range.not_applicable with input as {}
}
