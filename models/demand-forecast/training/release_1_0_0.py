"""1.0.0: Poisson regression with a log link: rentals as a product of the past and of the hour's place in its kind of day.

The Newton solver with a small tolerance ends in the same optimum to many digits; L-BFGS stops a little beside it, and where
depends on the last bits of exp and log.
"""

from __future__ import annotations

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import PoissonRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, PolynomialFeatures, StandardScaler

VERSION = "1.0.0"
ALGORITHM = "PoissonRegressor"
HYPERPARAMETERS: dict[str, float | str | bool | None] = {
    "alpha": 0.001,
    "solver": "newton-cholesky",
    "tol": 1e-8,
    "lags": "log1p",
    "hour_by_day_type": "one-hot, pairs",
}
REWEIGH = False

HOUR, WEEKDAY, WORKING, WORKING_BEFORE, HOLIDAY = range(5)
LAGS = [5, 6, 7, 8]
FLAG = [0.0, 1.0]


def estimator() -> Pipeline:
    hours = [float(hour) for hour in range(24)]
    one_hot = OneHotEncoder(categories=[hours, FLAG, FLAG], drop="first", sparse_output=False)
    shape = make_pipeline(one_hot, PolynomialFeatures(2, interaction_only=True, include_bias=False))
    past = make_pipeline(FunctionTransformer(np.float64), FunctionTransformer(np.log1p), StandardScaler())
    week = OneHotEncoder(categories=[[float(day) for day in range(7)], FLAG], drop="first", sparse_output=False)
    columns = ColumnTransformer(
        [("shape", shape, [HOUR, WORKING, WORKING_BEFORE]), ("week", week, [WEEKDAY, HOLIDAY]), ("past", past, LAGS)]
    )
    return Pipeline([("columns", columns), ("model", PoissonRegressor(alpha=0.001, solver="newton-cholesky", tol=1e-8))])
