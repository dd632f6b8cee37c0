# METADATA
# scope: package
# title: Section of the card is missing or says nothing
# description: >
#   Every section that the limits require is in the card and says something: at least twenty characters in all, no blank text and no empty
#   list in it.
# custom:
#   code: card.incomplete
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Write the section.
#   limits: [thresholds.card.requiredSections]
package rules.card.incomplete

import data.lib.judged
import data.lib.text

sections := input.thresholds.card.requiredSections

not_applicable := "no section is required" if sections == []

not_applicable := "there is no card to read" if {
	sections != []
	judged.no_card
}

required contains section if {
	not judged.no_card
	some section in sections
}

passed contains section if {
	some section in required
	count(judged.cards) > 0
	every card in judged.cards {
		text.substantial(card[section])
	}
}

facts[section] := {"observed": observed(section), "expected": "at least 20 characters, nothing blank", "path": judged.card_file} if {
	some section in required
	not section in passed
}

observed(section) := "missing" if {
	some card in judged.cards
	object.get(card, section, null) == null
} else := "next to nothing"
