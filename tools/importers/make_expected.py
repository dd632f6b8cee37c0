"""What the same answers come to by scikit-learn itself and by counting: what an import must agree with."""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn import metrics

from table import Answers, binary, multiclass, regression, write


def counts(truth: np.ndarray, predicted: np.ndarray) -> dict[str, int]:
    tn, fp, fn, tp = metrics.confusion_matrix(truth, predicted, labels=[0, 1]).ravel().tolist()
    return {"tp": tp, "fp": fp, "tn": tn, "fn": fn}


def groups(answers: Answers) -> dict[str, dict[str, int]]:
    return {
        name: counts(answers.truth[answers.groups == name], answers.predicted[answers.groups == name])
        for name in sorted(set(answers.groups))
    }


def of_binary(a: Answers) -> dict[str, object]:
    return {
        "metrics": {
            "accuracy": metrics.accuracy_score(a.truth, a.predicted),
            "balanced_accuracy": metrics.balanced_accuracy_score(a.truth, a.predicted),
            "precision": metrics.precision_score(a.truth, a.predicted),
            "recall": metrics.recall_score(a.truth, a.predicted),
            "specificity": metrics.recall_score(a.truth, a.predicted, pos_label=0),
            "f1": metrics.f1_score(a.truth, a.predicted),
            "roc_auc": metrics.roc_auc_score(a.truth, a.score),
        },
        "confusion": counts(a.truth, a.predicted),
        "groups": groups(a),
        "rows": len(a.truth),
    }


def of_multiclass(a: Answers) -> dict[str, object]:
    made = {"accuracy": metrics.accuracy_score(a.truth, a.predicted), "balanced_accuracy": metrics.balanced_accuracy_score(a.truth, a.predicted)}
    for average in ("macro", "weighted"):
        made[f"precision_{average}"] = metrics.precision_score(a.truth, a.predicted, average=average)
        made[f"recall_{average}"] = metrics.recall_score(a.truth, a.predicted, average=average)
        made[f"f1_{average}"] = metrics.f1_score(a.truth, a.predicted, average=average)
    return {"metrics": made, "rows": len(a.truth)}


def of_regression(a: Answers) -> dict[str, object]:
    return {
        "metrics": {
            "mean_absolute_error": metrics.mean_absolute_error(a.truth, a.predicted),
            "root_mean_squared_error": metrics.root_mean_squared_error(a.truth, a.predicted),
            "mean_absolute_percentage_error": metrics.mean_absolute_percentage_error(a.truth, a.predicted),
            "r2_score": metrics.r2_score(a.truth, a.predicted),
            "max_error": metrics.max_error(a.truth, a.predicted),
            "mean_error": float(np.mean(a.predicted - a.truth)),
        },
        "rows": len(a.truth),
    }


made = {"binary": of_binary(binary()), "multiclass": of_multiclass(multiclass()), "regression": of_regression(regression())}
write(Path(sys.argv[1]), "expected.json", json.dumps(made))
