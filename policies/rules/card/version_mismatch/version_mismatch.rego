# METADATA
# scope: package
# title: Card does not describe the release
# description: >
#   The card names this model, and every judged release is among the versions that it describes.
# custom:
#   code: card.version_mismatch
#   severity: deny
#   message: "{subject}: the card describes {observed}; expected {expected}"
#   fix: Review the card for this release, then add its version.
package rules.card.version_mismatch

import data.lib.judged

not_applicable := "there is no card to read" if judged.no_card

required contains release.version if {
	not judged.no_card
	some release in judged.releases
}

passed contains release.version if {
	some release in judged.releases
	release.version in required
	describes(release.card, release.version)
}

describes(card, version) if {
	card.model == input.model.id
	version in card.versions
}

facts[version] := {"observed": observed, "expected": $"{input.model.id} {version}", "path": judged.card_file} if {
	some version in required
	observed := concat(" / ", {$"{card.model} {concat(", ", card.versions)}" | some card in judged.cards})
}
