package lib.multiclass_test

import data.lib.multiclass
import data.lib.num

# scikit-learn 1.8.0 on the same 100 rows.
matrix := {"labels": ["a", "b", "c"], "counts": [[30, 5, 5], [4, 20, 6], [10, 0, 20]]}

expected := {
	"accuracy": 0.7,
	"balanced_accuracy": 0.694444444,
	"precision_macro": 0.708993157,
	"precision_micro": 0.7,
	"precision_weighted": 0.70627566,
	"recall_macro": 0.694444444,
	"recall_micro": 0.7,
	"recall_weighted": 0.7,
	"f1_macro": 0.699098715,
	"f1_micro": 0.7,
	"f1_weighted": 0.700617415,
	"matthews_corrcoef": 0.544449444,
}

test_every_metric_is_what_scikit_learn_gives if {
	object.keys(expected) == multiclass.metrics
	every name, value in expected {
		num.near(multiclass.value(name, matrix), value, 0.00000001)
	}
}

test_a_class_that_nobody_predicted_counts_as_zero if {
	lost := {"labels": ["a", "b"], "counts": [[5, 0], [5, 0]]}
	multiclass.value("precision_macro", lost) == 0.25
	multiclass.value("matthews_corrcoef", lost) == 0
}

test_a_class_without_rows_is_left_out_of_balanced_accuracy if {
	multiclass.value("balanced_accuracy", {"labels": ["a", "b"], "counts": [[8, 2], [0, 0]]}) == 0.8
}

test_what_is_no_matrix_has_no_total if {
	not multiclass.total({"labels": ["a", "b"], "counts": [[1, 2]]})
	not multiclass.total({"labels": ["a", "b"], "counts": [[1, 2], [3]]})
	not multiclass.total({"labels": ["a", "b"], "counts": [[1, 2], [3, -1]]})
	not multiclass.total({"labels": ["a", "b"], "counts": [[1, 2], [3, "4"]]})
	not multiclass.value("accuracy", {"labels": ["a", "b"], "counts": [[0, 0], [0, 0]]})
}

test_a_matrix_of_one_row_decides_already if {
	one := {"labels": ["a", "b"], "counts": [[1, 0], [0, 0]]}
	multiclass.value("accuracy", one) == 1
	multiclass.value("balanced_accuracy", one) == 1
	multiclass.value("recall_micro", one) == 1
	multiclass.value("matthews_corrcoef", one) == 0
	multiclass.rate("recall", multiclass.classes(one)[0]) == 1
}

test_a_matrix_without_rows_decides_nothing if {
	empty := {"labels": ["a", "b"], "counts": [[0, 0], [0, 0]]}
	every name in multiclass.metrics {
		not multiclass.value(name, empty)
	}
}

test_other_names_have_no_value if {
	not multiclass.value("specificity_macro", matrix)
	not multiclass.value("precision_median", matrix)
}

test_a_share_of_nothing_is_zero if {
	multiclass.share(1, 0) == 0
	multiclass.share(1, -2) == 0
	multiclass.share(1, 0.5) == 2
}
