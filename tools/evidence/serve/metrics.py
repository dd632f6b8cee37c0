"""Counters for Prometheus in its text format, version 0.0.4."""

from __future__ import annotations

import threading
from collections import Counter

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds in seconds."""


class Metrics:
    """Requests to `/predict` by status code, and how long they took."""

    def __init__(self, model: str, version: str) -> None:
        self.labels = f'model="{model}",version="{version}"'
        self.codes: Counter[int] = Counter()
        self.buckets = [0] * (len(BUCKETS) + 1)
        self.seconds = 0.0
        self.lock = threading.Lock()

    def observe(self, code: int, seconds: float) -> None:
        with self.lock:
            self.codes[code] += 1
            self.seconds += seconds
            self.buckets[next((place for place, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))] += 1

    def text(self) -> str:
        with self.lock:
            lines = ["# HELP modelgate_requests_total Prediction requests by HTTP status code.", "# TYPE modelgate_requests_total counter"]
            lines += [f'modelgate_requests_total{{{self.labels},code="{code}"}} {count}' for code, count in sorted(self.codes.items())]
            name = "modelgate_request_duration_seconds"
            lines += [f"# HELP {name} Time to answer a prediction request.", f"# TYPE {name} histogram"]
            below = 0
            for bound, count in zip([*map(str, BUCKETS), "+Inf"], self.buckets, strict=True):
                below += count
                lines.append(f'{name}_bucket{{{self.labels},le="{bound}"}} {below}')
            lines += [f"{name}_sum{{{self.labels}}} {self.seconds:.9f}", f"{name}_count{{{self.labels}}} {below}"]
        return "\n".join(lines) + "\n"
