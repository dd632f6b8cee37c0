"""Measures a forecast on its held-out hours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from data import ForecastData
from fit import Trained
from importance import REPEATS, of_features
from intervals import bootstrap


def measure(trained: Trained, data: ForecastData) -> dict[str, object]:
    """The parts of an evaluation that are a forecast's own: metrics, groups, importance.

    No percentage error: quiet hours have one or two rides, and a miss of three would weigh like 300 %.
    """
    target, naive = data.target[data.test], data.naive[data.test]
    predicted = trained.estimator.predict(data.inputs[data.test])
    return {
        "metrics": scores(target, predicted, naive, data.hours[data.test] // 24, data.seed),
        "groups": [
            {"attribute": attribute, "group": str(group), **errors(target[inside], predicted[inside])}
            for attribute, groups in data.slices.items()
            for group in sorted(set(groups[data.test]))
            for inside in [groups[data.test] == group]
        ],
        "fairness": {},
        "explainability": {
            "method": f"permutation importance on the held-out hours, rise of mean_absolute_error, mean of {REPEATS} shuffles",
            "features": [
                {"name": feature.name, "importance": value}
                for feature, value in zip(
                    data.features,
                    of_features(trained.estimator, data.inputs[data.test], target, "neg_mean_absolute_error", data.seed),
                    strict=True,
                )
            ],
        },
    }


def errors(target: NDArray[np.float64], predicted: NDArray[np.float64]) -> dict[str, float | int]:
    """`mae` = mean |prediction - truth|, `bias` = mean(prediction - truth), both in the target's unit."""
    return {"n": len(target), "mae": float(np.mean(np.abs(predicted - target))), "bias": float(np.mean(predicted - target))}


def scores(
    target: NDArray[np.float64], predicted: NDArray[np.float64], naive: NDArray[np.float64], days: NDArray[np.int64], seed: int
) -> dict[str, dict[str, object]]:
    """scikit-learn's names, and two that compare with the seasonal naive forecast (the same hour a week before).

    mean_absolute_scaled_error = MAE / MAE of the naive forecast on the same hours; below 1 is better than naive
    (after Hyndman and Koehler, "Another look at measures of forecast accuracy", 2006).
    Intervals resample whole days: errors of one day belong together.
    """

    def of(rows: NDArray[np.int64]) -> dict[str, float]:
        truth, miss = target[rows], predicted[rows] - target[rows]
        absolute = float(np.mean(np.abs(miss)))
        baseline = float(np.mean(np.abs(naive[rows] - truth)))
        return {
            "mean_absolute_error": absolute,
            "root_mean_squared_error": float(np.sqrt(np.mean(miss**2))),
            "median_absolute_error": float(np.median(np.abs(miss))),
            "r2_score": float(1 - np.sum(miss**2) / np.sum((truth - truth.mean()) ** 2)),
            "mean_error": float(np.mean(miss)),
            "seasonal_naive_mean_absolute_error": baseline,
            "mean_absolute_scaled_error": absolute / baseline,
        }

    intervals = bootstrap(days, of, seed)
    return {name: {"value": value, "interval": list(intervals[name])} for name, value in of(np.arange(len(target))).items()}
