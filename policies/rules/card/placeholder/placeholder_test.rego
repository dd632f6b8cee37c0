package rules.card.placeholder_test

import data.rules.card.placeholder

unit(stable, candidate) := {
	"model": {"id": "churn"},
	"stable": {"version": "1.0.0", "card": stable},
	"candidate": {"version": "1.1.0", "card": candidate},
}

card := {"title": "Churn", "ethics": [{"risk": "Age may be a proxy.", "mitigation": "It is measured."}]}

test_written_text_passes if {
	placeholder.passed == {"title", "ethics/0/risk", "ethics/0/mitigation"} with input as unit(card, card)
	placeholder.facts == {} with input as unit(card, card)
}

test_a_placeholder_is_found_wherever_it_stands if {
	left := object.union(card, {"ethics": [{"risk": "TODO", "mitigation": "It is measured."}]})
	placeholder.required - placeholder.passed == {"ethics/0/risk"} with input as unit(left, left)
	placeholder.required - placeholder.passed == {"ethics/0/risk"} with input as unit(card, left)
	placeholder.facts["ethics/0/risk"].observed == "Age may be a proxy. / TODO" with input as unit(card, left)
}

test_no_card_is_said_and_only_then if {
	placeholder.not_applicable == "there is no card to read" with input as unit(null, null)
	placeholder.required == set() with input as unit(null, null)
	not placeholder.not_applicable with input as unit(card, null)
	not placeholder.not_applicable with input as {}
}
