package lib.reliability_test

import data.lib.num
import data.lib.reliability

# Probabilities 0.1 (no), 0.4 (yes), 0.8 (yes), 0.9 (no) in two bins.
bins := [
	{"n": 2, "positives": 1, "sumPredicted": 0.5, "sumPredictedSquared": 0.17, "sumPredictedOfPositives": 0.4},
	{"n": 2, "positives": 1, "sumPredicted": 1.7, "sumPredictedSquared": 1.45, "sumPredictedOfPositives": 0.8},
]

test_scores_are_those_of_the_rows if {
	reliability.total(bins) == 4
	num.near(reliability.value("brier", bins), ((0.01 + 0.36) + (0.04 + 0.81)) / 4, 0.000000001)
	num.near(reliability.value("ece", bins), (0.5 + 0.7) / 4, 0.000000001)
}

test_impossible_bins_have_no_value if {
	not reliability.value("brier", [])
	not reliability.value("ece", [{"n": 0, "positives": 0, "sumPredicted": 0, "sumPredictedSquared": 0, "sumPredictedOfPositives": 0}])
	every patch in [
		{"positives": 3}, {"n": 1.5}, {"positives": "1"}, {"sumPredicted": 2.1}, {"sumPredictedSquared": 0.6},
		{"sumPredictedOfPositives": 0.6}, {"sumPredicted": null},
	] {
		not reliability.total([object.union(bins[0], patch), bins[1]])
	}
}

test_bins_of_one_row_decide_already if {
	one := [{"n": 1, "positives": 1, "sumPredicted": 0.5, "sumPredictedSquared": 0.25, "sumPredictedOfPositives": 0.5}]
	reliability.total(one) == 1
	reliability.value("brier", one) == 0.25
	reliability.value("ece", one) == 0.5
}

test_no_rows_have_no_score if {
	none := [{"n": 0, "positives": 0, "sumPredicted": 0, "sumPredictedSquared": 0, "sumPredictedOfPositives": 0}]
	reliability.total(none) == 0
	not reliability.value("brier", none)
	not reliability.value("ece", none)
	not reliability.total([])
}

test_positives_are_counts_and_bound_what_is_predicted_of_them if {
	every patch in [{"positives": 0.5}, {"positives": -1}, {"positives": 0}] {
		not reliability.total([object.union(bins[0], patch), bins[1]])
	}
}
