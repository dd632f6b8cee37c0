"""Measures how a classifier treated its groups, from answers whose truth has become known.

    python -m jobs.audit --model ID --outcomes FILE --outputs FOLDER

`--outcomes`: a CSV with a header: `prediction` and `truth` (0 or 1), and one column a protected attribute. Each comparison is with the
attribute's reference group; measures and signs are AIF360's (`fairness.py`). Measuring is no judging: the alerts have the limits.
Outputs: one file a measure and group, `<measure>--<attribute>--<group>`, `smallest_group` (rows), `measured_at`, and `audit.json`.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
from pathlib import Path

import numpy as np

import fairness
from data import ClassifierData
from errors import EvidenceError
from groups import Counts, count_by_group
from jobs.command import end
from jobs.outputs import write
from text import number, to_json
from training import folder_of, load


def main() -> int:
    parser = argparse.ArgumentParser(prog="audit", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--outcomes", required=True, type=Path)
    parser.add_argument("--outputs", required=True, type=Path)
    given = parser.parse_args()
    data, _ = load(folder_of(given.model))
    if not isinstance(data, ClassifierData) or not data.attributes:
        raise EvidenceError(
            "evidence.no_groups", f"--model {given.model}: no protected attribute; expected a classifier with one", "Audit another model."
        )
    groups = read(given.outcomes, {one.name: one.reference for one in data.attributes})
    references = {one.name: one.reference for one in data.attributes}
    measured = {
        (attribute, group): fairness.between(counts, members[references[attribute]])
        for attribute, members in groups.items()
        for group, counts in members.items()
        if group != references[attribute]
    }
    document = [
        {"attribute": attribute, "group": group, "reference": references[attribute], "n": groups[attribute][group].n, **measures}
        for (attribute, group), measures in measured.items()
    ]
    values = {
        output(name, attribute, group): str(number(value))
        for (attribute, group), measures in measured.items()
        for name, value in measures.items()
    }
    smallest = min(counts.n for members in groups.values() for counts in members.values())
    extra = {"smallest_group": str(smallest), "measured_at": str(int(time.time())), "audit.json": to_json(document)}
    write(given.outputs, {**values, **extra})
    return 0


def output(measure: str, attribute: str, group: str) -> str:
    """A file name: what names have besides letters, digits, `_` and `-` becomes `_`."""
    return "--".join(re.sub(r"[^A-Za-z0-9_-]", "_", part) for part in (measure, attribute, group))


def read(path: Path, references: dict[str, str]) -> dict[str, dict[str, Counts]]:
    """Attribute -> group -> counts. Raises EvidenceError when a measure would have no meaning: a group without both truths."""
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError("evidence.unreadable", f"{path}: {error}; expected a CSV", "Name a file that the step can read.") from error
    truth, predicted = (np.array([bit(line.get(name), f"{path}: row {row + 1}, column {name}") for row, line in enumerate(lines)]) for name in ("truth", "prediction"))
    made: dict[str, dict[str, Counts]] = {}
    for attribute, reference in references.items():
        column = np.array([line.get(attribute) or "" for line in lines])
        made[attribute] = count_by_group(truth, predicted, column)
        thin = [group for group, counts in made[attribute].items() if group == "" or counts.tp + counts.fn == 0 or counts.fp + counts.tn == 0]
        if thin or reference not in made[attribute] or len(made[attribute]) < 2:
            raise EvidenceError(
                "evidence.unmeasurable",
                f"{path}: {attribute} has groups {', '.join(repr(one) for one in made[attribute]) or 'nothing'}; expected {reference} and another, each with both truths",
                "Widen the window until every group has outcomes of both kinds.",
            )
    return made


def bit(text: str | None, where: str) -> int:
    if text in ("0", "1"):
        return int(text)
    raise EvidenceError("evidence.bad_outcomes", f"{where}: {text!r}; expected 0 or 1", "Write the answer and the truth as 0 or 1.")


if __name__ == "__main__":
    end(main)
