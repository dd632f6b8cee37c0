"""The operating threshold, chosen on the training data alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fairness import strain, worst
from groups import count, count_by_group

CANDIDATES = tuple(round(0.30 + step / 100, 2) for step in range(41))
"""0.30, 0.31, ... 0.70"""

MARGIN = 0.5
"""Part of the fairness limits that a threshold may use up on the training data: the held-out rows add noise of their own."""


@dataclass(frozen=True)
class Choice:
    """`used`: largest part of a fairness limit that is used up over all attributes; 1 = all of it."""

    threshold: float
    used: float
    balanced_accuracy: float


def choose(
    target: NDArray[np.int64],
    probability: NDArray[np.float64],
    attributes: Sequence[tuple[str, NDArray[np.str_]]],
) -> Choice:
    """The preferred one of the candidate thresholds.

    @param probability out-of-fold, so that no row was scored by a model that saw it
    @param attributes reference group and every row's group, one pair an attribute
    """
    scored = []
    for threshold in CANDIDATES:
        predicted = (probability >= threshold).astype(np.int64)
        used = max(strain(worst(count_by_group(target, predicted, groups), reference)) for reference, groups in attributes)
        counts = count(target, predicted)
        scored.append(Choice(threshold, used, (counts.true_positive_rate + 1 - counts.false_positive_rate) / 2))
    return scored[preferred(scored)]


def preferred(choices: Sequence[Choice]) -> int:
    """Place of the one with the greatest balanced accuracy within the margin; if none is within, of the least unfair one.

    Of equals the first.
    """
    fair = [place for place, choice in enumerate(choices) if choice.used <= MARGIN]
    if fair:
        return max(fair, key=lambda place: choices[place].balanced_accuracy)
    return min(range(len(choices)), key=lambda place: choices[place].used)
