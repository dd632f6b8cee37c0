package rules.promotion.approval_missing_test

import data.rules.promotion.approval_missing

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

by(names) := {"approvals": {"author": "ada", "given": [{"by": name, "role": "risk", "at": "2026-12-20T10:00:00Z"} | some name in names]}}

unproven(changed) := subjects if {
	subjects := (approval_missing.required - approval_missing.passed) - approval_missing.inconclusive with input as unit(changed)
}

test_two_other_people_pass if {
	unproven(by(["bea", "cem"])) == set()
	approval_missing.facts["1.1.0/risk"].observed == ["bea", "cem"] with input as unit(by(["bea", "cem"]))
}

test_fewer_are_not_proven if {
	every names in [[], ["bea"], ["bea", "ada"], ["bea", " Bea "], ["bea", "ADA"]] {
		unproven(by(names)) == {"1.1.0/risk"}
	}
	other := {"approvals": {"author": "ada", "given": [{"by": "bea", "role": "risk"}, {"by": "cem", "role": "security"}]}}
	unproven(other) == {"1.1.0/risk"}
}

test_unknown_approvals_are_undecided if {
	approval_missing.inconclusive == {"1.1.0/risk"} with input as object.union(object.remove(unit({}), ["approvals"]), {"approvals": null})
	approval_missing.facts["1.1.0/risk"].observed == null with input as object.union(object.remove(unit({}), ["approvals"]), {"approvals": null})
	approval_missing.inconclusive == set() with input as unit({})
}

test_reasons_are_said_and_only_then if {
	approval_missing.not_applicable == "no base commit was given to compare with" with input as unit({"change": {"compared": false}})
	approval_missing.not_applicable == "the limits ask for no approval here" with input as unit({"thresholds": {"promotion": {"approvals": []}}})
	approval_missing.not_applicable == "the change promotes nothing here" with input as unit({"change": {"introduced": []}, "incumbent": {"stable": {"version": "1.1.0"}}})
	not approval_missing.not_applicable with input as unit({})
	not approval_missing.not_applicable with input as {}
}

test_without_a_comparison_one_thing_is_said_and_nothing_asked if {
	alone := unit({"change": {"compared": false}})
	approval_missing.required == set() with input as alone
	approval_missing.not_applicable == "no base commit was given to compare with" with input as alone
	free := object.union(alone, {"thresholds": {"promotion": {"approvals": [], "freeze": []}}})
	approval_missing.not_applicable == "no base commit was given to compare with" with input as free
	unpromoted := object.union(alone, {"change": {"introduced": []}, "incumbent": {"stable": {"version": "1.1.0"}}})
	approval_missing.not_applicable == "no base commit was given to compare with" with input as unpromoted
}
