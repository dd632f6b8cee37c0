package rules.metrics.not_reported_test

import data.rules.metrics.not_reported

unit(metrics, required) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "evaluation": {"metrics": metrics}},
	"candidate": null,
	"thresholds": {"metrics": {"required": required}},
}

test_a_reported_number_passes if {
	not_reported.passed == {"1.0.0/f1"} with input as unit({"f1": {"value": 0}}, ["f1"])
}

test_anything_but_a_number_is_not_reported if {
	every entry in [{}, {"value": null}, {"value": "0.9"}, {"value": true}, null] {
		not_reported.required - not_reported.passed == {"1.0.0/f1"} with input as unit({"f1": entry}, ["f1"])
	}
	not_reported.required - not_reported.passed == {"1.0.0/f1"} with input as unit({}, ["f1"])
}

test_a_release_without_evaluation_reports_nothing if {
	bare := object.union(unit({}, ["f1"]), {"stable": {"evaluation": null}})
	not_reported.required - not_reported.passed == {"1.0.0/f1"} with input as bare
	not_reported.facts["1.0.0/f1"].observed == null with input as bare
}

test_a_candidate_reports_as_well if {
	both := object.union(unit({"f1": {"value": 1}}, ["f1"]), {"candidate": {"version": "1.1.0"}})
	not_reported.required - not_reported.passed == {"1.1.0/f1"} with input as both
}

test_no_requirement_is_said_and_only_then if {
	not_reported.not_applicable == "no metric is required" with input as unit({}, [])
	not_reported.required == set() with input as unit({}, [])
	not not_reported.not_applicable with input as unit({}, ["f1"])
	not not_reported.not_applicable with input as {}
}
