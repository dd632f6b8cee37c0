"""scikit-learn: classification reports of two and of three classes."""

import json
import sys
from pathlib import Path

from sklearn.metrics import classification_report

from table import binary, multiclass, write

folder = Path(sys.argv[1])
for name, answers in (("sklearn-binary", binary()), ("sklearn-multiclass", multiclass())):
    write(folder, f"{name}.json", json.dumps(classification_report(answers.truth, answers.predicted, output_dict=True)))
# A class that is never predicted: its precision is 0 / 0.
report = classification_report([0, 0, 1, 1], [0, 0, 0, 0], output_dict=True, zero_division=float("nan"))
write(folder, "sklearn-nan.json", json.dumps(report))
