# METADATA
# scope: package
# title: Soak too short
# description: >
#   Every version that stands in this environment stood in the stage before it for the hours that the limits ask for, before it came here; one
#   that is only being introduced, until now. Putting a version back where it stood before is always allowed.
# custom:
#   code: promotion.soak_too_short
#   severity: deny
#   settled: warn
#   message: "{subject} soaked {observed} hours; expected at least {expected}"
#   fix: Let the version run in the stage before this one for longer.
#   limits: [thresholds.promotion.after, thresholds.promotion.minSoakHours]
package rules.promotion.soak_too_short

import data.lib.judged
import data.lib.num
import data.lib.promotion
import data.lib.time

hours := input.thresholds.promotion.minSoakHours

not_applicable := promotion.reason

not_applicable := "no soak is asked for" if {
	promotion.previous != null
	hours == 0
}

required contains version if {
	promotion.previous != null
	hours != 0
	some version in judged.versions
}

passed contains version if {
	some version in required
	promotion.in_order(version)
	is_number(hours)
	num.at_least(promotion.soaked(version), hours * time.hour)
}

passed contains version if {
	some version in required
	promotion.put_back(version)
}

passed contains version if {
	some version in required
	promotion.taken_over(version)
}

inconclusive := promotion.undecided(passed) if {
	count(required) > 0
} else := set()

facts[version] := {"observed": observed(version), "expected": hours, "path": judged.releases_file} if some version in required

observed(version) := shown if {
	shown := num.shown(promotion.soaked(version), time.hour)
} else := null
