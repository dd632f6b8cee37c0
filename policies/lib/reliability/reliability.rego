# METADATA
# scope: package
# title: Reliability of probabilities
# description: What follows from bins of predicted probability, each as sums over its rows.
package lib.reliability

import data.lib.num

# Rows behind the bins; undefined unless each is possible: no more positives than rows, no probability above 1.
total(bins) := n if {
	count(bins) > 0
	every bin in bins {
		num.counted(bin.n)
		num.counted(bin.positives)
		bin.positives <= bin.n
		num.at_most(bin.sumPredicted, bin.n)
		num.computed_at_most(bin.sumPredictedSquared, bin.sumPredicted, bin.n)
		num.computed_at_most(bin.sumPredictedOfPositives, bin.sumPredicted, bin.n)
		num.computed_at_most(bin.sumPredictedOfPositives, bin.positives, bin.n)
	}
	n := sum([bin.n | some bin in bins])
}

# Mean squared distance of probability and truth.
value("brier", bins) := sum(distances) / n if {
	n := total(bins)
	n > 0
	distances := [distance |
		some bin in bins
		distance := (bin.sumPredictedSquared - (2 * bin.sumPredictedOfPositives)) + bin.positives
	]
}

# Expected calibration error.
value("ece", bins) := sum([abs(bin.positives - bin.sumPredicted) | some bin in bins]) / n if {
	n := total(bins)
	n > 0
}
