package rules.card.missing_test

import data.rules.card.missing

unit(stable, candidate) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "card": stable},
	"candidate": {"version": "1.1.0", "card": candidate},
}

test_a_card_for_every_release_passes if {
	missing.passed == {"card.yaml"} with input as unit({}, {})
	missing.facts == {} with input as unit({}, {})
}

test_a_release_without_a_card_is_not_proven if {
	missing.required - missing.passed == {"card.yaml"} with input as unit({}, null)
	missing.required - missing.passed == {"card.yaml"} with input as unit(null, {})
	missing.required - missing.passed == {"card.yaml"} with input as unit("text", {})
	missing.facts["card.yaml"].path == "models/churn/card.yaml" with input as unit({}, null)
}

test_without_releases_nothing_is_said if missing.required == set() with input as {}
