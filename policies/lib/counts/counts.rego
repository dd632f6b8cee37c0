# METADATA
# scope: package
# title: Confusion counts
# description: What follows from the counts of a binary classifier, as fractions, so that nothing is divided before it is compared.
package lib.counts

import data.lib.num

# Rows behind the counts; undefined unless all four are counts.
total(counts) := ((counts.tp + counts.fp) + counts.tn) + counts.fn if {
	num.counted(counts.tp)
	num.counted(counts.fp)
	num.counted(counts.tn)
	num.counted(counts.fn)
}

# The metrics that the counts alone decide.
metrics := {"accuracy", "precision", "recall", "specificity", "f1", "balanced_accuracy"}

# [numerator, denominator]; the denominator is 0 where the metric has no value.
fraction("accuracy", c) := [c.tp + c.tn, total(c)]

fraction("precision", c) := [c.tp, c.tp + c.fp] if total(c)

fraction("recall", c) := [c.tp, c.tp + c.fn] if total(c)

fraction("specificity", c) := [c.tn, c.tn + c.fp] if total(c)

fraction("f1", c) := [2 * c.tp, ((2 * c.tp) + c.fp) + c.fn] if total(c)

fraction("balanced_accuracy", c) := [(c.tp * negatives) + (c.tn * positives), (2 * positives) * negatives] if {
	total(c)
	positives := c.tp + c.fn
	negatives := c.tn + c.fp
}

fraction("selection_rate", c) := [c.tp + c.fp, total(c)]

fraction("false_positive_rate", c) := [c.fp, c.fp + c.tn] if total(c)

# The claimed value is the fraction's, up to the tolerance. Nothing agrees with 0/0.
agrees(claimed, [numerator, denominator], tolerance) if {
	is_number(claimed)
	is_number(tolerance)
	denominator > 0
	num.computed_at_most(abs((claimed * denominator) - numerator), tolerance * denominator, denominator)
}
