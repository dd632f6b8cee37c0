package lib.residuals_test

import data.lib.num
import data.lib.residuals

# Truth 3, 5, 2; prediction 2, 6, 2.
sums := {
	"n": 3,
	"sumError": 0,
	"sumAbsoluteError": 2,
	"sumSquaredError": 2,
	"sumSquaredDeviation": 4.666666666666667,
	"sumAbsolutePercentageError": 0.5333333333333333,
	"sumSymmetricPercentageError": 0.5818181818181818,
	"naiveMeanAbsoluteError": 2.5,
}

# scikit-learn 1.8.0 on the same rows; the scaled and the symmetric one by hand.
expected := {
	"mean_error": 0,
	"mean_absolute_error": 0.666666667,
	"mean_squared_error": 0.666666667,
	"root_mean_squared_error": 0.816496581,
	"mean_absolute_percentage_error": 0.177777778,
	"symmetric_mean_absolute_percentage_error": 0.193939394,
	"r2_score": 0.571428571,
	"mean_absolute_scaled_error": 0.266666667,
}

test_every_metric_is_what_scikit_learn_gives if {
	object.keys(expected) == residuals.metrics
	every name, value in expected {
		num.near(residuals.value(name, sums), value, 0.000000001)
	}
}

test_what_cannot_be_divided_has_no_value if {
	every name in residuals.metrics - {"r2_score"} {
		not residuals.value(name, object.union(sums, {"n": 0}))
	}
	not residuals.value("r2_score", object.union(sums, {"sumSquaredDeviation": 0}))
	not residuals.value("mean_absolute_scaled_error", object.union(sums, {"naiveMeanAbsoluteError": 0}))
	not residuals.value("mean_absolute_error", object.union(sums, {"sumAbsoluteError": "2"}))
	not residuals.value("mean_absolute_percentage_error", object.remove(sums, ["sumAbsolutePercentageError"]))
}

test_one_row_decides_already if residuals.value("mean_absolute_error", object.union(sums, {"n": 1})) == 2

test_sums_that_are_no_numbers_have_no_value if {
	every value in [null, "2", true, []] {
		not residuals.value("r2_score", object.union(sums, {"sumSquaredError": value}))
		not residuals.value("r2_score", object.union(sums, {"sumSquaredDeviation": value}))
		not residuals.value("mean_absolute_scaled_error", object.union(sums, {"naiveMeanAbsoluteError": value}))
		not residuals.value("mean_error", object.union(sums, {"n": value}))
	}
	not residuals.value("mean_error", object.union(sums, {"n": 1.5}))
	not residuals.value("r2_score", object.union(sums, {"sumSquaredDeviation": -1}))
	not residuals.value("mean_absolute_scaled_error", object.union(sums, {"naiveMeanAbsoluteError": -1}))
}

# Errors -1, 1 and 0: numpy.var(errors, ddof=1) / 3 and numpy.var(numpy.abs(errors), ddof=1) / 3.
test_a_mean_is_known_as_well_as_its_rows_agree if {
	num.near(residuals.error2("mean_error", sums), 0.333333333, 0.000000001)
	num.near(residuals.error2("mean_absolute_error", sums), 0.111111111, 0.000000001)
	residuals.error2("mean_error", object.union(sums, {"n": 2})) == 1
	residuals.error2("mean_error", {"n": 2, "sumError": 2, "sumSquaredError": 2}) == 0
}

test_without_rows_to_compare_nobody_knows_how_well if {
	every n in [null, 0, 1, 1.5, "3", true] {
		not residuals.error2("mean_error", object.union(sums, {"n": n}))
	}
	every squares in [null, "2", true, 0.5] {
		not residuals.error2("mean_absolute_error", object.union(sums, {"sumSquaredError": squares}))
	}
	not residuals.error2("mean_squared_error", sums)
}
