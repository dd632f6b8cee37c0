# METADATA
# scope: package
# title: Evidence is too old
# description: >
#   The evaluation of every judged release was produced within the limit, and not in the future (a day ahead is clock skew).
# custom:
#   code: provenance.evidence_stale
#   severity: deny
#   settled: warn
#   message: "{subject} was evaluated {observed}; expected within {expected} days of now"
#   fix: Evaluate the release again on current data, as a new version.
#   limits: [thresholds.evidence.maxAgeDays]
package rules.provenance.evidence_stale

import data.lib.judged
import data.lib.time

days := input.thresholds.evidence.maxAgeDays

required contains release.version if some release in judged.releases

passed contains release.version if {
	some release in judged.releases
	produced := input.dates[release.version].producedAt
	produced.at == release.evaluation.producedAt
	time.fresh(produced, days)
}

facts[version] := {"observed": observed, "expected": days, "path": judged.evaluation_file(version)} if {
	some version in required
	observed := object.get(input.dates, [version, "producedAt", "at"], null)
}
