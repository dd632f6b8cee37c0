# METADATA
# scope: package
# title: Glass is broken
# description: >
#   No emergency is open here. While one is, one image may come without approvals, soak and outside of a freeze, and everybody who reads the verdict is
#   told who asked, who approved it, why and until when. Nothing else is excused by it.
# custom:
#   code: promotion.glass_broken
#   severity: warn
#   message: "{subject} lets one image in: {observed}; expected {expected}"
#   fix: Look at the incident; when it is over, write the review into the file.
package rules.promotion.glass_broken

import data.lib.num

not_applicable := "no emergency was written down for this unit" if input.breakGlass == []

required contains glass.id if some glass in input.breakGlass

# Over, or yet to come.
passed contains glass.id if {
	some glass in input.breakGlass
	num.at_least(input.now.seconds, glass.until.seconds + 1)
}

passed contains glass.id if {
	some glass in input.breakGlass
	num.at_most(input.now.seconds, glass.from.seconds - 1)
}

facts[glass.id] := {"observed": observed, "expected": "no open emergency", "path": $"policies/break-glass/{glass.id}.yaml"} if {
	some glass in input.breakGlass
	told := object.filter(glass, ["incident", "reason", "requestedBy", "approvedBy", "digest"])
	observed := object.union(told, {"from": glass.from.at, "until": glass.until.at})
}
