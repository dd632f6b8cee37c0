# METADATA
# scope: package
# title: Errors fall on groups unequally
# description: >
#   Where a number is estimated: the mean absolute error of each group, divided by its reference's, lies within both bounds, and where there is a limit for it the
#   group's mean error differs from the reference's by no more than that, in either direction. Computed from the sums of the groups' errors where the evaluation holds them.
# custom:
#   code: fairness.regression_parity
#   severity: deny
#   message: "{subject} is {observed}; expected {expected}"
#   fix: Mitigate (weigh rows, collect more of the group, choose another release), or carry a waiver that says why.
#   limits: [thresholds.regressionParity]
package rules.fairness.regression_parity

import data.lib.intervals
import data.lib.judged
import data.lib.num
import data.lib.residuals

limits := object.get(input.thresholds, "regressionParity", null)

not_applicable := "errors of groups have no limits for this task and tier" if limits == null

not_applicable := "no protected attribute is declared" if {
	limits != null
	input.model.protectedAttributes == []
}

# A difference is in the target's unit, so only a model can limit it. Nothing is asked where there are no limits.
asked := {"mean_absolute_error_ratio"} | (object.keys(limits) & {"mean_error_difference"})

required contains subject if some subject, _ in compared

compared[subject] := {
	"metric": metric,
	"evaluation": judged.evaluation(release),
	"attribute": object.get(attribute, "name", null),
	"reference": object.get(attribute, "reference", null),
	"group": group,
	"path": judged.evaluation_file(release.version),
} if {
	some metric in asked
	some release in judged.releases
	some attribute in input.model.protectedAttributes
	some group in attribute.groups
	group != object.get(attribute, "reference", null)
	subject := $"{release.version}/{attribute.name}/{group}/{metric}"
}

# Undefined unless the evidence has exactly one row for the group.
row(here, group) := rows[0] if {
	rows := [row | some row in here.evaluation.groups; row.attribute == here.attribute; row.group == group]
	count(rows) == 1
	num.counted(rows[0].n)
}

sums(row) := object.union(row.residuals, {"n": row.n})

# Which mean of errors each metric compares, and what a group calls it.
mean_of := {"mean_absolute_error_ratio": "mean_absolute_error", "mean_error_difference": "mean_error"}

called := {"mean_absolute_error": "mae", "mean_error": "bias"}

# Of the sums; as it is reported where there are none.
mean(name, row) := residuals.value(name, sums(row))

mean(name, row) := row[called[name]] if {
	not "residuals" in object.keys(row)
	row.n > 0
}

# The means of the group and of its reference.
means(here) := [mean(mean_of[here.metric], row(here, group)) | some group in [here.group, here.reference]]

passed contains subject if {
	some subject, here in compared
	[group, reference] := means(here)
	proven(here.metric, group, reference)
}

# A ratio has a bound on both sides: to err less for the group is unfair to its reference.
proven("mean_absolute_error_ratio", group, reference) if {
	num.computed_at_most(group, limits.mean_absolute_error_ratio.max * reference, reference)
	num.computed_at_most(limits.mean_absolute_error_ratio.min * reference, group, reference)
}

proven("mean_error_difference", group, reference) if {
	limit := limits.mean_error_difference.max
	num.computed_at_most(abs(group - reference), limit, limit)
}

inconclusive := ({subject | some subject, here in compared; too_small(here)} | {subject | some subject, here in compared; straddling(here)}) - passed

too_small(here) if {
	is_number(limits.minGroupSize)
	some rows in sizes(here)
	rows < limits.minGroupSize
}

# Beyond its limit by no more than chance would do, in a group that is small still: five times the least size settles it.
straddling(here) if {
	some [terms, limit] in bounds(here.metric, here)
	intervals.means_straddle(terms, limit)
	some rows in sizes(here)
	rows < 5 * limits.minGroupSize
}

sizes(here) := [row(here, here.group).n, row(here, here.reference).n]

# What may not exceed what: weighted means and their limit, a pair for each side.
bounds("mean_absolute_error_ratio", here) := [
	[[[1, group], [0 - limits.mean_absolute_error_ratio.max, reference]], 0],
	[[[limits.mean_absolute_error_ratio.min, reference], [-1, group]], 0],
] if {
	[group, reference] := known(here)
}

bounds("mean_error_difference", here) := [
	[[[1, group], [-1, reference]], limits.mean_error_difference.max],
	[[[-1, group], [1, reference]], limits.mean_error_difference.max],
] if {
	[group, reference] := known(here)
}

# Each mean with the square of its standard error.
known(here) := [[residuals.value(name, made), residuals.error2(name, made)] |
	name := mean_of[here.metric]
	some group in [here.group, here.reference]
	made := sums(row(here, group))
]

facts[subject] := {"observed": shown(here), "expected": expected[here.metric], "path": here.path} if some subject, here in compared

expected["mean_absolute_error_ratio"] := $"{limits.mean_absolute_error_ratio.min} to {limits.mean_absolute_error_ratio.max}"

expected["mean_error_difference"] := $"at most {limits.mean_error_difference.max} either way"

# For people; null where there is no value.
shown(here) := value if {
	here.metric == "mean_absolute_error_ratio"
	[group, reference] := means(here)
	value := num.shown(group, reference)
} else := value if {
	[group, reference] := means(here)
	value := num.rounded(group - reference)
} else := null
