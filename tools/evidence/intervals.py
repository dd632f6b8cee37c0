"""95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Z = 1.959963984540054
"""The normal distribution's 0.975 quantile."""

RESAMPLES = 1000


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Score interval of a proportion: (p + z2/2n +- z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n).

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
    """
    share = successes / trials
    z2 = Z * Z / trials
    middle = share + z2 / 2
    half = Z * math.sqrt(share * (1 - share) / trials + z2 / (4 * trials))
    return (middle - half) / (1 + z2), (middle + half) / (1 + z2)


def bootstrap(
    blocks: NDArray[np.int64], measure: Callable[[NDArray[np.int64]], dict[str, float]], seed: int
) -> dict[str, tuple[float, float]]:
    """Percentile interval (2.5 %, 97.5 %) of each measure over resamples of whole blocks, drawn with a fixed seed.

    @param blocks block of every row: row numbers for independent rows, days where errors of one day belong together
    @param measure row numbers -> values
    Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 13 and 8.6 (blocks).
    """
    generator = np.random.default_rng(seed)
    _, codes = np.unique(blocks, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(codes[order]) > 0])
    members = np.split(order, starts[1:])
    draws = []
    for _ in range(RESAMPLES):
        chosen = generator.integers(0, len(members), len(members))
        draws.append(measure(np.concatenate([members[block] for block in chosen])))
    return {name: quantiles([draw[name] for draw in draws]) for name in draws[0]}


def quantiles(values: list[float]) -> tuple[float, float]:
    low, high = np.quantile(np.array(values), [0.025, 0.975])
    return float(low), float(high)
