"""1.0.0: logistic regression. Hours enter straight, evaluation and salary level by level (salary works in a U shape)."""

from __future__ import annotations

from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

VERSION = "1.0.0"
ALGORITHM = "LogisticRegression"
HYPERPARAMETERS: dict[str, float | str | bool | None] = {
    "C": 1.0,
    "solver": "newton-cholesky",
    "tol": 1e-8,
    "hours": "standardized",
    "evaluation_salary": "one-hot",
}
REWEIGH = False

HOURS, EVALUATION, SALARY = range(3)
LEVELS = [[2.0, 3.0, 4.0, 5.0], [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]]


def estimator() -> Pipeline:
    columns = ColumnTransformer([("hours", StandardScaler(), [HOURS]), ("levels", OneHotEncoder(categories=LEVELS), [EVALUATION, SALARY])])
    return Pipeline([("columns", columns), ("model", LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-8))])
