# METADATA
# scope: package
# title: Placeholder left in the card
# description: >
#   No text of the card, wherever it stands, is or holds what people leave behind when they mean to come back.
# custom:
#   code: card.placeholder
#   severity: deny
#   message: "{subject} reads: {observed}; expected {expected}"
#   fix: Write what is meant, or leave the section out where it is not required.
package rules.card.placeholder

import data.lib.judged
import data.lib.text

not_applicable := "there is no card to read" if judged.no_card

required contains subject if some subject, _ in texts

# Releases share one card file. If they ever don't, each text is judged.
texts[position] contains leaf if {
	some card in judged.cards
	some position, leaf in text.by_position(card)
}

passed contains position if {
	some position, leaves in texts
	every leaf in leaves {
		text.free_of_placeholders(leaf)
	}
}

facts[position] := {"observed": concat(" / ", leaves), "expected": "a text without placeholders", "path": judged.card_file} if {
	some position, leaves in texts
	not position in passed
}
