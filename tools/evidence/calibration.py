"""Does a probability of 0.7 come true in 7 of 10 cases?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BINS = 10


def expected_calibration_error(target: NDArray[np.int64], probability: NDArray[np.float64]) -> float:
    """ECE = sum over equal-width bins of n_bin / n * |mean(target) - mean(probability)|.

    Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI (2015).
    """
    places = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    total = 0.0
    for place in range(BINS):
        inside = places == place
        if inside.any():
            total += inside.mean() * abs(target[inside].mean() - probability[inside].mean())
    return float(total)
