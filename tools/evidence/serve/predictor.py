"""A trained model that answers records: reads the model file, checks each record, predicts.

The model file is a joblib dictionary: model, version, task, features [{name, categories}], threshold, positive, estimator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import joblib
import numpy as np


class BadRecord(ValueError):
    """A record that the model cannot take; the message says which field, what was seen and what was expected."""


class Predictor:
    def __init__(self, loaded: Mapping[str, Any]) -> None:
        self.model: str = loaded["model"]
        self.version: str = loaded["version"]
        self.features: Sequence[Mapping[str, Any]] = loaded["features"]
        self.threshold: float | None = loaded["threshold"]
        self.positive: str | None = loaded["positive"]
        self.estimator = loaded["estimator"]

    @staticmethod
    def from_file(path: str) -> Predictor:
        """Only for a file from one's own image: joblib runs what is in it."""
        return Predictor(joblib.load(path))

    def predict(self, records: Sequence[object]) -> list[dict[str, object]]:
        """One answer a record: `{probability, label, positive}` of a classifier, `{value}` of a forecast.

        @raises BadRecord for a missing, unknown or ill-typed field
        """
        inputs = np.empty((len(records), len(self.features)), dtype=object)
        for place, record in enumerate(records):
            inputs[place] = self.row(record, place)
        if self.threshold is None:
            return [{"value": float(value)} for value in self.estimator.predict(inputs)]
        positive = self.estimator.predict_proba(inputs)[:, 1]
        return [{"probability": float(p), "label": int(p >= self.threshold), "positive": self.positive} for p in positive]

    def row(self, record: object, place: int) -> list[object]:
        if not isinstance(record, Mapping):
            raise BadRecord(f"records[{place}]: not an object; expected an object with the model's features")
        unknown = sorted(set(record) - {feature["name"] for feature in self.features})
        if unknown:
            raise BadRecord(f"records[{place}]: unknown field {unknown[0]!r}; expected only the model's features")
        return [self.field(record, feature, place) for feature in self.features]

    def field(self, record: Mapping[str, object], feature: Mapping[str, Any], place: int) -> object:
        name, categories = feature["name"], feature["categories"]
        if name not in record:
            raise BadRecord(f"records[{place}].{name}: missing; expected {'one of its words' if categories else 'a number'}")
        value = record[name]
        if categories is not None:
            if value not in categories:
                raise BadRecord(f"records[{place}].{name}: {value!r}; expected one of {', '.join(categories)}")
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise BadRecord(f"records[{place}].{name}: {value!r}; expected a finite number")
        return float(value)
