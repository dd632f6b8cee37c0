"""Drops the last bits of fitted numbers, which the math library of a machine decides.

Seen: with another variant of exp and log (glibc without FMA) every reported figure came out the same to six decimals, but the
fitted coefficients differed after the 12th, and with them the model file's sha256. Rounded to ten decimals the file is the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline

DECIMALS = 10
FITTED = ("coef_", "intercept_", "mean_", "var_", "scale_")


def settle(estimator: BaseEstimator) -> None:
    """Rounds in place, before anything is measured. Trees are left alone: their splits come from sorted data."""
    for step in steps(estimator):
        for name in FITTED:
            if hasattr(step, name):
                setattr(step, name, np.round(getattr(step, name), DECIMALS))


def steps(estimator: BaseEstimator) -> Iterator[BaseEstimator]:
    if isinstance(estimator, Pipeline):
        inner = [step for _, step in estimator.steps]
    elif isinstance(estimator, ColumnTransformer):
        inner = [step for _, step, _ in estimator.transformers_ if isinstance(step, BaseEstimator)]
    else:
        yield estimator
        return
    for step in inner:
        yield from steps(step)
