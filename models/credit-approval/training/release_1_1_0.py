"""1.1.0: small gradient boosted trees on reweighed rows; few leaves and a penalty, because 600 rows train it."""

from __future__ import annotations

from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OrdinalEncoder

from .dataset import PROXIES, STRENGTHS, kept

__all__ = ["ALGORITHM", "HYPERPARAMETERS", "PROXIES", "REWEIGH", "STRENGTHS", "VERSION", "estimator"]

VERSION = "1.1.0"
ALGORITHM = "HistGradientBoostingClassifier"
HYPERPARAMETERS: dict[str, float | str | bool | None] = {
    "max_iter": 60,
    "learning_rate": 0.06,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "early_stopping": False,
}
REWEIGH = True


def estimator(left_out: tuple[str, ...] = ()) -> Pipeline:
    features = kept(left_out)
    words = [place for place, feature in enumerate(features) if feature.categories]
    numbers = [place for place, feature in enumerate(features) if not feature.categories]
    categories = [list(feature.categories) for feature in features if feature.categories]
    columns = ColumnTransformer([("words", OrdinalEncoder(categories=categories), words), ("numbers", "passthrough", numbers)])
    model = HistGradientBoostingClassifier(
        max_iter=60,
        learning_rate=0.06,
        max_leaf_nodes=6,
        min_samples_leaf=20,
        l2_regularization=1.0,
        early_stopping=False,
        categorical_features=list(range(len(words))),
        random_state=42,
    )
    return Pipeline([("columns", columns), ("model", model)])
