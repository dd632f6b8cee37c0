package rules.provenance.evidence_stale_test

import data.rules.provenance.evidence_stale

# Judged on day 100 after 1970; produced on the given day.
unit(day) := {
	"now": {"seconds": 100 * 86400},
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "evaluation": {"producedAt": "2026-09-20T09:00:00Z"}},
	"candidate": null,
	"dates": {"1.0.0": {"producedAt": {"at": "2026-09-20T09:00:00Z", "seconds": day * 86400}}},
	"thresholds": {"evidence": {"maxAgeDays": 90}},
}

test_evidence_within_its_age_passes if {
	evidence_stale.passed == {"1.0.0"} with input as unit(10)
	evidence_stale.passed == {"1.0.0"} with input as unit(101)
}

test_older_evidence_or_from_the_future_is_not_proven if {
	evidence_stale.required - evidence_stale.passed == {"1.0.0"} with input as unit(9)
	evidence_stale.required - evidence_stale.passed == {"1.0.0"} with input as unit(102)
	evidence_stale.facts["1.0.0"] == {
		"observed": "2026-09-20T09:00:00Z",
		"expected": 90,
		"path": "models/churn/versions/1.0.0/evaluation.json",
	} with input as unit(9)
}

test_a_date_that_is_not_the_evaluations_proves_nothing if {
	other := object.union(unit(100), {"stable": {"evaluation": {"producedAt": "2026-09-21T09:00:00Z"}}})
	evidence_stale.required - evidence_stale.passed == {"1.0.0"} with input as other
	bare := object.union(unit(100), {"stable": {"evaluation": null}})
	evidence_stale.required - evidence_stale.passed == {"1.0.0"} with input as bare
}
