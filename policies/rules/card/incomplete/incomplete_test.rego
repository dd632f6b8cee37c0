package rules.card.incomplete_test

import data.rules.card.incomplete

unit(card, sections) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "card": card},
	"candidate": null,
	"thresholds": {"card": {"requiredSections": sections}},
}

full := {"overview": "Tells who is about to leave.", "limitations": ["Only for staff with a contract."]}

test_a_section_that_says_something_passes if {
	incomplete.passed == {"overview", "limitations"} with input as unit(full, ["overview", "limitations"])
	incomplete.facts == {} with input as unit(full, ["overview", "limitations"])
}

test_a_section_that_is_missing_or_says_nothing_is_not_proven if {
	incomplete.required - incomplete.passed == {"data"} with input as unit(full, ["overview", "data"])
	incomplete.facts.data.observed == "missing" with input as unit(full, ["data"])
	every text in ["", "See the wiki.", "                     ", [], ["A limitation that is long enough.", " "]] {
		brief := object.union(full, {"overview": text})
		incomplete.required - incomplete.passed == {"overview"} with input as unit(brief, ["overview"])
		incomplete.facts.overview.observed == "next to nothing" with input as unit(brief, ["overview"])
	}
}

test_every_release_needs_the_section if {
	half := object.union(unit(full, ["overview"]), {"candidate": {"version": "1.1.0", "card": {}}})
	incomplete.required - incomplete.passed == {"overview"} with input as half
	without := object.union(unit(full, ["overview"]), {"candidate": {"version": "1.1.0", "card": null}})
	incomplete.required - incomplete.passed == {"overview"} with input as without
}

test_nothing_required_or_nothing_to_read_is_said_and_only_then if {
	incomplete.not_applicable == "no section is required" with input as unit(full, [])
	incomplete.not_applicable == "there is no card to read" with input as unit(null, ["overview"])
	incomplete.required == set() with input as unit(null, ["overview"])
	not incomplete.not_applicable with input as unit(full, ["overview"])
	not incomplete.not_applicable with input as {}
}
