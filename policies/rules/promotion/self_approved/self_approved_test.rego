package rules.promotion.self_approved_test

import data.rules.promotion.self_approved

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

approved(given) := unit({"approvals": {"author": "ada", "given": given}})

test_others_in_one_role_each_pass if {
	self_approved.passed == {"0/risk", "1/owner"} with input as approved([{"by": "bea", "role": "risk"}, {"by": "cem", "role": "owner"}])
}

test_the_author_and_a_person_in_two_roles_are_not_proven if {
	self_approved.required - self_approved.passed == {"0/risk"} with input as approved([{"by": "ADA", "role": "risk"}])
	self_approved.required - self_approved.passed == {"0/risk", "1/owner"} with input as approved([{"by": "bea", "role": "risk"}, {"by": "Bea", "role": "owner"}])
	self_approved.required - self_approved.passed == {"0/role"} with input as approved([{"by": null}])
	self_approved.facts["0/risk"].observed == "ADA" with input as approved([{"by": "ADA", "role": "risk"}])
}

test_reasons_are_said_and_only_then if {
	self_approved.not_applicable == "no base commit was given to compare with" with input as unit({"change": {"compared": false}})
	self_approved.not_applicable == "the change promotes nothing here" with input as unit({"change": {"introduced": []}, "incumbent": {"stable": {"version": "1.1.0"}}})
	self_approved.not_applicable == "nobody has approved" with input as approved([])
	self_approved.not_applicable == "nobody has approved" with input as object.union(object.remove(unit({}), ["approvals"]), {"approvals": null})
	not self_approved.not_applicable with input as approved([{"by": "bea", "role": "risk"}])
	not self_approved.not_applicable with input as {}
}

test_nobody_is_asked_where_nothing_is_promoted if {
	given := [{"by": "bea", "role": "risk"}]
	self_approved.required == set() with input as object.union(approved(given), {"change": {"introduced": []}, "incumbent": {"stable": {"version": "1.1.0"}}})
	self_approved.required == set() with input as object.union(approved(given), {"change": {"compared": false}})
}
