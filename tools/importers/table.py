"""The small fixed data set that every script measures a model on, and the model's answers for its held-out rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = ["mean radius", "mean texture"]


@dataclass(frozen=True)
class Answers:
    """`rows` holds what the model was given; `truth`, `predicted` and `score` (binary only) are in its order."""

    model: object
    rows: pd.DataFrame
    training_rows: pd.DataFrame
    truth: np.ndarray
    predicted: np.ndarray
    score: np.ndarray
    groups: pd.Series


def binary() -> Answers:
    """Malignant (0) or benign (1) by two features, so that there are errors of both kinds; the groups are made up."""
    data = load_breast_cancer(as_frame=True)
    frame = data.data[FEATURES].copy()
    train, test, y_train, y_test = train_test_split(frame, data.target, test_size=0.4, random_state=7, stratify=data.target)
    model = make_pipeline(StandardScaler(), LogisticRegression()).fit(train, y_train)
    groups = np.random.default_rng(7).choice(["female", "male", "other"], size=len(test), p=[0.45, 0.45, 0.1])
    score = model.predict_proba(test)[:, 1]
    return Answers(model, test, train, y_test.to_numpy(), model.predict(test), score, pd.Series(groups, index=test.index, name="sex"))


def multiclass() -> Answers:
    """Three kinds of iris by one feature."""
    data = load_iris(as_frame=True)
    frame = data.data[["sepal length (cm)"]]
    train, test, y_train, y_test = train_test_split(frame, data.target, test_size=0.4, random_state=7, stratify=data.target)
    model = LogisticRegression().fit(train, y_train)
    predicted = model.predict(test)
    return Answers(model, test, train, y_test.to_numpy(), predicted, np.empty(0), pd.Series(dtype=str))


def regression() -> Answers:
    """Mean radius by mean texture."""
    data = load_breast_cancer(as_frame=True)
    train, test, y_train, y_test = train_test_split(data.data[["mean texture"]], data.data["mean radius"], test_size=0.4, random_state=7)
    model = LinearRegression().fit(train, y_train)
    return Answers(model, test, train, y_test.to_numpy(), model.predict(test), np.empty(0), pd.Series(dtype=str))


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8", newline="\n")
