package lib.counts_test

import data.lib.counts

confusion := {"tp": 30, "fp": 10, "tn": 40, "fn": 20}

test_rows_are_the_sum_of_the_counts if counts.total(confusion) == 100

test_a_count_that_is_not_one_leaves_no_total if {
	every value in ["30", null, -1, 0.5] {
		not counts.total(object.union(confusion, {"tp": value}))
		not counts.total(object.union(confusion, {"fn": value}))
	}
	not counts.total(null)
	not counts.total({"tp": 1, "fp": 1, "tn": 1})
}

test_fractions_are_those_of_the_textbook if {
	counts.fraction("accuracy", confusion) == [70, 100]
	counts.fraction("precision", confusion) == [30, 40]
	counts.fraction("recall", confusion) == [30, 50]
	counts.fraction("specificity", confusion) == [40, 50]
	counts.fraction("f1", confusion) == [60, 90]
	counts.fraction("balanced_accuracy", confusion) == [3500, 5000]
	counts.fraction("selection_rate", confusion) == [40, 100]
	counts.fraction("false_positive_rate", confusion) == [10, 50]
}

test_every_recomputable_metric_has_a_fraction if {
	every name in counts.metrics {
		counts.fraction(name, confusion)
	}
}

test_broken_counts_have_no_fraction if {
	broken := object.union(confusion, {"tn": "40"})
	every name in counts.metrics | {"selection_rate", "false_positive_rate"} {
		not counts.fraction(name, broken)
	}
}

test_a_claim_agrees_up_to_the_tolerance if {
	counts.agrees(0.75, [30, 40], 0.001)
	counts.agrees(0.751, [30, 40], 0.001)
	not counts.agrees(0.7511, [30, 40], 0.001)
	not counts.agrees("0.75", [30, 40], 0.001)
	not counts.agrees(0.75, [30, 40], null)
}

test_nothing_agrees_with_nothing_over_nothing if not counts.agrees(0, [0, 0], 0.001)

test_any_broken_count_leaves_nothing if {
	every name in ["tp", "fp", "tn", "fn"] {
		broken := object.union(confusion, {name: "1"})
		not counts.total(broken)
		every fraction in counts.metrics | {"selection_rate", "false_positive_rate"} {
			not counts.fraction(fraction, broken)
		}
	}
}

test_a_claim_about_one_row_is_compared if {
	counts.agrees(1, [1, 1], 0)
	not counts.agrees(0, [1, 1], 0)
	counts.agrees(1, [0.5, 0.5], 0)
}

test_each_count_is_whole_and_not_negative if {
	every name in ["tp", "fp", "tn", "fn"] {
		every value in [-1, 0.5] {
			not counts.total(object.union(confusion, {name: value}))
		}
	}
}
