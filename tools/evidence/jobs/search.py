"""Hyperparameter search: one trial, and the choice among them.

    python -m jobs.search --model ID --trial JSON --outputs FOLDER
    python -m jobs.search --model ID --pick JSON --outputs FOLDER

A trial fits the newest recipe with other hyperparameters of its last step (`{"max_iter": 200}`) and scores it on the training rows
alone: classifiers by the mean roc_auc of out-of-fold predictions, forecasts by minus the mean absolute error on the last fifth of the
training hours. Output: `trial`, one line of JSON. `--pick` takes the list of trials and writes the best (of equals the first) as
`models/<id>/training/search.json`, for a person to make a recipe of. Outputs: `score`, `parameters`.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import TypeVar

import numpy as np
from sklearn.metrics import mean_absolute_error, roc_auc_score
from sklearn.pipeline import Pipeline

import determinism
from data import ClassifierData, Data
from errors import EvidenceError
from fit import Mitigation, Recipe, out_of_fold
from jobs.candidate import recipes as recipe_files
from jobs.candidate import spelled
from jobs.command import end
from jobs.outputs import write
from text import number, to_json
from training import folder_of, load

T = TypeVar("T")

FILE = "search.json"
HELD_BACK = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--trial")
    chosen.add_argument("--pick")
    parser.add_argument("--outputs", required=True, type=Path)
    given = parser.parse_args()
    training = folder_of(given.model)
    if given.pick is not None:
        trials = parsed(given.pick, "--pick", list)
        winner = pick(trials)
        document = {"recipe": winner["recipe"], "winner": winner, "trials": trials}
        (training / FILE).write_text(to_json(document), encoding="utf-8", newline="\n")
        write(given.outputs, {"score": str(winner["score"]), "parameters": json.dumps(winner["parameters"], sort_keys=True)})
        return 0
    determinism.require()
    parameters = parsed(given.trial, "--trial", dict)
    data, recipes = load(training)
    newest = spelled(max(recipe_files(training)))
    recipe = next(one for one in recipes if one.VERSION == newest)
    made = {"recipe": newest, "parameters": parameters, "score": number(score(recipe, data, parameters))}
    write(given.outputs, {"trial": json.dumps(made, sort_keys=True)})
    return 0


class Tried:
    """A recipe with other hyperparameters of its last step."""

    REWEIGH = False

    def __init__(self, recipe: Recipe, parameters: dict[str, object]) -> None:
        self.recipe = recipe
        self.parameters = {f"model__{name}": value for name, value in parameters.items()}
        self.VERSION, self.ALGORITHM, self.HYPERPARAMETERS = recipe.VERSION, recipe.ALGORITHM, recipe.HYPERPARAMETERS
        self.estimator()

    def estimator(self) -> Pipeline:
        try:
            return self.recipe.estimator().set_params(**self.parameters)
        except ValueError as error:
            raise EvidenceError(
                "evidence.unknown_parameter", f"--trial: {error}; expected parameters of {self.ALGORITHM}", "Correct the search space."
            ) from error


def score(recipe: Recipe, data: Data, parameters: dict[str, object]) -> float:
    """Greater is better."""
    tried = Tried(recipe, parameters)
    if isinstance(data, ClassifierData):
        return float(roc_auc_score(data.target[data.train], out_of_fold(tried, data, Mitigation(0.0, ()), data.seed)))
    border = len(data.train) - len(data.train) // HELD_BACK
    fitted, held_back = data.train[:border], data.train[border:]
    estimator = tried.estimator().fit(data.inputs[fitted], data.target[fitted])
    return -float(mean_absolute_error(data.target[held_back], np.asarray(estimator.predict(data.inputs[held_back]))))


def pick(trials: list[object]) -> dict[str, object]:
    """The trial with the greatest score. Raises EvidenceError when one has none: a search that lost a trial chose by chance."""
    read = [json.loads(one) if isinstance(one, str) else one for one in trials]
    scores = [one.get("score") if isinstance(one, dict) else None for one in read]
    for place, found in enumerate(scores):
        if not isinstance(found, (int, float)) or isinstance(found, bool) or not math.isfinite(found):
            raise EvidenceError("evidence.no_score", f"--pick: trial {place} has score {found!r}; expected a number", "Run the search again.")
    if not read:
        raise EvidenceError("evidence.no_score", "--pick: no trial; expected at least one", "Run the search again.")
    best: dict[str, object] = read[max(range(len(read)), key=lambda place: scores[place])]
    return best


def parsed(text: str, option: str, kind: type[T]) -> T:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, kind):
        return found
    raise EvidenceError("evidence.usage", f"{option} {text[:80]}: not understood; expected JSON, a {kind.__name__}", "See --help.")


if __name__ == "__main__":
    end(main)
