"""Distance between the training rows and the held-out rows, feature by feature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2_contingency

from data import Feature

BINS = 10


@dataclass(frozen=True)
class Drift:
    """`psi` is the effect size; `statistic` and `p_value` are those of the chi-square test of homogeneity on the same bins."""

    psi: float
    statistic: float
    p_value: float


def of_feature(feature: Feature, reference: NDArray[np.object_], window: NDArray[np.object_]) -> Drift:
    """Categories are bins; numbers are cut at the reference's deciles (fewer bins where deciles coincide)."""
    if feature.categories is not None:
        return of_counts(*(np.array([np.sum(rows == category) for category in feature.categories]) for rows in (reference, window)))
    old, new = reference.astype(np.float64), window.astype(np.float64)
    edges = np.unique(np.quantile(old, np.linspace(0, 1, BINS + 1)[1:-1]))
    return of_counts(*(np.bincount(np.searchsorted(edges, rows, side="right"), minlength=len(edges) + 1) for rows in (old, new)))


def of_counts(reference: NDArray[np.int64], window: NDArray[np.int64]) -> Drift:
    """PSI = sum (q - p) ln(q / p) over bins, p = share in the reference, q = in the window.

    Half a row is added to every bin of both, so that an empty bin gives a large, finite number.
    Source: Siddiqi, "Credit Risk Scorecards" (2006); 0.1 is moderate, 0.25 large. It grows with few rows: about (bins - 1)(1/n + 1/m).
    """
    share = [(counts + 0.5) / (counts.sum() + 0.5 * len(counts)) for counts in (reference, window)]
    psi = float(np.sum((share[1] - share[0]) * np.log(share[1] / share[0])))
    table = np.array([reference, window])
    table = table[:, table.sum(axis=0) > 0]
    if table.shape[1] == 1:
        return Drift(psi, 0.0, 1.0)
    tested = chi2_contingency(table, correction=False)
    return Drift(psi, float(tested.statistic), float(tested.pvalue))
