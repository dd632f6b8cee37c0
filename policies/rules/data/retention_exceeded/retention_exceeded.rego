# METADATA
# scope: package
# title: Data kept for too long
# description: >
#   Data that a judged release was evaluated on is not older than the contract allows, counted from its oldest row, or from the release
#   where rows have no date; and no topic or store that the declaration names keeps data for longer.
# custom:
#   code: data.retention_exceeded
#   severity: deny
#   settled: warn
#   message: "{subject} is kept for {observed} days; expected at most {expected}"
#   fix: Train on data that may still be kept, and shorten what topics and stores keep.
package rules.data.retention_exceeded

import data.lib.judged
import data.lib.num
import data.lib.time

contract := object.get(input.model, ["data", "contract"], null)

not_applicable := "the declaration has no data contract" if {
	input.model
	contract == null
}

required contains subject if some subject, _ in kept

# Days by what keeps them.
kept[subject] := {"days": days_of(release), "path": judged.evaluation_file(release.version)} if {
	contract != null
	some release in judged.releases
	subject := $"{release.version}/data"
}

kept[subject] := {"days": object.get(holder, "retentionDays", null), "path": $"synth/catalog/{input.model.id}.json"} if {
	contract != null
	some list, kind in {"topics": "topic", "stores": "store"}
	some index, holder in object.get(input.model.data, list, [])
	subject := $"{kind}/{object.get(holder, "name", index)}"
}

days_of(release) := floor(time.between(oldest(release), input.now) / time.day) if {
	oldest(release)
} else := null

# The oldest row by the evaluation's own word; the release, where rows have no date.
oldest(release) := rows if {
	rows := input.dates[release.version].dataFrom
	rows.at == release.evaluation.dataset.from
} else := made if {
	input.dates[release.version].dataFrom == null
	object.get(judged.evaluation(release), ["dataset", "from"], null) == null
	made := input.dates[release.version].createdAt
}

passed contains subject if {
	some subject, here in kept
	num.between(here.days, -1, contract.retentionDays)
}

facts[subject] := {"observed": here.days, "expected": object.get(contract, "retentionDays", null), "path": here.path} if some subject, here in kept
