"""Which inputs a model leans on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.inspection import permutation_importance
from sklearn.pipeline import Pipeline

REPEATS = 5


def of_features(estimator: Pipeline, inputs: NDArray[np.object_], target: NDArray[np.generic], scoring: str, seed: int) -> list[float]:
    """Mean loss of the score when one column is shuffled. Source: Breiman, "Random Forests" (2001), section 10."""
    found = permutation_importance(estimator, inputs, target, scoring=scoring, n_repeats=REPEATS, random_state=seed, n_jobs=1)
    return [float(value) for value in found.importances_mean]
