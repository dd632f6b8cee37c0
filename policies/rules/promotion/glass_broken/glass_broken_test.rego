package rules.promotion.glass_broken_test

import data.rules.promotion.glass_broken

glass := {
	"id": "churn-inc-7",
	"digest": "sha256:aa",
	"incident": "INC-7",
	"reason": "Answers are wrong for every second customer",
	"requestedBy": "ada",
	"approvedBy": "mira",
	"from": {"at": "hour 10", "seconds": 36000},
	"until": {"at": "hour 12", "seconds": 43200},
	"reviewBy": {"at": "day 7", "seconds": 604800},
	"reviewed": false,
}

at(seconds) := {"now": {"seconds": seconds}, "breakGlass": [glass]}

test_an_open_emergency_is_not_proven_away if {
	every second in [36000, 40000, 43200, "soon", null] {
		glass_broken.required - glass_broken.passed == {"churn-inc-7"} with input as at(second)
	}
}

test_one_that_is_over_or_yet_to_come_passes if {
	glass_broken.passed == {"churn-inc-7"} with input as at(43201)
	glass_broken.passed == {"churn-inc-7"} with input as at(35999)
}

test_moments_that_are_none_prove_nothing if {
	vague := object.union(glass, {"from": {"seconds": "36000"}, "until": {"seconds": "43200"}})
	every second in [0, 40000, 99999] {
		glass_broken.passed == set() with input as {"now": {"seconds": second}, "breakGlass": [vague]}
	}
}

test_each_is_told_with_its_people if {
	glass_broken.facts == {"churn-inc-7": {
		"observed": {
			"incident": "INC-7",
			"reason": "Answers are wrong for every second customer",
			"requestedBy": "ada",
			"approvedBy": "mira",
			"digest": "sha256:aa",
			"from": "hour 10",
			"until": "hour 12",
		},
		"expected": "no open emergency",
		"path": "policies/break-glass/churn-inc-7.yaml",
	}} with input as at(40000)
}

test_one_that_is_over_hides_none_that_is_open if {
	other := object.union(glass, {"id": "churn-inc-6", "from": {"seconds": 10}, "until": {"seconds": 20}})
	glass_broken.required == {"churn-inc-6", "churn-inc-7"} with input as {"now": {"seconds": 40000}, "breakGlass": [other, glass]}
	glass_broken.passed == {"churn-inc-6"} with input as {"now": {"seconds": 40000}, "breakGlass": [other, glass]}
}

test_none_is_said_and_only_then if {
	glass_broken.not_applicable == "no emergency was written down for this unit" with input as {"breakGlass": []}
	glass_broken.required == set() with input as {"breakGlass": []}
	not glass_broken.not_applicable with input as at(40000)
	not glass_broken.not_applicable with input as {}
}
