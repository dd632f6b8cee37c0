package rules.promotion.glass_unreviewed_test

import data.rules.promotion.glass_unreviewed

glass := {
	"id": "churn-inc-7",
	"incident": "INC-7",
	"reviewBy": {"at": "2026-11-28T23:59:59Z", "seconds": 604800},
	"reviewed": false,
}

at(seconds, changed) := {"now": {"seconds": seconds}, "breakGlass": [object.union(glass, changed)]}

test_one_that_was_reviewed_passes_for_ever if {
	glass_unreviewed.passed == {"churn-inc-7"} with input as at(9999999, {"reviewed": true})
}

test_there_is_time_to_the_end_of_the_day if {
	glass_unreviewed.passed == {"churn-inc-7"} with input as at(604800, {})
	glass_unreviewed.required - glass_unreviewed.passed == {"churn-inc-7"} with input as at(604801, {})
}

test_what_is_no_review_and_no_day_proves_nothing if {
	every changed in [{"reviewed": "true"}, {"reviewed": null}, {"reviewBy": {"seconds": "9999999"}}] {
		glass_unreviewed.passed == set() with input as at(700000, changed)
	}
	glass_unreviewed.passed == set() with input as at(null, {})
}

test_each_counts if {
	both := {"now": {"seconds": 700000}, "breakGlass": [glass, object.union(glass, {"id": "churn-inc-6", "reviewed": true})]}
	glass_unreviewed.required == {"churn-inc-6", "churn-inc-7"} with input as both
	glass_unreviewed.passed == {"churn-inc-6"} with input as both
}

test_the_day_is_told if {
	glass_unreviewed.facts == {"churn-inc-7": {
		"observed": "INC-7",
		"expected": "2026-11-28",
		"path": "policies/break-glass/churn-inc-7.yaml",
	}} with input as at(0, {})
}

test_none_is_said_and_only_then if {
	glass_unreviewed.not_applicable == "no emergency was written down for this unit" with input as {"breakGlass": []}
	glass_unreviewed.required == set() with input as {"breakGlass": []}
	not glass_unreviewed.not_applicable with input as at(0, {})
	not glass_unreviewed.not_applicable with input as {}
}
