"""Evidently: drift by PSI and by other methods, quality of a classifier with tests, quality of a regression."""

import sys
from pathlib import Path

import pandas as pd
from evidently import BinaryClassification, DataDefinition, Dataset, Regression, Report
from evidently.metrics import MAE, MAPE, RMSE, Accuracy, AbsMaxError, MeanError, R2Score, RowCount, ValueDrift
from evidently.presets import ClassificationPreset, DataDriftPreset
from evidently.tests import gte

from table import FEATURES, Answers, binary, regression

folder = Path(sys.argv[1])


def dataset(rows: pd.DataFrame, truth: object, predicted: object, definition: DataDefinition) -> Dataset:
    return Dataset.from_pandas(rows.assign(target=truth, prediction=predicted).reset_index(drop=True), data_definition=definition)


def classifier(a: Answers) -> None:
    definition = DataDefinition(classification=[BinaryClassification(target="target", prediction_labels="prediction")], numerical_columns=FEATURES)
    current = dataset(a.rows, a.truth, a.predicted, definition)
    trained = a.model.predict(a.training_rows)
    reference = dataset(a.training_rows, trained, trained, definition)
    Report([DataDriftPreset(columns=FEATURES, method="psi"), RowCount()]).run(current, reference).save_json(str(folder / "evidently-drift.json"))
    by_default = [ValueDrift(column=FEATURES[0]), ValueDrift(column=FEATURES[1], method="jensenshannon")]
    Report(by_default).run(current, reference).save_json(str(folder / "evidently-other-drift.json"))
    quality = [ClassificationPreset(), Accuracy(tests=[gte(0.5), gte(0.99)])]
    Report(quality).run(current, None).save_json(str(folder / "evidently-quality.json"))


def numbers(a: Answers) -> None:
    columns = ["mean texture", "target", "prediction"]
    definition = DataDefinition(regression=[Regression(target="target", prediction="prediction")], numerical_columns=columns)
    current = dataset(a.rows, a.truth, a.predicted, definition)
    report = Report([MAE(), RMSE(), MAPE(), R2Score(), MeanError(), AbsMaxError(), RowCount()])
    report.run(current, None).save_json(str(folder / "evidently-regression.json"))


classifier(binary())
numbers(regression())
