"""Counts per group, from which everything about fairness follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Counts:
    """Confusion counts of some rows; the positive label is 1."""

    tp: int
    fp: int
    tn: int
    fn: int

    @property
    def n(self) -> int:
        return self.tp + self.fp + self.tn + self.fn

    @property
    def selection_rate(self) -> float:
        """P(predicted 1)"""
        return (self.tp + self.fp) / self.n

    @property
    def true_positive_rate(self) -> float:
        """P(predicted 1 | is 1)"""
        return self.tp / (self.tp + self.fn)

    @property
    def false_positive_rate(self) -> float:
        """P(predicted 1 | is 0)"""
        return self.fp / (self.fp + self.tn)


def count(target: NDArray[np.int64], predicted: NDArray[np.int64]) -> Counts:
    def both(truth: int, guess: int) -> int:
        return int(np.sum((target == truth) & (predicted == guess)))

    return Counts(tp=both(1, 1), fp=both(0, 1), tn=both(0, 0), fn=both(1, 0))


def count_by_group(target: NDArray[np.int64], predicted: NDArray[np.int64], groups: NDArray[np.str_]) -> dict[str, Counts]:
    """Counts of every group, sorted by name; together they are exactly the counts of all rows."""
    return {str(group): count(target[groups == group], predicted[groups == group]) for group in sorted(set(groups))}
