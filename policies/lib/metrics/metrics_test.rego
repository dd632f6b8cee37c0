package lib.metrics_test

import data.lib.metrics

test_names_tell_the_bounds if {
	metrics.bounds("roc_auc") == [0, 1]
	metrics.bounds("f1_macro") == [0, 1]
	metrics.bounds("ndcg_at_10") == [0, 1]
	metrics.bounds("matthews_corrcoef") == [-1, 1]
	metrics.bounds("r2_score") == [null, 1]
	metrics.bounds("mean_absolute_error") == [0, null]
	metrics.bounds("wape") == [0, null]
	metrics.bounds("mean_absolute_scaled_error") == [0, null]
	metrics.bounds("profit") == [null, null]
	metrics.bounds("mean_error") == [null, null]
}

limits := {"thresholds": {"metrics": {"floors": {"f1": 0.5, "both": 1}, "ceilings": {"mae": 9, "both": 2}}}}

test_the_limits_tell_which_way_is_worse if {
	metrics.worsened("f1", 5, 7) == 2 with input as limits
	metrics.worsened("f1", 7, 5) == -2 with input as limits
	metrics.worsened("mae", 7, 5) == 2 with input as limits
	metrics.worsened("mae", 5, 7) == -2 with input as limits
}

test_without_a_direction_either_way_is_worse if {
	metrics.worsened("both", 7, 5) == 2 with input as limits
	metrics.worsened("neither", 5, 7) == 2 with input as limits
}

test_a_name_is_matched_from_its_beginning_to_its_end if {
	every name in ["my_accuracy", "accuracy_of_mine", "f1_", "brier_score_loss_x", "mean_absolute_error_x", "x_mae"] {
		metrics.bounds(name) == [null, null]
	}
	metrics.bounds("brier_score_loss") == [0, 1]
	metrics.bounds("expected_calibration_error") == [0, 1]
	metrics.bounds("hit_rate_at_5") == [0, 1]
}
