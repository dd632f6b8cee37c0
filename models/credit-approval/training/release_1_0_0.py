"""1.0.0: logistic regression on reweighed rows; the amount enters by its logarithm."""

from __future__ import annotations

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from .dataset import PROXIES, STRENGTHS, kept

__all__ = ["ALGORITHM", "HYPERPARAMETERS", "PROXIES", "REWEIGH", "STRENGTHS", "VERSION", "estimator"]

VERSION = "1.0.0"
ALGORITHM = "LogisticRegression"
HYPERPARAMETERS: dict[str, float | str | bool | None] = {
    "C": 0.3,
    "solver": "newton-cholesky",
    "tol": 1e-8,
    "credit_amount": "log1p",
    "words": "one-hot",
}
REWEIGH = True


def estimator(left_out: tuple[str, ...] = ()) -> Pipeline:
    features = kept(left_out)
    words = [place for place, feature in enumerate(features) if feature.categories]
    amounts = [place for place, feature in enumerate(features) if feature.name == "credit_amount"]
    numbers = [place for place in range(len(features)) if place not in (*words, *amounts)]
    categories = [list(feature.categories) for feature in features if feature.categories]
    amount = make_pipeline(FunctionTransformer(np.float64), FunctionTransformer(np.log1p), StandardScaler())
    columns = ColumnTransformer(
        [("amount", amount, amounts), ("numbers", StandardScaler(), numbers), ("words", OneHotEncoder(categories=categories), words)]
    )
    return Pipeline([("columns", columns), ("model", LogisticRegression(C=0.3, solver="newton-cholesky", tol=1e-8))])
