"""Random cases, each with what the field's libraries say of it: one JSON object a line, `{kind, input, expected}`.

`python cases.py COUNT SEED`. Nothing here is computed by this project but four things that no library has (PSI, ECE by sums of bins, the
bootstrap's draws, Fieller's interval), written out from their definitions.
"""

from __future__ import annotations

import json
import logging
import math
import sys
import warnings
from collections.abc import Iterator

import numpy as np

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

import pandas as pd  # noqa: E402
from aif360.datasets import BinaryLabelDataset  # noqa: E402
from aif360.metrics import ClassificationMetric  # noqa: E402
from fairlearn.metrics import MetricFrame, false_positive_rate, selection_rate  # noqa: E402
from numpy.random import Generator  # noqa: E402
from scipy import stats  # noqa: E402
from scipy.spatial.distance import jensenshannon  # noqa: E402
from sklearn import metrics as sk  # noqa: E402
from statsmodels.stats.contingency_tables import mcnemar  # noqa: E402
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint  # noqa: E402
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW  # noqa: E402

BINS = 10


def finite(values: dict[str, object]) -> dict[str, object]:
    """A value that a library could not give is none: ours is null there."""
    return {name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in values.items()}


def counts(truth: np.ndarray, predicted: np.ndarray) -> dict[str, int]:
    tn, fp, fn, tp = sk.confusion_matrix(truth, predicted, labels=[0, 1]).ravel()
    return {"tp": int(tp), "fp": int(fp), "tn": int(tn), "fn": int(fn)}


def binary(made: Generator) -> dict[str, object]:
    n = int(made.integers(5, 400))
    truth = (made.random(n) < made.uniform(0.05, 0.95)).astype(int)
    truth[:2] = [0, 1]
    probability = np.clip(0.5 * truth + made.normal(0.25, 0.3, n), 0, 1)
    predicted = (probability >= 0.5).astype(int)
    predicted[:4] = [0, 1, 1, 0]
    places = np.minimum((probability * BINS).astype(int), BINS - 1)
    ece = math.fsum(
        (places == b).sum() / n * abs(truth[places == b].mean() - probability[places == b].mean()) for b in range(BINS) if (places == b).any()
    )
    return {
        "input": {"counts": counts(truth, predicted), "truth": [bool(t) for t in truth], "probability": probability.tolist(), "bins": BINS},
        "expected": {
            "accuracy": float(sk.accuracy_score(truth, predicted)),
            "balanced_accuracy": float(sk.balanced_accuracy_score(truth, predicted)),
            "precision": float(sk.precision_score(truth, predicted)),
            "recall": float(sk.recall_score(truth, predicted)),
            "specificity": float(sk.recall_score(truth, predicted, pos_label=0)),
            "f1": float(sk.f1_score(truth, predicted)),
            "matthews_corrcoef": float(sk.matthews_corrcoef(truth, predicted)),
            "brier_score_loss": float(sk.brier_score_loss(truth, probability)),
            "expected_calibration_error": ece,
        },
    }


def multiclass(made: Generator) -> dict[str, object]:
    k, n = int(made.integers(3, 8)), int(made.integers(20, 400))
    truth = np.concatenate([np.arange(k), made.integers(0, k, n)])
    predicted = np.where(made.random(n + k) < 0.6, truth, made.integers(0, k, n + k))
    expected: dict[str, object] = {
        "accuracy": float(sk.accuracy_score(truth, predicted)),
        "balanced_accuracy": float(sk.balanced_accuracy_score(truth, predicted)),
        "matthews_corrcoef": float(sk.matthews_corrcoef(truth, predicted)),
    }
    for average in ("macro", "micro", "weighted"):
        for name, score in (("precision", sk.precision_score), ("recall", sk.recall_score), ("f1", sk.f1_score)):
            expected[f"{name}_{average}"] = float(score(truth, predicted, average=average, zero_division=0))
    return {"input": {"matrix": sk.confusion_matrix(truth, predicted, labels=range(k)).tolist()}, "expected": expected}


def regression(made: Generator) -> dict[str, object]:
    n, season = int(made.integers(5, 300)), int(made.integers(1, 5))
    truth = made.normal(made.uniform(-50, 50), made.uniform(0.5, 30), n)
    predicted = truth + made.normal(0.5, 4, n)
    series = np.cumsum(made.normal(0, 1, n + season))
    naive = float(np.mean(np.abs(series[season:] - series[:-season])))
    return {
        "input": {"truth": truth.tolist(), "predicted": predicted.tolist(), "series": series.tolist(), "season": season},
        "expected": {
            "mean_absolute_error": float(sk.mean_absolute_error(truth, predicted)),
            "mean_squared_error": float(sk.mean_squared_error(truth, predicted)),
            "root_mean_squared_error": float(sk.root_mean_squared_error(truth, predicted)),
            "mean_absolute_percentage_error": float(sk.mean_absolute_percentage_error(truth, predicted)),
            "symmetric_mean_absolute_percentage_error": float(np.mean(2 * np.abs(predicted - truth) / (np.abs(truth) + np.abs(predicted)))),
            "mean_absolute_scaled_error": float(sk.mean_absolute_error(truth, predicted)) / naive,
            "mean_error": float(np.mean(predicted - truth)),
            "r2_score": float(sk.r2_score(truth, predicted)),
        },
    }


def ranking(made: Generator) -> dict[str, object]:
    items, queries, k = int(made.integers(2, 30)), int(made.integers(1, 12)), int(made.integers(1, 12))
    relevances = made.integers(0, 4, (queries, items))
    relevances[:, 0] += made.random(queries) < 0.8
    scores = np.tile(np.arange(items, 0, -1, dtype=float), (queries, 1))
    precisions = [float(sk.average_precision_score(row > 0, score)) if (row > 0).any() else 0.0 for row, score in zip(relevances, scores)]
    relevant = relevances > 0
    expected = {
        "ndcg": float(sk.ndcg_score(relevances, scores, k=k)),
        "mean_average_precision": float(np.mean(precisions)),
        "mrr": float(np.mean(np.where(relevant.any(axis=1), 1 / (relevant.argmax(axis=1) + 1), 0))),
        "hit_rate": float(relevant[:, :k].any(axis=1).mean()),
    }
    return {"input": {"queries": relevances.tolist(), "k": k}, "expected": expected}


def intervals(made: Generator) -> dict[str, object]:
    n, m = int(made.integers(1, 2000)), int(made.integers(1, 2000))
    a, b = int(made.integers(0, n + 1)), int(made.integers(0, m + 1))
    expected: dict[str, object] = {
        "wilson": [float(v) for v in proportion_confint(a, n, method="wilson")],
        "newcombe": [float(v) for v in confint_proportions_2indep(a, n, b, m, method="newcomb", compare="diff")],
        "katz": [float(v) for v in confint_proportions_2indep(a, n, b, m, method="log", compare="ratio")] if a > 0 and b > 0 else None,
    }
    return {"input": {"group": {"successes": a, "trials": n}, "reference": {"successes": b, "trials": m}}, "expected": expected}


def fairness(made: Generator) -> dict[str, object]:
    n = int(made.integers(60, 500))
    group = np.concatenate([[0, 1] * 4, (made.random(n) < 0.5).astype(int)])
    truth = np.concatenate([[0, 0, 1, 1] * 2, (made.random(n) < 0.4).astype(int)])
    predicted = np.concatenate([[0, 0, 0, 0, 1, 1, 1, 1], (made.random(n) < 0.3 + 0.3 * truth[8:]).astype(int)])
    frame = pd.DataFrame({"group": group, "label": truth})
    claimed = frame.assign(label=predicted)
    options = {"label_names": ["label"], "protected_attribute_names": ["group"], "favorable_label": 1, "unfavorable_label": 0}
    aif = ClassificationMetric(
        BinaryLabelDataset(df=frame, **options),
        BinaryLabelDataset(df=claimed, **options),
        unprivileged_groups=[{"group": 0}],
        privileged_groups=[{"group": 1}],
    )
    by_group = MetricFrame(
        metrics={"selection": selection_rate, "alarm": false_positive_rate, "precision": sk.precision_score},
        y_true=truth,
        y_pred=predicted,
        sensitive_features=group,
    ).by_group
    gap = by_group.loc[0] - by_group.loc[1]
    expected = {
        "statistical_parity_difference": float(aif.statistical_parity_difference()),
        "disparate_impact": float(aif.disparate_impact()),
        "equal_opportunity_difference": float(aif.equal_opportunity_difference()),
        "average_odds_difference": float(aif.average_odds_difference()),
        "predictive_parity_difference": float(gap["precision"]),
    }
    if abs(expected["statistical_parity_difference"] - float(gap["selection"])) > 1e-12:
        raise AssertionError("AIF360 and Fairlearn disagree on selection rates")
    if abs(float(aif.false_positive_rate_difference()) - float(gap["alarm"])) > 1e-12:
        raise AssertionError("AIF360 and Fairlearn disagree on false alarms")
    return {
        "input": {
            "group": counts(truth[group == 0], predicted[group == 0]),
            "reference": counts(truth[group == 1], predicted[group == 1]),
        },
        "expected": finite(expected),
    }


def parity(made: Generator) -> dict[str, object]:
    one, other = (made.normal(made.uniform(-2, 2), made.uniform(0.5, 5), int(made.integers(2, 400))) for _ in range(2))
    ours = [
        {"n": len(e), "sumError": math.fsum(e), "sumAbsoluteError": math.fsum(np.abs(e)), "sumSquaredError": math.fsum(e**2)} for e in (one, other)
    ]
    zero = [float(sk.mean_absolute_error(np.zeros(len(e)), e)) for e in (one, other)]
    return {
        "input": {"group": ours[0], "reference": ours[1]},
        "expected": {
            "mean_absolute_error_ratio": zero[0] / zero[1],
            "mean_absolute_error_ratio_interval": fieller(np.abs(one), np.abs(other)),
            "mean_error_difference": float(np.mean(one) - np.mean(other)),
            "mean_error_difference_interval": [
                float(v) for v in CompareMeans(DescrStatsW(one), DescrStatsW(other)).zconfint_diff(usevar="unequal")
            ],
        },
    }


def fieller(one: np.ndarray, other: np.ndarray) -> list[float] | None:
    """Where (g - r h)^2 = z^2 (v + r^2 w), g and h the means, v and w the squares of their standard errors."""
    z2 = stats.norm.ppf(0.975) ** 2
    (g, v), (h, w) = ((float(np.mean(e)), z2 * stats.sem(e) ** 2) for e in (one, other))
    if h * h <= w:
        return None
    return sorted(float(root) for root in np.real(np.roots([h * h - w, -2 * g * h, g * g - v])))


def drift(made: Generator) -> dict[str, object]:
    bins = int(made.integers(2, 12))
    reference, window = made.integers(0, 300, bins), made.integers(0, 300, bins)
    reference[0] += 1
    window[0] += 1
    table = np.array([reference, window])
    table = table[:, table.sum(axis=0) > 0]
    tested = stats.chi2_contingency(table, correction=False) if table.shape[1] > 1 else None
    p, q = ((c + 0.5) / (c.sum() + 0.5 * bins) for c in (reference, window))
    one, other = made.normal(0, 1, int(made.integers(5, 200))).round(2), made.normal(0.2, 1.2, int(made.integers(5, 200))).round(2)
    d = float(stats.ks_2samp(one, other).statistic)
    return {
        "input": {"reference": reference.tolist(), "window": window.tolist(), "one": one.tolist(), "other": other.tolist()},
        "expected": {
            "population_stability": math.fsum((q - p) * np.log(q / p)),
            "chi_square": 0.0 if tested is None else float(tested.statistic),
            "chi_square_p": 1.0 if tested is None else float(tested.pvalue),
            "jensen_shannon": float(jensenshannon(reference, window, base=2)),
            "kolmogorov_smirnov": d,
            "kolmogorov_smirnov_p": float(stats.kstwobign.sf(math.sqrt(len(one) * len(other) / (len(one) + len(other))) * d)),
        },
    }


def paired(made: Generator) -> dict[str, object]:
    top = int(made.choice([4, 15, 400]))
    b, c = int(made.integers(0, top)), int(made.integers(0, top))
    few = b + c < 25
    tested = mcnemar([[7, b], [c, 11]], exact=few, correction=True) if b + c > 0 else None
    differences = made.normal(0.1, 1, int(made.integers(1, 40)))
    seed = int(made.integers(0, 2**32))
    return {
        "input": {
            "counts": {"both": 7, "candidateOnly": b, "incumbentOnly": c, "neither": 11},
            "differences": differences.tolist(),
            "seed": seed,
        },
        "expected": {
            "mcnemar": 1.0 if tested is None else float(tested.pvalue),
            "bootstrap": bootstrap(differences, seed),
        },
    }


def bootstrap(differences: np.ndarray, seed: int) -> list[float]:
    n = len(differences)
    drawn = np.fromiter(mulberry32(seed, 1000 * n), float, 1000 * n)
    means = differences[np.floor(drawn * n).astype(int)].reshape(1000, n).mean(axis=1)
    return [float(v) for v in np.quantile(means, [0.025, 0.975])]


def mulberry32(seed: int, count: int) -> Iterator[float]:
    mask, state = 0xFFFFFFFF, seed
    for _ in range(count):
        state = (state + 0x6D2B79F5) & mask
        mixed = ((state ^ (state >> 15)) * (state | 1)) & mask
        mixed ^= (mixed + (((mixed ^ (mixed >> 7)) * (mixed | 61)) & mask)) & mask
        yield ((mixed ^ (mixed >> 14)) & mask) / 2**32


KINDS = (binary, multiclass, regression, ranking, intervals, fairness, parity, drift, paired)


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    for kind in KINDS:
        made = np.random.default_rng([seed, len(kind.__name__), ord(kind.__name__[0])])
        for _ in range(count):
            print(json.dumps({"kind": kind.__name__, **kind(made)}, allow_nan=False))


if __name__ == "__main__":
    main()
