package rules.promotion.frozen_test

import data.rules.promotion.frozen

unit(changed) := object.union(
	{
		"now": {"at": "2026-12-20T12:00:00Z", "seconds": 1797768000},
		"environment": "prod",
		"model": {"id": "churn"},
		"thresholds": {"promotion": {"approvals": [{"role": "risk", "count": 2}], "freeze": [{"from": "2026-12-18", "to": "2027-01-03", "reason": "Year-end close"}]}},
		"stable": {"version": "1.1.0"},
		"candidate": null,
		"incumbent": {"stable": {"version": "1.0.0"}, "candidate": null},
		"history": {"complete": true, "began": null, "reached": {}},
		"change": {"compared": true, "introduced": ["1.1.0"], "rolledBack": false},
		"approvals": {"author": "ada", "given": []},
	},
	changed,
)

on(at) := unit({"now": {"at": at}})

test_days_outside_pass if {
	frozen.passed == {"1.1.0"} with input as on("2026-12-17T23:59:59Z")
	frozen.passed == {"1.1.0"} with input as on("2027-01-04T00:00:00Z")
}

test_days_inside_are_not_proven if {
	every at in ["2026-12-18T00:00:00Z", "2026-12-25T12:00:00Z", "2027-01-03T23:59:59Z", "soon", 7, null] {
		frozen.required - frozen.passed == {"1.1.0"} with input as on(at)
	}
	frozen.facts["1.1.0"].observed == "2026-12-25T12:00:00Z" with input as on("2026-12-25T12:00:00Z")
}

test_a_window_without_days_is_not_proven if {
	every window in [{}, {"from": null, "to": null}, {"from": "always", "to": "ever"}] {
		frozen.passed == set() with input as object.union(on("2026-06-01T00:00:00Z"), {"thresholds": {"promotion": {"freeze": [window]}}})
	}
}

test_reasons_are_said_and_only_then if {
	frozen.not_applicable == "no base commit was given to compare with" with input as unit({"change": {"compared": false}})
	frozen.not_applicable == "no days are frozen here" with input as unit({"thresholds": {"promotion": {"freeze": []}}})
	frozen.not_applicable == "the change promotes nothing here" with input as unit({"change": {"introduced": []}, "incumbent": {"stable": {"version": "1.1.0"}}})
	not frozen.not_applicable with input as unit({})
	not frozen.not_applicable with input as {}
}

test_every_window_counts if {
	before := {"from": "2026-11-01", "to": "2026-11-02", "reason": "Audit"}
	year_end := {"from": "2026-12-18", "to": "2027-01-03", "reason": "Year-end close"}
	two := object.union(unit({}), {"thresholds": {"promotion": {"freeze": [before, year_end]}}})
	frozen.passed == set() with input as two
}

test_without_a_comparison_one_thing_is_said_and_nothing_asked if {
	alone := unit({"change": {"compared": false}})
	frozen.required == set() with input as alone
	frozen.not_applicable == "no base commit was given to compare with" with input as alone
	free := object.union(alone, {"thresholds": {"promotion": {"approvals": [], "freeze": []}}})
	frozen.not_applicable == "no base commit was given to compare with" with input as free
	unpromoted := object.union(alone, {"change": {"introduced": []}, "incumbent": {"stable": {"version": "1.1.0"}}})
	frozen.not_applicable == "no base commit was given to compare with" with input as unpromoted
}
