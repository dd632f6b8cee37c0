# METADATA
# scope: package
# title: Stage skipped
# description: >
#   Every version that stands in this environment stood in the stage before it, and not later, by git's history. Putting a version back where it
#   stood before is always allowed. A shallow clone may leave it undecided.
# custom:
#   code: promotion.skipped_stage
#   severity: deny
#   settled: warn
#   message: "{subject} reached {observed}; expected {expected}"
#   fix: Promote the version to the stage before this one first.
#   limits: [thresholds.promotion.after]
package rules.promotion.skipped_stage

import data.lib.judged
import data.lib.promotion

not_applicable := promotion.reason

required contains version if {
	promotion.previous != null
	some version in judged.versions
}

passed contains version if {
	some version in required
	promotion.in_order(version)
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
	promotion.previous != null
} else := set()

facts[version] := {"observed": observed, "expected": $"{promotion.previous} before {input.environment}", "path": judged.releases_file} if {
	some version in required
	observed := concat(", ", [$"{environment} {at(version, environment)}" | some environment in [promotion.previous, input.environment]])
}

at(version, environment) := text if {
	text := promotion.reached(version, environment).at
} else := "never"
