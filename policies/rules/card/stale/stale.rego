# METADATA
# scope: package
# title: Card reviewed too long ago
# description: >
#   The card was reviewed within the limit, and not in the future (a day ahead is clock skew). Counted in days to the moment of judging.
# custom:
#   code: card.stale
#   severity: deny
#   settled: warn
#   message: "{subject}: the card was reviewed {observed}; expected within {expected} days of now"
#   fix: Read the card again, correct it, and set reviewed.on.
#   limits: [thresholds.card.maxAgeDays]
package rules.card.stale

import data.lib.judged
import data.lib.time

days := input.thresholds.card.maxAgeDays

not_applicable := "there is no card to read" if judged.no_card

required contains release.version if {
	not judged.no_card
	some release in judged.releases
}

passed contains release.version if {
	some release in judged.releases
	release.version in required
	reviewed := input.dates[release.version].cardReviewed
	startswith(reviewed.at, release.card.reviewed.on)
	time.fresh(reviewed, days)
}

facts[version] := {"observed": observed, "expected": days, "path": judged.card_file} if {
	some version in required
	observed := object.get(input.dates, [version, "cardReviewed", "at"], null)
}
