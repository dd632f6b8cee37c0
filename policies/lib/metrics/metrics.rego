# METADATA
# scope: package
# title: Names of metrics
# description: What the name of a metric says about its values. Names are scikit-learn's where it has one.
package lib.metrics

# From 0 to 1.
shares := concat("", [
	`^(accuracy|balanced_accuracy|top_k_accuracy|precision|recall|specificity|f1|jaccard|roc_auc|pr_auc|average_precision|mean_average_precision|ndcg|mrr|hit_rate`,
	`|brier_score|brier_score_loss|expected_calibration_error)(_(macro|micro|weighted|samples|ovr|ovo|at_[0-9]+))*$`,
])

# From -1 to 1.
correlations := `^(matthews_corrcoef|cohen_kappa|spearman|pearson|kendall_tau)$`

# At most 1, and below 0 for what is worse than the mean.
determinations := `^(r2_score|explained_variance)$`

# Not negative.
errors := concat("", [
	`^((mean|median|root_mean|seasonal_naive_mean)_(absolute|squared|absolute_percentage|absolute_scaled|squared_log|pinball)_(error|loss)`,
	`|mae|mse|rmse|rmsle|mape|smape|wape|mase|log_loss|max_error)$`,
])

# [least, greatest] that a metric of that name can be; null where there is no end.
bounds(name) := [0, 1] if {
	regex.match(shares, name)
} else := [-1, 1] if {
	regex.match(correlations, name)
} else := [null, 1] if {
	regex.match(determinations, name)
} else := [0, null] if {
	regex.match(errors, name)
} else := [null, null]

# How much worse a value is than its baseline, positive for worse. Which way is worse, the limits say: a metric with a floor
# should be great, one with a ceiling small. With neither, or both, either way counts.
worsened(name, value, baseline) := baseline - value if {
	name in object.keys(input.thresholds.metrics.floors)
	not name in object.keys(input.thresholds.metrics.ceilings)
} else := value - baseline if {
	name in object.keys(input.thresholds.metrics.ceilings)
	not name in object.keys(input.thresholds.metrics.floors)
} else := abs(value - baseline)
