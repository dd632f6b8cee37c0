"""The operating threshold, chosen on the training data alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fairness import strain, worst
from groups import count, count_by_group

CANDIDATES = tuple(round(0.30 + step / 100, 2) for step in range(41))
"""0.30, 0.31, ... 0.70"""

MARGIN = 0.5
"""Part of the fairness limits that a threshold may use up on the training data: the held-out rows add noise of their own."""


def choose(
    target: NDArray[np.int64],
    probability: NDArray[np.float64],
    attributes: Sequence[tuple[str, NDArray[np.str_]]],
) -> float:
    """Of the thresholds within the margin the one with the greatest balanced accuracy; if none is, the least unfair one.

    @param probability out-of-fold, so that no row was scored by a model that saw it
    @param attributes reference group and every row's group, one pair an attribute
    """
    scored = []
    for threshold in CANDIDATES:
        predicted = (probability >= threshold).astype(np.int64)
        used = max(strain(worst(count_by_group(target, predicted, groups), reference)) for reference, groups in attributes)
        counts = count(target, predicted)
        balanced = (counts.true_positive_rate + 1 - counts.false_positive_rate) / 2
        scored.append((threshold, used, balanced))
    fair = [row for row in scored if row[1] <= MARGIN]
    if fair:
        return max(fair, key=lambda row: (row[2], -row[0]))[0]
    return min(scored, key=lambda row: (row[1], row[0]))[0]
