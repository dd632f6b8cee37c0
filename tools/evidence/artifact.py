"""The model file: the same bytes whenever the same model is trained again."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

import joblib

from data import ClassifierData, Data
from fit import Recipe, Trained

FILE = "model.joblib"


@dataclass(frozen=True)
class Artifact:
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def build(model: str, recipe: Recipe, trained: Trained, data: Data) -> Artifact:
    """What `serve/predictor.py` reads. Only builtins and scikit-learn's classes, so serving needs none of the training code."""
    made = {
        "model": model,
        "version": recipe.VERSION,
        "features": [{"name": feature.name, "categories": feature.categories} for feature in data.features],
        "threshold": trained.threshold,
        "positive": data.positive if isinstance(data, ClassifierData) else None,
        "estimator": trained.estimator,
    }
    # A fitted object shares strings and arrays in ways that depend on how it was made; a copy through pickle shares them in one way.
    first, second = io.BytesIO(), io.BytesIO()
    joblib.dump(made, first, protocol=5)
    first.seek(0)
    joblib.dump(joblib.load(first), second, protocol=5)
    return Artifact(second.getvalue())
