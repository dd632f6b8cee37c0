"""Trains one release."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline

from data import ClassifierData, ForecastData, without
from reweighing import weights
from rounding import settle
from threshold import Choice, choose, preferred

FOLDS = 5
REPEATS = 3


class Recipe(Protocol):
    """A module `release_<version>.py` of a model's training folder. The last step of `estimator()` is named `model`."""

    VERSION: str
    ALGORITHM: str
    HYPERPARAMETERS: dict[str, float | str | bool | None]
    """True: the module is a `Reweighed` recipe."""
    REWEIGH: bool

    def estimator(self) -> Pipeline: ...


class Reweighed(Recipe, Protocol):
    """A recipe whose unfairness is mitigated: strengths of reweighing, and inputs that any combination of may be left out."""

    STRENGTHS: tuple[float, ...]
    PROXIES: tuple[str, ...]

    def estimator(self, left_out: tuple[str, ...] = ()) -> Pipeline: ...


@dataclass(frozen=True)
class Mitigation:
    strength: float
    left_out: tuple[str, ...]


NO_MITIGATION = Mitigation(0.0, ())


@dataclass(frozen=True)
class Trained:
    estimator: Pipeline
    """Probability from which on the answer is 1; None for a forecast."""
    threshold: float | None
    mitigation: Mitigation = NO_MITIGATION
    """Everything that was tried on the training rows, in order."""
    tried: tuple[tuple[Mitigation, Choice], ...] = ()


def fit_classifier(recipe: Recipe, data: ClassifierData) -> Trained:
    """Fits on all training rows; mitigation and threshold are chosen by one rule (`preferred`) on out-of-fold training predictions."""
    tried = tuple((mitigation, operate(recipe, data, mitigation)) for mitigation in mitigations(recipe))
    mitigation, choice = tried[preferred([choice for _, choice in tried])]
    return Trained(fit_rows(recipe, data, data.train, mitigation), choice.threshold, mitigation, tried)


def mitigations(recipe: Recipe) -> list[Mitigation]:
    """The mildest first: of equals the first is taken."""
    if not recipe.REWEIGH:
        return [NO_MITIGATION]
    reweighed = cast(Reweighed, recipe)
    left_out = [names for size in range(len(reweighed.PROXIES) + 1) for names in combinations(reweighed.PROXIES, size)]
    return [Mitigation(strength, names) for names in left_out for strength in reweighed.STRENGTHS]


def operate(recipe: Recipe, data: ClassifierData, mitigation: Mitigation) -> Choice:
    """The threshold for one mitigation, from the training rows' out-of-fold probabilities (mean of several shuffles)."""
    probability = np.mean([out_of_fold(recipe, data, mitigation, data.seed + repeat) for repeat in range(REPEATS)], axis=0)
    groups = [(attribute.reference, attribute.groups[data.train]) for attribute in data.attributes]
    return choose(data.target[data.train], probability, groups)


def fit_forecast(recipe: Recipe, data: ForecastData) -> Trained:
    estimator = recipe.estimator()
    estimator.fit(data.inputs[data.train], data.target[data.train])
    settle(estimator)
    return Trained(estimator, None)


def fit_rows(recipe: Recipe, data: ClassifierData, rows: NDArray[np.int64], mitigation: Mitigation = NO_MITIGATION) -> Pipeline:
    target = data.target[rows]
    sample_weight = weights(target, [attribute.groups[rows] for attribute in data.attributes], mitigation.strength)
    estimator = cast(Reweighed, recipe).estimator(mitigation.left_out) if recipe.REWEIGH else recipe.estimator()
    estimator.fit(without(data, mitigation.left_out).inputs[rows], target, model__sample_weight=sample_weight)
    settle(estimator)
    return estimator


def out_of_fold(recipe: Recipe, data: ClassifierData, mitigation: Mitigation, seed: int) -> NDArray[np.float64]:
    """Every training row's probability from a model that was not fitted on it."""
    strata = ["/".join([str(data.target[row]), *(str(attribute.groups[row]) for attribute in data.attributes)]) for row in data.train]
    inputs = without(data, mitigation.left_out).inputs
    made = np.zeros(len(data.train))
    for fitted, scored in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(data.train, strata):
        estimator = fit_rows(recipe, data, data.train[fitted], mitigation)
        made[scored] = estimator.predict_proba(inputs[data.train[scored]])[:, 1]
    return made
