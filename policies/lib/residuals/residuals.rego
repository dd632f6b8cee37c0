# METADATA
# scope: package
# title: Sums of errors
# description: What follows from the sums of a regression's or forecast's errors. Names are scikit-learn's where it has one.
package lib.residuals

import data.lib.num

metrics := object.keys(totals) | {"root_mean_squared_error", "r2_score", "mean_absolute_scaled_error"}

# Means of a sum over the rows.
totals := {
	"mean_error": "sumError",
	"mean_absolute_error": "sumAbsoluteError",
	"mean_squared_error": "sumSquaredError",
	"mean_absolute_percentage_error": "sumAbsolutePercentageError",
	"symmetric_mean_absolute_percentage_error": "sumSymmetricPercentageError",
}

# Undefined unless there were rows and the sum is there.
value(name, sums) := mean(sums[totals[name]], sums.n)

value("root_mean_squared_error", sums) := num.root(mean(sums.sumSquaredError, sums.n))

value("r2_score", sums) := 1 - (sums.sumSquaredError / sums.sumSquaredDeviation) if {
	is_number(sums.sumSquaredError)
	num.above_zero(sums.sumSquaredDeviation)
}

# By the mean absolute error of the forecast that repeats the value one season earlier.
value("mean_absolute_scaled_error", sums) := mean(sums.sumAbsoluteError, sums.n) / sums.naiveMeanAbsoluteError if {
	num.above_zero(sums.naiveMeanAbsoluteError)
}

mean(total, n) := total / n if {
	is_number(total)
	num.counted(n)
	n > 0
}

# The square of the standard error of a mean of errors, by their sample variance. Undefined for a single row, and for sums that no rows have.
error2(name, sums) := (deviation / (sums.n - 1)) / sums.n if {
	name in {"mean_error", "mean_absolute_error"}
	sums.n > 1
	centre := value(name, sums)
	deviation := sums.sumSquaredError - ((sums.n * centre) * centre)
	deviation >= 0
}
