# METADATA
# scope: package
# title: Group fairness
# description: >
#   Differences and ratios between the groups of a protected attribute, from counts. Which attributes, groups and references there are is
#   the declaration's word; the evidence only fills in the counts.
package lib.fairness

import data.lib.counts
import data.lib.intervals
import data.lib.judged
import data.lib.num

limits := input.thresholds.fairness

metrics := [
	"statistical_parity_difference",
	"disparate_impact",
	"equal_opportunity_difference",
	"average_odds_difference",
]

# Why fairness is not judged here; undefined where it is.
reason := "fairness has no limits for this task and tier" if limits == null

reason := "no protected attribute is declared" if {
	limits != null
	input.model.protectedAttributes == []
}

# Every declared group of every judged release, by subject.
groups[subject] := {
	"evaluation": judged.evaluation(release),
	"attribute": object.get(attribute, "name", null),
	"reference": object.get(attribute, "reference", null),
	"group": group,
	"path": judged.evaluation_file(release.version),
} if {
	limits != null
	some release in judged.releases
	some attribute in input.model.protectedAttributes
	some group in attribute.groups
	subject := $"{release.version}/{attribute.name}/{group}"
}

# Those that are held against their reference.
compared[subject] := here if {
	some subject, here in groups
	here.group != here.reference
}

# A group's counts; undefined unless the evidence has exactly one usable row for it.
row(evaluation, attribute, group) := found if {
	rows := [row | some row in evaluation.groups; row.attribute == attribute; row.group == group]
	count(rows) == 1
	found := rows[0]
	counts.total(found)
}

row_of(here) := row(here.evaluation, here.attribute, here.group)

reference_of(here) := row(here.evaluation, here.attribute, here.reference)

size(here) := counts.total(row_of(here))

# A group whose rates mean nothing yet, or whose reference's don't. A group without usable counts is not small: it is missing.
too_small(here) if {
	is_number(limits.minGroupSize)
	size(here) < limits.minGroupSize
}

too_small(here) if {
	is_number(limits.minGroupSize)
	counts.total(reference_of(here)) < limits.minGroupSize
}

# Rates of which too few rows decide: a recall is of the positives, whatever else the group holds.
too_few(metric, here) if {
	is_number(limits.minGroupPositives)
	some row in [row_of(here), reference_of(here)]
	some rate in rates_of[metric]
	[_, denominator] := counts.fraction(rate, row)
	denominator < limits.minGroupPositives
}

# The rates behind a metric whose rows are a part of the group's.
rates_of := {
	"equal_opportunity_difference": ["recall"],
	"average_odds_difference": ["recall", "false_positive_rate"],
	"predictive_parity_difference": ["precision"],
}

# Beyond its limit by no more than chance would do, in a group that is small still: five times the least size settles it.
straddling(metric, here) if {
	some [terms, limit] in bounds(metric, here)
	intervals.straddles(terms, limit)
	is_number(limits.minGroupSize)
	some rows in [size(here), counts.total(reference_of(here))]
	rows < 5 * limits.minGroupSize
}

# What may not exceed what: weighted rates and their limit, a pair for each side.
bounds("disparate_impact", here) := [
	[[[1, group], [0 - limits.disparate_impact.max, reference]], 0],
	[[[limits.disparate_impact.min, reference], [-1, group]], 0],
] if {
	group := counts.fraction("selection_rate", row_of(here))
	reference := counts.fraction("selection_rate", reference_of(here))
}

bounds("average_odds_difference", here) := two_sided(array.concat(halves("recall", here), halves("false_positive_rate", here)), limit) if {
	limit := limits.average_odds_difference.max
}

bounds(metric, here) := two_sided([[1, counts.fraction(rate, row_of(here))], [-1, counts.fraction(rate, reference_of(here))]], limit) if {
	rate := difference_of[metric]
	limit := limits[metric].max
}

difference_of := {
	"statistical_parity_difference": "selection_rate",
	"equal_opportunity_difference": "recall",
	"predictive_parity_difference": "precision",
}

halves(rate, here) := [[0.5, counts.fraction(rate, row_of(here))], [-0.5, counts.fraction(rate, reference_of(here))]]

two_sided(terms, limit) := [[terms, limit], [[[0 - weight, proportion] | some [weight, proportion] in terms], limit]]

# [numerator, denominator] of a metric between a group and its reference; differences are group minus reference, the ratio is group by
# reference. Denominators are positive, or the metric has no value.
fraction("statistical_parity_difference", group, reference) := difference("selection_rate", group, reference)

fraction("equal_opportunity_difference", group, reference) := difference("recall", group, reference)

fraction("predictive_parity_difference", group, reference) := difference("precision", group, reference)

fraction("average_odds_difference", group, reference) := [(a * d) + (c * b), (2 * b) * d] if {
	[a, b] := difference("recall", group, reference)
	[c, d] := difference("false_positive_rate", group, reference)
}

fraction("disparate_impact", group, reference) := [a * d, b * c] if {
	[a, b] := counts.fraction("selection_rate", group)
	[c, d] := counts.fraction("selection_rate", reference)
	b > 0
	c > 0
}

difference(rate, group, reference) := [(a * d) - (c * b), b * d] if {
	[a, b] := counts.fraction(rate, group)
	[c, d] := counts.fraction(rate, reference)
	b > 0
	d > 0
}

fraction_of(metric, here) := fraction(metric, row_of(here), reference_of(here))

value_of(metric, here) := numerator / denominator if {
	[numerator, denominator] := fraction_of(metric, here)
}

# For people; null where there is no value.
shown(metric, here) := value if {
	value := num.rounded(value_of(metric, here))
} else := null

# A difference may go either way as far as its limit.
proven(metric, here) if {
	metric != "disparate_impact"
	[numerator, denominator] := fraction_of(metric, here)
	limit := limits[metric].max
	is_number(limit)
	num.computed_at_most(abs(numerator), limit * denominator, denominator)
}

# A ratio has a bound on both sides: favouring the group is unfair to the reference.
proven("disparate_impact", here) if {
	[numerator, denominator] := fraction_of("disparate_impact", here)
	is_number(limits.disparate_impact.min)
	is_number(limits.disparate_impact.max)
	num.computed_at_most(numerator, limits.disparate_impact.max * denominator, denominator)
	num.computed_at_most(limits.disparate_impact.min * denominator, numerator, denominator)
}

# The answers of a check that compares groups by one metric. What a small group proves counts; what it fails to prove is undecided, and so is
# what chance alone may have put beyond the limit.
passed(metric) := {subject | some subject, here in compared; proven(metric, here)}

undecided(metric) := (({subject | some subject, here in compared; too_small(here)} | {subject | some subject, here in compared; too_few(metric, here)}) | {subject | some subject, here in compared; straddling(metric, here)}) - passed(metric)

facts(metric, expected) := {subject: {"observed": shown(metric, here), "expected": expected, "path": here.path} | some subject, here in compared}
