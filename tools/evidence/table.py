"""A release on the terminal, a few lines."""

from __future__ import annotations

from typing import Any, cast

from compare import Difference
from release import Made

SHOWN = {
    "binary-classification": (
        "accuracy",
        "balanced_accuracy",
        "precision",
        "recall",
        "f1",
        "roc_auc",
        "average_precision",
        "brier_score_loss",
    ),
    "forecast": (
        "mean_absolute_error",
        "root_mean_squared_error",
        "r2_score",
        "mean_error",
        "seasonal_naive_mean_absolute_error",
        "mean_absolute_scaled_error",
    ),
}


def render(model: str, made: Made, differing: list[Difference], check: bool, seconds: float) -> str:
    evaluation = cast(dict[str, Any], made.documents["evaluation.json"])
    state = ("differs" if check else "rewritten") if differing else "same as committed"
    lines = [f"{model} {made.version}  {made.algorithm}  {state}  {seconds:.1f} s"]
    for name in SHOWN[evaluation["task"]]:
        metric = evaluation["metrics"][name]
        low, high = metric["interval"]
        lines.append(f"  {name:<36} {metric['value']:10.4f}   [{low:.4f}, {high:.4f}]")
    for attribute, claimed in evaluation["fairness"].items():
        measures = "  ".join(f"{name} {value:+.3f}" for name, value in claimed.items() if name != "reference")
        lines.append(f"  {attribute} (reference {claimed['reference']}): {measures}")
    lines.append(f"  {'drift score (PSI)':<36} {evaluation['drift']['score']:10.4f}")
    latency = evaluation["latencyMs"]
    lines.append(f"  {'one prediction, ms (p50 p95 p99)':<36} {latency['p50']:10.3f}   {latency['p95']:.3f} {latency['p99']:.3f}")
    return "\n".join(lines)
