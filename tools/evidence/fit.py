"""Trains one release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline

from data import ClassifierData, ForecastData
from reweighing import weights
from rounding import settle
from threshold import choose

FOLDS = 5
REPEATS = 3


class Recipe(Protocol):
    """A module `release_<version>.py` of a model's training folder. The last step of `estimator()` is named `model`."""

    VERSION: str
    ALGORITHM: str
    HYPERPARAMETERS: dict[str, float | str | bool | None]
    REWEIGH: bool

    def estimator(self) -> Pipeline: ...


@dataclass(frozen=True)
class Trained:
    estimator: Pipeline
    """Probability from which on the answer is 1; None for a forecast."""
    threshold: float | None


def fit_classifier(recipe: Recipe, data: ClassifierData) -> Trained:
    """Fits on all training rows; the threshold comes from their out-of-fold probabilities (mean of several shuffles)."""
    probability = np.mean([out_of_fold(recipe, data, data.seed + repeat) for repeat in range(REPEATS)], axis=0)
    groups = [(attribute.reference, attribute.groups[data.train]) for attribute in data.attributes]
    threshold = choose(data.target[data.train], probability, groups)
    return Trained(fit_rows(recipe, data, data.train), threshold)


def fit_forecast(recipe: Recipe, data: ForecastData) -> Trained:
    estimator = recipe.estimator()
    estimator.fit(data.inputs[data.train], data.target[data.train])
    settle(estimator)
    return Trained(estimator, None)


def fit_rows(recipe: Recipe, data: ClassifierData, rows: NDArray[np.int64]) -> Pipeline:
    target = data.target[rows]
    attributes = [attribute.groups[rows] for attribute in data.attributes]
    sample_weight = weights(target, attributes) if recipe.REWEIGH else np.ones(len(rows))
    estimator = recipe.estimator()
    estimator.fit(data.inputs[rows], target, model__sample_weight=sample_weight)
    settle(estimator)
    return estimator


def out_of_fold(recipe: Recipe, data: ClassifierData, seed: int) -> NDArray[np.float64]:
    """Every training row's probability from a model that was not fitted on it."""
    strata = ["/".join([str(data.target[row]), *(str(attribute.groups[row]) for attribute in data.attributes)]) for row in data.train]
    made = np.zeros(len(data.train))
    for fitted, scored in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(data.train, strata):
        estimator = fit_rows(recipe, data, data.train[fitted])
        made[scored] = estimator.predict_proba(data.inputs[data.train[scored]])[:, 1]
    return made
