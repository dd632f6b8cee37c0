"""Reweighing: weights that make the label independent of the protected group in the training data.

Source: Kamiran and Calders, "Data preprocessing techniques for classification without discrimination",
Knowledge and Information Systems 33 (2012).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def weights(target: NDArray[np.int64], attributes: Sequence[NDArray[np.str_]], strength: float) -> NDArray[np.float64]:
    """w(group, label) = (P(group) P(label) / P(group, label)) ^ strength, where a group is a combination of all attributes.

    With strength 1, as in the paper, every group has the same share of each label; 0 leaves all rows alike, more than 1
    also works against inputs that stand in for the group. The weights add up to the number of rows.
    """
    groups = np.array(["/".join(row) for row in zip(*attributes, strict=True)])
    made = np.ones(len(target))
    for group in sorted(set(groups)):
        for label in (0, 1):
            cell = (groups == group) & (target == label)
            if cell.any():
                made[cell] = (groups == group).mean() * (target == label).mean() / cell.mean()
    made = made**strength
    return made * (len(made) / made.sum())
