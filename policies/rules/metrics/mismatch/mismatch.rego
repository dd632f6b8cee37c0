# METADATA
# scope: package
# title: Metric disagrees with its counts
# description: >
#   Where the evaluation holds counts, a confusion matrix, sums of errors, bins of probability or places of relevant items, every claimed metric that follows from them is
#   computed again and must agree. The counts and sums must add up: to the rows of the evaluated data, and over the groups of every attribute.
# custom:
#   code: metrics.mismatch
#   severity: deny
#   message: "{subject} is {observed}; the counts give {expected}"
#   fix: Evaluate the release again; never edit an evaluation.
#   limits: [thresholds.metrics.tolerance]
package rules.metrics.mismatch

import data.lib.counts
import data.lib.judged
import data.lib.multiclass
import data.lib.num
import data.lib.rankings
import data.lib.reliability
import data.lib.residuals

tolerance := input.thresholds.metrics.tolerance

# Classifiers have to hold what their metrics follow from, the others may.
not_applicable := $"the evidence of this {input.model.task} model holds nothing to compute from" if {
	some task in ["regression", "forecast", "ranking"]
	input.model.task == task
	count(claims) == 0
}

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

# What one value follows from. Nothing is computed to make a claim: what can't be computed stays claimed, and unproven.
proven(here) if num.near(here.observed, computed(here), tolerance)

expectation(here) := num.rounded(computed(here))

# A multiclass model's matrix can't be left out.
claims[subject] := {"release": release, "observed": observed, "matrix": name} if {
	input.model.task == "multiclass-classification"
	some release in judged.releases
	some name, observed in object.union(reported(release, multiclass.metrics), {"rows": rows_of(release)})
	subject := $"{release.version}/{name}"
}

computed(here) := multiclass.value(here.matrix, here.release.evaluation.confusionMatrix)

computed(here) := multiclass.total(here.release.evaluation.confusionMatrix) if here.matrix == "rows"

claims[subject] := {"release": release, "observed": observed, "sums": name} if {
	some release in judged.releases
	release.evaluation.residuals
	some name, observed in object.union(reported(release, residuals.metrics), {"residuals/n": rows_of(release)})
	subject := $"{release.version}/{name}"
}

computed(here) := residuals.value(here.sums, here.release.evaluation.residuals)

computed(here) := here.release.evaluation.residuals.n if here.sums == "residuals/n"

# What a group says of its errors follows from its own sums.
claims[subject] := {"release": release, "observed": object.get(row, field, null), "mean": name, "sumsOf": row} if {
	some release in judged.releases
	some index, row in release.evaluation.groups
	row.residuals
	some field, name in {"mae": "mean_absolute_error", "bias": "mean_error"}
	subject := $"{release.version}/groups/{index}/{field}"
}

computed(here) := residuals.value(here.mean, object.union(here.sumsOf.residuals, {"n": here.sumsOf.n}))

# The groups of an attribute are a partition: their errors add up to those of all rows.
claims[subject] := {"release": release, "observed": pooled(release, attribute, name), "pooled": name} if {
	some release in judged.releases
	release.evaluation.residuals
	some attribute in {row.attribute | some row in release.evaluation.groups; row.residuals}
	some name in ["n", "mean_error", "mean_absolute_error", "mean_squared_error"]
	subject := $"{release.version}/groups/{attribute}/{name}"
}

pooled(release, attribute, name) := value if {
	name == "n"
	value := pooled_rows(release, attribute)
} else := value if {
	cells := {cell: total |
		some cell in ["sumError", "sumAbsoluteError", "sumSquaredError"]
		total := sum([row.residuals[cell] | some row in rows(release, attribute)])
	}
	value := residuals.value(name, object.union(cells, {"n": pooled_rows(release, attribute)}))
} else := null

pooled_rows(release, attribute) := sum([row.n | some row in rows(release, attribute)])

computed(here) := residuals.value(here.pooled, here.release.evaluation.residuals)

computed(here) := here.release.evaluation.residuals.n if here.pooled == "n"

claims[subject] := {"release": release, "observed": observed, "ranked": name} if {
	some release in judged.releases
	release.evaluation.rankings
	ranked := {name | some name, _ in release.evaluation.metrics; rankings.decided(name)}
	some name, observed in object.union(reported(release, ranked), {"rankings/items": rows_of(release)})
	subject := $"{release.version}/{name}"
}

computed(here) := rankings.value(here.ranked, here.release.evaluation.rankings) if rankings.decided(here.ranked)

computed(here) := rankings.items(here.release.evaluation.rankings) if here.ranked == "rankings/items"

claims[subject] := {"release": release, "observed": observed, "bins": name} if {
	some release in judged.releases
	calibration := release.evaluation.calibration
	calibration.reliability
	some name, observed in {"brier": calibration.brier, "ece": calibration.ece, "n": rows_of(release)}
	subject := $"{release.version}/calibration/{name}"
}

computed(here) := reliability.value(here.bins, here.release.evaluation.calibration.reliability)

computed(here) := reliability.total(here.release.evaluation.calibration.reliability) if here.bins == "n"

# Two releases on the same rows: these rows, and of them as many right as the counts say.
claims[subject] := {"release": release, "observed": observed, "pairs": name} if {
	some release in judged.releases
	paired := release.evaluation.paired
	some name, observed in {"n": rows_of(release), "right": right(paired)}
	subject := $"{release.version}/paired/{name}"
}

computed(here) := ((p.both + p.candidateOnly) + p.incumbentOnly) + p.neither if {
	here.pairs == "n"
	p := here.release.evaluation.paired
}

computed(here) := c.tp + c.tn if {
	here.pairs == "right"
	c := confusion(here.release)
}

computed(here) := sum([matrix.counts[i][i] | some i, _ in matrix.labels]) if {
	here.pairs == "right"
	matrix := here.release.evaluation.confusionMatrix
}

right(paired) := n if {
	n := paired.both + paired.candidateOnly
} else := null

reported(release, names) := {name: metric.value | some name, metric in judged.evaluation(release).metrics; name in names}

rows_of(release) := object.get(judged.evaluation(release), ["dataset", "rows"], null)

shown(here) := value if {
	value := expectation(here)
} else := null
