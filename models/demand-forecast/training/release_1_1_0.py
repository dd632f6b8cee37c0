"""1.1.0: gradient boosted trees with a Poisson loss on the same inputs."""

from __future__ import annotations

from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.pipeline import Pipeline

VERSION = "1.1.0"
ALGORITHM = "HistGradientBoostingRegressor"
HYPERPARAMETERS: dict[str, float | str | bool | None] = {
    "loss": "poisson",
    "max_iter": 300,
    "learning_rate": 0.05,
    "max_leaf_nodes": 15,
    "min_samples_leaf": 30,
    "l2_regularization": 1.0,
    "early_stopping": False,
}
REWEIGH = False


def estimator() -> Pipeline:
    model = HistGradientBoostingRegressor(
        loss="poisson",
        max_iter=300,
        learning_rate=0.05,
        max_leaf_nodes=15,
        min_samples_leaf=30,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=42,
    )
    return Pipeline([("model", model)])
