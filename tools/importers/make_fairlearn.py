"""Fairlearn: MetricFrames by one attribute, by two, without what counts need, and of a regression."""

import sys
from pathlib import Path

import pandas as pd
from fairlearn.metrics import MetricFrame, count, false_positive_rate, selection_rate, true_positive_rate
from sklearn.metrics import accuracy_score, mean_absolute_error

from table import binary, regression, write

folder = Path(sys.argv[1])
answers = binary()
ENOUGH = {
    "count": count,
    "selection_rate": selection_rate,
    "true_positive_rate": true_positive_rate,
    "false_positive_rate": false_positive_rate,
    "accuracy": accuracy_score,
}


def save(name: str, metrics: dict[str, object], features: object, digits: int = 15) -> None:
    frame = MetricFrame(metrics=metrics, y_true=answers.truth, y_pred=answers.predicted, sensitive_features=features)
    write(folder, name, frame.by_group.to_json(orient="table", double_precision=digits))


save("fairlearn.json", ENOUGH, answers.groups)
# What pandas writes unless it is told otherwise.
save("fairlearn-ten-digits.json", ENOUGH, answers.groups, 10)
save("fairlearn-rates.json", {"selection_rate": selection_rate}, answers.groups)
both = pd.DataFrame({"sex": answers.groups.where(answers.groups == "male", "not male"), "large": answers.rows["mean radius"] > 14})
save("fairlearn-two.json", ENOUGH, both)

numbers = regression()
frame = MetricFrame(
    metrics={"count": count, "mean_absolute_error": mean_absolute_error, "bias": lambda truth, predicted: (predicted - truth).mean()},
    y_true=numbers.truth,
    y_pred=numbers.predicted,
    sensitive_features=pd.Series(numbers.rows["mean texture"] > 19, name="coarse"),
)
write(folder, "fairlearn-regression.json", frame.by_group.to_json(orient="table", double_precision=15))
