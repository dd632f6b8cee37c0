# METADATA
# scope: package
# title: No model card
# description: >
#   Every judged release is described by a model card.
# custom:
#   code: card.missing
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Write models/<id>/card.yaml; docs/formats.md shows its sections.
package rules.card.missing

import data.lib.judged

required contains "card.yaml" if judged.releases

passed contains "card.yaml" if {
	count(judged.cards) > 0
	every card in judged.cards {
		is_object(card)
	}
}

facts["card.yaml"] := {"observed": "missing", "expected": "a model card", "path": judged.card_file} if {
	judged.releases
	not "card.yaml" in passed
}
