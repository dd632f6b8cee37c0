"""1.1.0: gradient boosted trees on the same inputs; they find the steps and curves that 1.0.0 has to be told of."""

from __future__ import annotations

from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline

VERSION = "1.1.0"
ALGORITHM = "HistGradientBoostingClassifier"
HYPERPARAMETERS: dict[str, float | str | bool | None] = {
    "max_iter": 150,
    "learning_rate": 0.05,
    "max_leaf_nodes": 8,
    "early_stopping": False,
}
REWEIGH = False


def estimator() -> Pipeline:
    model = HistGradientBoostingClassifier(max_iter=150, learning_rate=0.05, max_leaf_nodes=8, early_stopping=False, random_state=42)
    return Pipeline([("model", model)])
