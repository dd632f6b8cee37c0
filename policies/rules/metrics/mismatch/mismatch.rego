# METADATA
# scope: package
# title: Metric disagrees with its counts
# description: >
#   Where the evaluation holds counts, every claimed metric that follows from them is computed again and must agree. The counts must add up:
#   to the rows of the evaluated data, and over the groups of every attribute.
# custom:
#   code: metrics.mismatch
#   severity: deny
#   message: "{subject} is {observed}; the counts give {expected}"
#   fix: Evaluate the release again; never edit an evaluation.
#   limits: [thresholds.metrics.tolerance]
package rules.metrics.mismatch

import data.lib.counts
import data.lib.judged
import data.lib.num

tolerance := input.thresholds.metrics.tolerance

not_applicable := $"a {input.model.task} model reports no counts to compute from" if input.model.task != "binary-classification"

required contains subject if some subject, _ in claims

passed contains subject if {
	some subject, here in claims
	proven(here)
}

facts[subject] := {"observed": here.observed, "expected": shown(here), "path": judged.evaluation_file(here.release.version)} if {
	some subject, here in claims
}

evaluated contains release if {
	input.model.task == "binary-classification"
	some release in judged.releases
}

confusion(release) := release.evaluation.confusion

# Every claimed metric that the counts decide.
claims[subject] := {"release": release, "observed": observed, "metric": name} if {
	some release in evaluated
	some name in counts.metrics
	observed := release.evaluation.metrics[name].value
	subject := $"{release.version}/{name}"
}

proven(here) if counts.agrees(here.observed, counts.fraction(here.metric, confusion(here.release)), tolerance)

expectation(here) := num.shown(numerator, denominator) if {
	[numerator, denominator] := counts.fraction(here.metric, confusion(here.release))
}

# The counts cover the evaluated rows. Always required, so that counts can't be left out.
claims[subject] := {"release": release, "observed": observed, "rows": true} if {
	some release in evaluated
	observed := object.get(judged.evaluation(release), ["dataset", "rows"], null)
	subject := $"{release.version}/rows"
}

proven(here) if {
	here.rows
	counts.total(confusion(here.release)) == here.observed
	num.counted(here.observed)
}

expectation(here) := counts.total(confusion(here.release)) if here.rows

# The groups of each attribute, declared or reported, are a partition of the rows.
claims[subject] := {"release": release, "observed": summed(release, attribute), "attribute": attribute} if {
	some release in evaluated
	some attribute in attributes(release)
	subject := $"{release.version}/groups/{attribute}"
}

attributes(release) := {attribute.name | some attribute in input.model.protectedAttributes} | {row.attribute | some row in release.evaluation.groups}

rows(release, attribute) := [row | some row in release.evaluation.groups; row.attribute == attribute]

summed(release, attribute) := {cell: sum([row[cell] | some row in rows(release, attribute)]) | some cell in ["tp", "fp", "tn", "fn"]}

proven(here) if {
	here.observed == confusion(here.release)
	every row in rows(here.release, here.attribute) {
		counts.total(row)
	}
}

expectation(here) := confusion(here.release) if here.attribute

# The size that a group claims is its counts' sum.
claims[subject] := {"release": release, "observed": size(row), "row": row} if {
	some release in evaluated
	some index, row in release.evaluation.groups
	subject := $"{release.version}/groups/{index}/n"
}

size(row) := n if {
	n := row.n
} else := null

proven(here) if counts.total(here.row) == here.observed

expectation(here) := counts.total(here.row) if here.row

# The Brier score is reported twice: as a metric, and with the calibration that it belongs to.
claims[subject] := {"release": release, "observed": observed, "brier": brier} if {
	some release in evaluated
	observed := release.evaluation.metrics.brier_score_loss.value
	brier := release.evaluation.calibration.brier
	subject := $"{release.version}/brier_score_loss"
}

proven(here) if num.near(here.observed, here.brier, tolerance)

expectation(here) := here.brier

shown(here) := value if {
	value := expectation(here)
} else := null
