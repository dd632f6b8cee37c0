"""Trains, measures and packs one release, and says what came out as the two documents of its folder."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import numpy
import sklearn

import artifact
import classification
import code_digest
import drift
import forecasting
import latency
import mitigation_table
import oci_image
from data import ClassifierData, Data, held_out_digest, without
from fit import Recipe, Trained, fit_classifier, fit_forecast
from serve.predictor import Predictor

REGISTRY = "registry.example.com/models"


@dataclass(frozen=True)
class Made:
    """`documents`: file name -> content."""

    version: str
    algorithm: str
    documents: dict[str, dict[str, object]]


def make(model: str, training: Path, recipe: Recipe, data: Data, output: Path) -> Made:
    """@param output folder for the model file and the image; emptied of old ones"""
    trained = fit_classifier(recipe, data) if isinstance(data, ClassifierData) else fit_forecast(recipe, data)
    if isinstance(data, ClassifierData):
        data = without(data, trained.mitigation.left_out)
    file = artifact.build(model, recipe, trained, data)
    output.mkdir(parents=True, exist_ok=True)
    path = output / artifact.FILE
    path.write_bytes(file.content)
    if recipe.REWEIGH:
        (output / mitigation_table.FILE).write_text(mitigation_table.render(trained.tried), encoding="utf-8", newline="\n")
    digest = oci_image.assemble(model, recipe.VERSION, file.content, output / "oci")
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    release: dict[str, object] = {
        "schemaVersion": "modelgate.dev/release/v1",
        "model": model,
        "version": recipe.VERSION,
        "createdAt": now,
        "image": {"repository": f"{REGISTRY}/{model}", "tag": recipe.VERSION, "digest": digest},
        "artifact": {"file": artifact.FILE, "format": "joblib", "sha256": file.sha256, "bytes": len(file.content)},
        "dataset": {
            "name": data.source.name,
            "version": data.source.version,
            "sha256": data.source.sha256,
            "rows": data.source.rows,
            "source": data.source.source,
            "licence": data.source.licence,
        },
        "features": [feature.name for feature in data.features],
        "training": {
            "algorithm": recipe.ALGORITHM,
            "library": f"scikit-learn {sklearn.__version__}",
            "seed": data.seed,
            "codeSha256": code_digest.of_files(code_digest.files(training, recipe.VERSION)),
            "hyperparameters": hyperparameters(recipe, trained),
        },
    }
    evaluation: dict[str, object] = {
        "schemaVersion": "modelgate.dev/evaluation/v1",
        "model": model,
        "version": recipe.VERSION,
        "task": "binary-classification" if isinstance(data, ClassifierData) else "forecast",
        "subject": {"artifactSha256": file.sha256},
        "dataset": dataset(data),
        "producedAt": now,
        "producer": f"tools/evidence with scikit-learn {sklearn.__version__} and numpy {numpy.__version__}",
        **(classification.measure(trained, data) if isinstance(data, ClassifierData) else forecasting.measure(trained, data)),
        "drift": drifts(data),
        "latencyMs": latencies(path, data),
    }
    return Made(recipe.VERSION, recipe.ALGORITHM, {"release.yaml": release, "evaluation.json": evaluation})


def hyperparameters(recipe: Recipe, trained: Trained) -> dict[str, float | str | bool | None]:
    """The recipe's own, and what was settled on the training rows."""
    if trained.threshold is None:
        return dict(recipe.HYPERPARAMETERS)
    made = {**recipe.HYPERPARAMETERS, "reweighing": recipe.REWEIGH, "operating_threshold": trained.threshold}
    if not recipe.REWEIGH:
        return made
    left_out = ", ".join(trained.mitigation.left_out)
    return {**made, "reweighing_strength": trained.mitigation.strength, "left_out_inputs": left_out or None}


def dataset(data: Data) -> dict[str, object]:
    """The held-out rows; their sha256 is defined by `held_out_digest`."""
    made: dict[str, object] = {
        "name": f"{data.source.name}, held-out rows",
        "version": data.source.version,
        "sha256": held_out_digest(data),
        "rows": len(data.test),
    }
    if isinstance(data, ClassifierData):
        return {**made, "from": None, "to": None, "split": "stratified"}
    first, last = (moment(data.epoch, int(data.hours[data.test][place])) for place in (0, -1))
    return {**made, "from": first, "to": last, "split": "time"}


def moment(epoch: str, hour: int) -> str:
    start = datetime.datetime.strptime(epoch, "%Y-%m-%dT%H:%M:%SZ")
    return (start + datetime.timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M:%SZ")


def drifts(data: Data) -> dict[str, object]:
    """Training rows against held-out rows, for every input of the model. `statistic` and `pValue`: chi-square on the same bins."""
    found = {
        feature.name: drift.of_feature(feature, data.inputs[data.train, place], data.inputs[data.test, place])
        for place, feature in enumerate(data.features)
    }
    return {
        "score": max(one.psi for one in found.values()),
        "features": [
            {"name": name, "method": "psi", "statistic": one.statistic, "effectSize": one.psi, "pValue": one.p_value}
            for name, one in found.items()
        ],
    }


def latencies(path: Path, data: Data) -> dict[str, float]:
    """Of the model file as a server would load it."""
    names = [feature.name for feature in data.features]
    records = [dict(zip(names, row, strict=True)) for row in data.inputs[data.test[:50]].tolist()]
    return latency.measure(Predictor.from_file(str(path)), records)
