"""How rows are held out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import train_test_split

from errors import EvidenceError


def stratified(strata: Sequence[NDArray[np.str_]], share: float, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Train and test row numbers, ascending; every combination of the strata keeps its proportion in both parts."""
    labels = ["/".join(map(str, row)) for row in zip(*strata, strict=True)]
    train, test = train_test_split(np.arange(len(labels)), test_size=share, random_state=seed, stratify=labels)
    return np.sort(train), np.sort(test)


def by_time(hours: NDArray[np.int64], first_test_hour: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Everything before the hour trains, everything from it on tests. Raises EvidenceError when a side is empty."""
    train, test = np.flatnonzero(hours < first_test_hour), np.flatnonzero(hours >= first_test_hour)
    if len(train) == 0 or len(test) == 0:
        raise EvidenceError("evidence.empty_split", f"hour {first_test_hour}: one side is empty; expected rows on both", "Move the hour.")
    return train, test
