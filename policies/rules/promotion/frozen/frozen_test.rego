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
