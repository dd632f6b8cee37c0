# METADATA
# scope: package
# title: Candidate is already stable
# description: >
#   A candidate is another version than the stable release beside it: findings are told apart by version, and there would be nothing to roll out.
# custom:
#   code: promotion.candidate_is_stable
#   severity: deny
#   message: "{subject} is stable here already; expected {expected}"
#   fix: Name another candidate in releases.yaml, or remove it.
package rules.promotion.candidate_is_stable

import data.lib.judged

not_applicable := "no candidate is being rolled out" if input.candidate == null

required contains input.candidate.version

passed contains version if {
	some version in required
	version != input.stable.version
}

facts[version] := {"observed": input.stable.version, "expected": "another version", "path": judged.releases_file} if some version in required
