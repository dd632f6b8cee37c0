"""AIF360: explanations of a classifier's metric, and of its labels', which look alike."""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from aif360.datasets import BinaryLabelDataset
from aif360.explainers import MetricJSONExplainer
from aif360.metrics import BinaryLabelDatasetMetric, ClassificationMetric

from table import binary, write

folder = Path(sys.argv[1])
answers = binary()
GROUPS = {"unprivileged_groups": [{"sex": 0}], "privileged_groups": [{"sex": 1}]}
MEASURES = ("statistical_parity_difference", "disparate_impact", "equal_opportunity_difference", "average_odds_difference")


def dataset(label: np.ndarray) -> BinaryLabelDataset:
    frame = pd.DataFrame({"sex": (answers.groups == "male").astype(int).to_numpy(), "label": label})
    return BinaryLabelDataset(df=frame, label_names=["label"], protected_attribute_names=["sex"], favorable_label=1, unfavorable_label=0)


metric = ClassificationMetric(dataset(answers.truth), dataset(answers.predicted), **GROUPS)
explainer = MetricJSONExplainer(metric)
explained = {name: getattr(explainer, name)() for name in (*MEASURES, "accuracy")}
write(folder, "aif360.json", json.dumps([json.loads(text) for text in explained.values()]))
write(folder, "aif360-values.json", json.dumps({name: float(getattr(metric, name)()) for name in MEASURES}))

of_labels = MetricJSONExplainer(BinaryLabelDatasetMetric(dataset(answers.truth), **GROUPS))
mixed = [of_labels.statistical_parity_difference(), explained["average_odds_difference"]]
write(folder, "aif360-of-labels.json", json.dumps([json.loads(of_labels.statistical_parity_difference())]))
write(folder, "aif360-mixed.json", json.dumps(mixed))
