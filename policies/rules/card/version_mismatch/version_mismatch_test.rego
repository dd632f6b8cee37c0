package rules.card.version_mismatch_test

import data.rules.card.version_mismatch

unit(card) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "card": card},
	"candidate": {"version": "1.1.0", "card": card},
}

test_a_card_that_describes_the_releases_passes if {
	version_mismatch.passed == {"1.0.0", "1.1.0"} with input as unit({"model": "churn", "versions": ["1.0.0", "1.1.0"]})
}

test_a_release_that_is_not_described_is_not_proven if {
	old := {"model": "churn", "versions": ["1.0.0"]}
	version_mismatch.required - version_mismatch.passed == {"1.1.0"} with input as unit(old)
	version_mismatch.facts["1.1.0"].observed == "churn 1.0.0" with input as unit(old)
}

test_a_card_of_another_model_describes_nothing if {
	other := unit({"model": "credit", "versions": ["1.0.0", "1.1.0"]})
	version_mismatch.required - version_mismatch.passed == {"1.0.0", "1.1.0"} with input as other
}

test_no_card_is_said_and_only_then if {
	version_mismatch.not_applicable == "there is no card to read" with input as unit(null)
	version_mismatch.required == set() with input as unit(null)
	not version_mismatch.not_applicable with input as unit({})
	not version_mismatch.not_applicable with input as {}
}
