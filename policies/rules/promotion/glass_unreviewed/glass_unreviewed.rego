# METADATA
# scope: package
# title: Emergency without its review
# description: >
#   Somebody else than who asked has looked back at every emergency of this unit by the day that its file names. Until then nothing further is promoted here.
# custom:
#   code: promotion.glass_unreviewed
#   severity: deny
#   settled: warn
#   message: "{subject} was to be reviewed by {expected}; it is not ({observed})"
#   fix: Look back at the emergency, and write the review into its file in a pull request.
package rules.promotion.glass_unreviewed

import data.lib.num

not_applicable := "no emergency was written down for this unit" if input.breakGlass == []

required contains glass.id if some glass in input.breakGlass

passed contains glass.id if {
	some glass in input.breakGlass
	glass.reviewed == true
}

passed contains glass.id if {
	some glass in input.breakGlass
	num.at_most(input.now.seconds, glass.reviewBy.seconds)
}

facts[glass.id] := {"observed": glass.incident, "expected": substring(glass.reviewBy.at, 0, 10), "path": $"policies/break-glass/{glass.id}.yaml"} if {
	some glass in input.breakGlass
}
