"""The reference values of lib/jobs/experiment/ come from SciPy: `python -m tests.test_experiment` writes them, this test writes them again."""

from __future__ import annotations

import json
import math
import unittest
from pathlib import Path

import numpy as np
from scipy import integrate, stats
from scipy.stats import norm

FILE = Path(__file__).parents[3] / "test" / "jobs" / "experiment" / "scipy.json"

OUTCOMES = [
    ((100, 50), (100, 65)),
    ((1000, 120), (1000, 150)),
    ((20000, 1000), (20000, 1010)),
    ((50, 1), (60, 9)),
    ((10, 3), (10, 3)),
    ((200000, 20000), (200000, 20600)),
    ((12, 0), (15, 4)),
]
"""(trials, successes) of the stable release and of the candidate."""


def samples() -> list[tuple[list[float], list[float]]]:
    made = np.random.default_rng(7)
    drawn = [
        (made.normal(10, 2, 40), made.normal(11, 4, 25)),
        (made.exponential(3, 500), made.exponential(3.2, 450)),
        (made.normal(0, 1, 3), made.normal(4, 0.1, 2)),
        (made.normal(1000, 1, 300), made.normal(1000.2, 1, 300)),
    ]
    return [([round(float(v), 6) for v in a], [round(float(v), 6) for v in b]) for a, b in drawn]


def sums(values: list[float]) -> dict[str, float]:
    return {"count": len(values), "sum": math.fsum(values), "sumOfSquares": math.fsum(v * v for v in values)}


def better(stable: tuple[int, int], candidate: tuple[int, int]) -> float:
    one = stats.beta(1 + candidate[1], 1 + candidate[0] - candidate[1])
    other = stats.beta(1 + stable[1], 1 + stable[0] - stable[1])
    low, high = max(0.0, one.mean() - 12 * one.std()), min(1.0, one.mean() + 12 * one.std())
    value, _ = integrate.quad(lambda x: one.pdf(x) * other.cdf(x), low, high, epsabs=1e-13, epsrel=1e-12, limit=500)
    return float(value)


def reference() -> dict[str, object]:
    outcomes = []
    for stable, candidate in OUTCOMES:
        table = [[candidate[1], candidate[0] - candidate[1]], [stable[1], stable[0] - stable[1]]]
        tested = stats.chi2_contingency(table, correction=False)
        outcomes.append(
            {
                "stable": {"trials": stable[0], "successes": stable[1]},
                "candidate": {"trials": candidate[0], "successes": candidate[1]},
                "chiSquare": {"statistic": float(tested.statistic), "pValue": float(tested.pvalue)},
                "better": better(stable, candidate),
            }
        )
    means, pairs = [], []
    for stable, candidate in samples():
        welch = stats.ttest_ind(candidate, stable, equal_var=False)
        means.append({"stable": sums(stable), "candidate": sums(candidate), "statistic": float(welch.statistic), "pValue": float(welch.pvalue)})
        both = list(zip(candidate, stable))
        tested = stats.ttest_rel([a for a, _ in both], [b for _, b in both])
        pairs.append({"differences": sums([round(a - b, 6) for a, b in both]), "statistic": float(tested.statistic), "pValue": float(tested.pvalue)})
    tails = [{"t": t, "degrees": df, "pValue": float(2 * stats.t.sf(abs(t), df))} for df in (1, 2.5, 30, 10000) for t in (0.0, 0.1, 1.96, -7.5, 40.0)]
    squares = [{"x": x, "pValue": float(stats.chi2.sf(x, 1))} for x in (0.0, 1e-6, 0.5, 2.9, 3.1, 3.84, 30.0, 600.0)]
    quantiles = [{"p": p, "z": float(norm.ppf(p))} for p in (1e-6, 0.001, 0.024, 0.025, 0.3, 0.5, 0.8, 0.975, 0.9999)]
    return {"outcomes": outcomes, "means": means, "pairs": pairs, "tails": tails, "squares": squares, "quantiles": quantiles}


class Experiment(unittest.TestCase):
    def test_the_committed_reference_values_are_what_scipy_gives(self) -> None:
        committed = json.loads(FILE.read_text(encoding="utf-8"))
        self.compare(committed, reference(), "")

    def compare(self, a: object, b: object, where: str) -> None:
        if isinstance(a, dict) and isinstance(b, dict):
            self.assertEqual(a.keys(), b.keys(), where)
            for key in a:
                self.compare(a[key], b[key], f"{where}.{key}")
        elif isinstance(a, list) and isinstance(b, list):
            self.assertEqual(len(a), len(b), where)
            for place, (x, y) in enumerate(zip(a, b)):
                self.compare(x, y, f"{where}[{place}]")
        else:
            self.assertTrue(math.isclose(float(a), float(b), rel_tol=1e-9, abs_tol=1e-300), f"{where}: {a} != {b}")


if __name__ == "__main__":
    FILE.write_text(json.dumps(reference(), indent=2) + "\n", encoding="utf-8")
