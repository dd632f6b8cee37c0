package rules.data.erasure_overdue_test

import data.lib.erasures_test as units
import data.rules.data.erasure_overdue

subject := "1.0.0/training data"

late := 41 * units.day

early := late - 1

test_a_snapshot_that_follows_passes if {
	every now in [0, early, late] {
		erasure_overdue.passed == {subject} with input as units.unit(units.at(11), now, {})
	}
}

test_once_the_last_day_is_over_an_older_one_is_not_proven if {
	erasure_overdue.required == {subject} with input as units.unit(units.at(5), late, {})
	erasure_overdue.passed == set() with input as units.unit(units.at(5), late, {})
	erasure_overdue.passed == {subject} with input as units.unit(units.at(5), early, {})
}

test_every_erasure_counts_and_without_a_list_nothing_is_proven if {
	other := object.union(units.erasure, {"name": "leads"})
	two := object.union(units.unit(units.at(5), late, {}), {"portfolio": {"erasures": [other, units.erasure]}})
	erasure_overdue.passed == set() with input as two
	erasure_overdue.passed == {subject} with input as object.union(two, {"portfolio": {"erasures": [other]}})
	erasure_overdue.passed == {subject} with input as object.union(two, {"portfolio": {"erasures": []}})
	every list in [null, "none", {}] {
		erasure_overdue.passed == set() with input as object.union(two, {"portfolio": {"erasures": list}})
	}
}

test_what_has_to_be_followed_is_shown if {
	seen := erasure_overdue.facts with input as units.unit(units.at(5), late, {})
	seen == {subject: {
		"observed": {"name": "loans", "version": "2026.3", "takenAt": "day 5"},
		"expected": [units.erasure],
		"path": "models/churn/versions/1.0.0/release.yaml",
	}}
}
