package rules.serving.latency_above_limit_test

import data.rules.serving.latency_above_limit

unit(p50, p95, p99) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "evaluation": {"latencyMs": {"p50": p50, "p95": p95, "p99": p99}}},
	"candidate": null,
	"thresholds": {"serving": {"latencyP95Ms": 50, "latencyP99Ms": 100}},
}

unproven(p50, p95, p99) := subjects if {
	subjects := latency_above_limit.required - latency_above_limit.passed with input as unit(p50, p95, p99)
}

test_latency_within_its_limits_passes if unproven(10, 50, 100) == set()

test_slower_calls_are_not_proven if {
	unproven(10, 51, 100) == {"1.0.0/p95"}
	unproven(10, 50, 101) == {"1.0.0/p99"}
	latency_above_limit.facts["1.0.0/p99"] == {
		"observed": 101,
		"expected": 100,
		"path": "models/churn/versions/1.0.0/evaluation.json",
	} with input as unit(10, 50, 101)
}

test_percentiles_that_fall_are_not_proven if unproven(10, 9, 100) == {"1.0.0/p95", "1.0.0/p99"}

test_anything_but_a_number_is_not_proven if {
	every value in ["10", null, true, -1] {
		"1.0.0/p95" in unproven(0, value, 100)
	}
}

test_a_release_without_evaluation_or_a_limit_that_is_missing_prove_nothing if {
	bare := object.union(unit(1, 2, 3), {"stable": {"evaluation": null}})
	latency_above_limit.required - latency_above_limit.passed == {"1.0.0/p95", "1.0.0/p99"} with input as bare
	limitless := object.union(unit(1, 2, 3), {"thresholds": {"serving": {"latencyP95Ms": null}}})
	latency_above_limit.required - latency_above_limit.passed == {"1.0.0/p95"} with input as limitless
}

test_no_time_at_all_is_possible_and_less_is_not if {
	unproven(0, 0, 0) == set()
	unproven(-1, -1, -1) == {"1.0.0/p95", "1.0.0/p99"}
}
