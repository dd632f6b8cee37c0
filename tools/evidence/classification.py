"""Measures a classifier on its held-out rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics as sk

from calibration import BINS, expected_calibration_error
from data import ClassifierData
from fairness import worst
from fit import Trained
from groups import Counts, count, count_by_group
from importance import REPEATS, of_features
from intervals import bootstrap, wilson


def measure(trained: Trained, data: ClassifierData) -> dict[str, object]:
    """The parts of an evaluation that are a classifier's own: metrics, confusion, groups, fairness, calibration, importance."""
    assert trained.threshold is not None
    target = data.target[data.test]
    probability = trained.estimator.predict_proba(data.inputs[data.test])[:, 1]
    predicted = (probability >= trained.threshold).astype(np.int64)
    confusion = count(target, predicted)
    groups = {attribute.name: count_by_group(target, predicted, attribute.groups[data.test]) for attribute in data.attributes}
    return {
        "metrics": scores(target, probability, predicted, data.seed),
        "confusion": as_counts(confusion),
        "groups": [
            {"attribute": attribute, "group": group, "n": counts.n, **as_counts(counts)}
            for attribute, members in groups.items()
            for group, counts in members.items()
        ],
        "fairness": {
            attribute.name: {"reference": attribute.reference, **worst(groups[attribute.name], attribute.reference)}
            for attribute in data.attributes
        },
        "calibration": {
            "ece": expected_calibration_error(target, probability),
            "brier": float(sk.brier_score_loss(target, probability)),
            "bins": BINS,
        },
        "explainability": {
            "method": f"permutation importance on the held-out rows, loss of roc_auc, mean of {REPEATS} shuffles",
            "features": [
                {"name": feature.name, "importance": value}
                for feature, value in zip(
                    data.features, of_features(trained.estimator, data.inputs[data.test], target, "roc_auc", data.seed), strict=True
                )
            ],
        },
    }


def as_counts(counts: Counts) -> dict[str, int]:
    return {"tp": counts.tp, "fp": counts.fp, "tn": counts.tn, "fn": counts.fn}


def scores(
    target: NDArray[np.int64], probability: NDArray[np.float64], predicted: NDArray[np.int64], seed: int
) -> dict[str, dict[str, object]]:
    """scikit-learn's names. Proportions have Wilson intervals, the others come from resampled rows."""
    counts = count(target, predicted)
    proportions = {
        "accuracy": (counts.tp + counts.tn, counts.n),
        "precision": (counts.tp, counts.tp + counts.fp),
        "recall": (counts.tp, counts.tp + counts.fn),
    }
    made: dict[str, dict[str, object]] = {
        name: {"value": successes / trials, "interval": list(wilson(successes, trials))}
        for name, (successes, trials) in proportions.items()
    }

    def others(rows: NDArray[np.int64]) -> dict[str, float]:
        truth, guess, score = target[rows], predicted[rows], probability[rows]
        cells = count(truth, guess)
        return {
            "balanced_accuracy": (cells.true_positive_rate + 1 - cells.false_positive_rate) / 2,
            "f1": 2 * cells.tp / (2 * cells.tp + cells.fp + cells.fn),
            "matthews_corrcoef": matthews(cells),
            "roc_auc": float(sk.roc_auc_score(truth, score)),
            "average_precision": float(sk.average_precision_score(truth, score)),
            "brier_score_loss": float(np.mean((score - truth) ** 2)),
            "log_loss": float(-np.mean(np.log(np.where(truth == 1, score, 1 - score)))),
        }

    rows = np.arange(len(target))
    intervals = bootstrap(rows, others, seed)
    made.update({name: {"value": value, "interval": list(intervals[name])} for name, value in others(rows).items()})
    return made


def matthews(cells: Counts) -> float:
    """(tp tn - fp fn) / sqrt((tp+fp)(tp+fn)(tn+fp)(tn+fn)), as `sklearn.metrics.matthews_corrcoef`"""
    below = float(cells.tp + cells.fp) * (cells.tp + cells.fn) * (cells.tn + cells.fp) * (cells.tn + cells.fn)
    return (cells.tp * cells.tn - cells.fp * cells.fn) / below**0.5 if below > 0 else 0.0
