package rules.card.stale_test

import data.rules.card.stale

# Judged on day 400 after 1970; reviewed on the given day.
unit(day, at) := {
	"now": {"seconds": 400 * 86400},
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "card": {"reviewed": {"on": "2026-11-09"}}},
	"candidate": null,
	"dates": {"1.0.0": {"cardReviewed": {"at": at, "seconds": day * 86400}}},
	"thresholds": {"card": {"maxAgeDays": 365}},
}

test_a_card_within_its_age_passes if {
	stale.passed == {"1.0.0"} with input as unit(35, "2026-11-09T00:00:00Z")
	stale.passed == {"1.0.0"} with input as unit(401, "2026-11-09T00:00:00Z")
}

test_an_older_card_or_one_from_the_future_is_not_proven if {
	stale.required - stale.passed == {"1.0.0"} with input as unit(34, "2026-11-09T00:00:00Z")
	stale.required - stale.passed == {"1.0.0"} with input as unit(402, "2026-11-09T00:00:00Z")
	stale.facts["1.0.0"].observed == "2026-11-09T00:00:00Z" with input as unit(34, "2026-11-09T00:00:00Z")
}

test_a_date_that_is_not_the_cards_proves_nothing if {
	stale.required - stale.passed == {"1.0.0"} with input as unit(400, "2026-11-10T00:00:00Z")
}

test_no_date_proves_nothing if {
	undated := object.union(unit(400, "2026-11-09T00:00:00Z"), {"dates": {"1.0.0": {"cardReviewed": null}}})
	stale.required - stale.passed == {"1.0.0"} with input as undated
}

test_no_card_is_said_and_only_then if {
	bare := object.union(unit(400, "2026-11-09T00:00:00Z"), {"stable": {"card": null}})
	stale.not_applicable == "there is no card to read" with input as bare
	stale.required == set() with input as bare
	not stale.not_applicable with input as unit(400, "2026-11-09T00:00:00Z")
	not stale.not_applicable with input as {}
}
