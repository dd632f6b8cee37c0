"""islp `Bikeshare.csv` as a question: how many rentals will there be in the hour that starts 24 hours after the one that just ended?

A forecast for hour h is made when hour h - 24 has ended. It may know the calendar of hour h, and rentals up to h - 24; the data's
weather columns are left out, because the weather of hour h is not known then. The year's last two months are held out.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import numpy as np

from data import Feature, ForecastData, matrix
from sources import Source, read
from split import by_time

SEED = 42
EPOCH = "2011-01-01T00:00:00Z"
"""The data has local hours of Washington without a zone; they are written as if they were UTC."""
FIRST_TEST_DAY = datetime.date(2011, 11, 1)

SOURCE = Source(
    package="islp",
    member="ISLP/data/Bikeshare.csv",
    sha256="ac6950ae6f11efcc69c29d6bb13e8881c001e27d36434660d59444a1414f712c",
    rows=8645,
    name="islp Bikeshare.csv",
    source="Python package islp 0.6.0, ISLP/data/Bikeshare.csv; Capital Bikeshare, Washington, 2011, by way of the UCI Bike Sharing data set",
    licence="CC-BY-4.0",
)

LAGS = (24, 48, 168, 336)
"""Hours back: one day, two days, one week, two weeks."""
DAY = 24

FEATURES = (
    Feature("hour"),
    Feature("weekday"),
    Feature("working_day"),
    Feature("working_day_before"),
    Feature("holiday"),
    *(Feature(f"bikers_{lag}h_ago") for lag in LAGS),
)


def hour_of(row: Mapping[str, str]) -> int:
    """Hours since the year began."""
    return (int(row["day"]) - 1) * DAY + int(row["hr"])


def known(rentals: Mapping[int, float], hour: int) -> float | None:
    """Rentals of an hour; where it is missing, those of the latest day before at the same time of day."""
    while hour >= 0:
        if hour in rentals:
            return rentals[hour]
        hour -= DAY
    return None


def working_days(rows: Sequence[Mapping[str, str]]) -> dict[int, int]:
    """Day of the year -> 1 on a working day; from the calendar, so it is known ahead."""
    return {int(row["day"]): int(row["workingday"]) for row in rows}


def features_of(row: Mapping[str, str], rentals: Mapping[int, float], working: Mapping[int, int]) -> list[float] | None:
    """One hour's inputs in the order of FEATURES; None in the first two weeks, whose past is not in the data."""
    hour, day = hour_of(row), int(row["day"])
    past = [known(rentals, hour - lag) for lag in LAGS]
    if day - 1 not in working or any(value is None for value in past):
        return None
    calendar = [int(row["hr"]), int(row["weekday"]), working[day], working[day - 1], int(row["holiday"])]
    return [float(value) for value in (*calendar, *past) if value is not None]


def daypart(hour: int) -> str:
    """By the shape of a day: night, morning rush, midday, evening rush, late."""
    for name, end in (("night", 6), ("morning", 10), ("midday", 16), ("evening", 20)):
        if hour < end:
            return name
    return "late"


def load() -> ForecastData:
    every = read(SOURCE)
    rentals = {hour_of(row): float(row["bikers"]) for row in every}
    working = working_days(every)
    made = [(row, features) for row in every if (features := features_of(row, rentals, working)) is not None]
    rows = [row for row, _ in made]
    hours = np.array([hour_of(row) for row in rows])
    train, test = by_time(hours, (FIRST_TEST_DAY - datetime.date(2011, 1, 1)).days * DAY)
    inputs = matrix([features for _, features in made])
    return ForecastData(
        source=SOURCE,
        rows=rows,
        features=FEATURES,
        inputs=inputs,
        target=np.array([float(row["bikers"]) for row in rows]),
        hours=hours,
        epoch=EPOCH,
        naive=inputs[:, FEATURES.index(Feature("bikers_168h_ago"))].astype(np.float64),
        slices={
            "daypart": np.array([daypart(int(row["hr"])) for row in rows]),
            "day_type": np.array(["working day" if row["workingday"] == "1" else "day off" for row in rows]),
        },
        train=train,
        test=test,
        seed=SEED,
    )
