"""Measures how far the calls of a window are from the rows that a release learned from.

    python -m jobs.drift --model ID --window FILE --outputs FOLDER

`--window`: a CSV with a header; one column an input of the model, others are ignored. The measures are those of evidence (`drift.py`):
PSI over deciles or categories. Measuring is no judging: the alert on the exported score has the limit.
Outputs: `score` (largest PSI), `feature` (where it is), `rows`, `measured_at`, and `drift.json`, the `drift` part of an evaluation.
"""

from __future__ import annotations

import argparse
import csv
import math
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import drift
from data import Data, Feature
from errors import EvidenceError
from jobs.command import end
from jobs.outputs import write
from text import number, to_json
from training import folder_of, load

FEWEST = 200
"""With fewer rows the score is mostly noise: PSI grows by about (bins - 1) / n."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="drift", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--window", required=True, type=Path)
    parser.add_argument("--outputs", required=True, type=Path)
    given = parser.parse_args()
    data, _ = load(folder_of(given.model))
    rows = read(given.window, data.features)
    found = measure(data, rows)
    worst = max(found, key=lambda name: found[name].psi)
    features = [
        {"name": name, "method": "psi", "statistic": one.statistic, "effectSize": one.psi, "pValue": one.p_value}
        for name, one in found.items()
    ]
    score = number(found[worst].psi)
    write(
        given.outputs,
        {"score": str(score), "feature": worst, "rows": str(len(rows)), "measured_at": str(int(time.time())), "drift.json": to_json({"score": score, "features": features})},
    )
    return 0


def measure(data: Data, rows: NDArray[np.object_]) -> dict[str, drift.Drift]:
    return {
        feature.name: drift.of_feature(feature, data.inputs[data.train, place], rows[:, place])
        for place, feature in enumerate(data.features)
    }


def read(path: Path, features: tuple[Feature, ...]) -> NDArray[np.object_]:
    """The window's inputs. Raises EvidenceError for a column, a number or a word that the model does not take, and for too few rows."""
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError("evidence.unreadable", f"{path}: {error}; expected a CSV", "Name a file that the step can read.") from error
    if len(lines) < FEWEST:
        raise EvidenceError(
            "evidence.too_few_rows", f"{path}: {len(lines)} rows; expected at least {FEWEST}", "Widen the window until it holds enough calls."
        )
    made = np.empty((len(lines), len(features)), dtype=object)
    for row, line in enumerate(lines):
        for place, feature in enumerate(features):
            made[row, place] = value(line.get(feature.name), feature, f"{path}: row {row + 1}, column {feature.name}")
    return made


def value(text: str | None, feature: Feature, where: str) -> float | str:
    if text is None:
        raise EvidenceError("evidence.bad_window", f"{where}: nothing; expected a value", "Log every input of the model.")
    if feature.categories is not None:
        # A word that the model never saw lies outside every bin, which would hide it.
        if text in feature.categories:
            return text
        raise EvidenceError(
            "evidence.bad_window", f"{where}: {text!r}; expected one of {', '.join(feature.categories)}", "See where the new word comes from."
        )
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if math.isfinite(found):
        return found
    raise EvidenceError("evidence.bad_window", f"{where}: {text!r}; expected a finite number", "Log the input as the model got it.")


if __name__ == "__main__":
    end(main)
