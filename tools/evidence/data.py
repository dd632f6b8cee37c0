"""What a model's training folder hands over: one table for classifiers, one for forecasts.

Arrays are numpy's; `train` and `test` are row numbers into them. `columns` are the held-out rows as text, for their digest.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sources import Source

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Feature:
    """One input. `categories` are the only words it takes; None: a finite number."""

    name: str
    categories: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Attribute:
    """A protected attribute: every row's group, and the group that differences are taken from. Never an input by itself."""

    name: str
    reference: str
    groups: NDArray[np.str_]


@dataclass(frozen=True)
class ClassifierData:
    source: Source
    rows: Sequence[dict[str, str]]
    features: tuple[Feature, ...]
    inputs: NDArray[np.object_]
    target: NDArray[np.int64]
    """What a prediction of 1 means."""
    positive: str
    attributes: tuple[Attribute, ...]
    train: Rows
    test: Rows
    seed: int


@dataclass(frozen=True)
class ForecastData:
    source: Source
    rows: Sequence[dict[str, str]]
    features: tuple[Feature, ...]
    inputs: NDArray[np.object_]
    target: NDArray[np.float64]
    """Hour of each row since the start of the data; ascending."""
    hours: NDArray[np.int64]
    """Moment of hour 0, RFC 3339."""
    epoch: str
    """The forecast that costs nothing: the same hour a week before."""
    naive: NDArray[np.float64]
    """Ways to cut the rows for the error per group: name -> group of each row."""
    slices: dict[str, NDArray[np.str_]]
    train: Rows
    test: Rows
    seed: int


Data = ClassifierData | ForecastData


def without(data: ClassifierData, names: Sequence[str]) -> ClassifierData:
    """The same rows and split, some inputs fewer."""
    kept = [place for place, feature in enumerate(data.features) if feature.name not in names]
    return replace(data, features=tuple(data.features[place] for place in kept), inputs=data.inputs[:, kept])


def matrix(rows: Sequence[Sequence[object]]) -> NDArray[np.object_]:
    """Rows of mixed text and numbers as one object array; the model's own first step turns them into numbers."""
    made = np.empty((len(rows), len(rows[0])), dtype=object)
    made[:] = rows
    return made


def held_out_digest(data: Data) -> str:
    """sha256 of the held-out records as a CSV: header, records in the source's order, comma, LF, no quotes unless needed."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(data.rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(data.rows[index] for index in np.sort(data.test))
    return hashlib.sha256(text.getvalue().encode("utf-8")).hexdigest()
