# METADATA
# scope: package
# title: Other inputs without another major version
# description: >
#   A candidate that takes other features than the stable release beside it, or takes them in another order, has another major version: who
#   calls it has to change. So it has when the older one says in its signature what it takes and the newer one doesn't, or takes less: a narrower type, or no
#   nulls any more. The same holds of a stable release that is new here, against the one that it replaces.
# custom:
#   code: promotion.breaking_change
#   severity: deny
#   message: "{subject} has {observed}; expected {expected}"
#   fix: Number the release with the next major version, and tell its callers.
package rules.promotion.breaking_change

import data.lib.columns
import data.lib.judged

not_applicable := "no release is new here, or the new one is a rollback" if {
	input.stable.version
	comparisons == []
}

comparisons := array.concat(
	[{"newer": candidate, "baseline": input.stable} |
		candidate := input.candidate
		candidate.version != input.stable.version
	],
	[{"newer": input.stable, "baseline": incumbent.stable} |
		incumbent := input.incumbent
		incumbent.stable.version != input.stable.version
		input.change.rolledBack == false
	],
)

required contains comparison.newer.version if some comparison in comparisons

passed contains comparison.newer.version if {
	some comparison in comparisons
	signature(comparison.newer) == signature(comparison.baseline)
	takes(judged.recorded(comparison.newer), judged.recorded(comparison.baseline))
}

passed contains comparison.newer.version if {
	some comparison in comparisons
	count(signature(comparison.newer)) > 0
	major(comparison.newer.version) != major(comparison.baseline.version)
}

# Names in the order that the model takes them, and the task, which decides what comes back.
signature(release) := array.concat(release.release.features, [release.evaluation.task]) if is_array(release.release.features)

# Whatever the older one takes. Of one that doesn't say nothing more can be asked.
takes(_, older) if object.get(older, "signature", null) == null

takes(newer, older) if {
	is_array(older.signature)
	count(newer.signature) == count(older.signature)
	every place, column in older.signature {
		newer.signature[place].name == column.name
		columns.fits(column.type, newer.signature[place].type)
		columns.fills(column.nullable, newer.signature[place].nullable)
	}
}

major(version) := number if {
	number := split(version, ".")[0]
	regex.match(`^[0-9]+$`, number)
}

# Where the features are the same, what they are.
taken({"newer": newer, "baseline": baseline}) := [$"{column.name} {column.type}{nulls(column)}" | some column in newer.release.signature] if {
	signature(newer) == signature(baseline)
	is_array(newer.release.signature)
} else := object.get(judged.recorded(newer), "features", null)

nulls(column) := " or null" if {
	column.nullable == true
} else := ""

facts[comparison.newer.version] := {
	"observed": taken(comparison),
	"expected": $"the features of {comparison.baseline.version}, or another major version",
	"path": judged.release_file(comparison.newer.version),
} if {
	some comparison in comparisons
}
