"""The three data sets as they are trained on: these tests read the pinned wheels."""

from __future__ import annotations

import importlib
import unittest
from dataclasses import replace
from typing import cast

import numpy as np

from data import ClassifierData, ForecastData, without
from errors import EvidenceError
from fit import fit_classifier
from split import by_time, stratified
from training import folder_of, load


class SplitTest(unittest.TestCase):
    def test_every_row_is_on_one_side_and_every_stratum_keeps_its_share(self) -> None:
        strata = np.array(["a"] * 80 + ["b"] * 20)
        train, test = stratified((strata,), 0.3, 1)
        self.assertEqual(sorted([*train, *test]), list(range(100)))
        self.assertEqual(int(np.sum(strata[test] == "b")), 6)

    def test_the_past_trains_and_the_future_tests(self) -> None:
        train, test = by_time(np.array([1, 2, 5, 9]), 5)
        self.assertEqual((train.tolist(), test.tolist()), ([0, 1], [2, 3]))

    def test_an_empty_side_is_an_error(self) -> None:
        for hour in (0, 10):
            with self.assertRaises(EvidenceError):
                by_time(np.array([1, 2, 5, 9]), hour)


class ClassifiersTest(unittest.TestCase):
    def test_no_protected_attribute_is_an_input(self) -> None:
        for model, protected in (("churn", {"gender", "age"}), ("credit-approval", {"sex", "age"})):
            data = cast(ClassifierData, load(folder_of(model))[0])
            self.assertEqual({feature.name for feature in data.features} & protected, set())
            self.assertEqual(data.inputs.shape[1], len(data.features))

    def test_no_row_both_trains_and_tests_and_every_held_out_group_has_30_rows(self) -> None:
        for model in ("churn", "credit-approval"):
            data = cast(ClassifierData, load(folder_of(model))[0])
            self.assertEqual(set(data.train) & set(data.test), set())
            self.assertEqual(len(data.train) + len(data.test), data.source.rows)
            for attribute in data.attributes:
                sizes = {str(group): int(np.sum(attribute.groups[data.test] == group)) for group in set(attribute.groups)}
                self.assertIn(attribute.reference, sizes)
                self.assertGreaterEqual(min(sizes.values()), 30, (model, attribute.name, sizes))


class MitigationTest(unittest.TestCase):
    def test_held_out_rows_have_no_part_in_the_choice(self) -> None:
        data, recipes = load(folder_of("credit-approval"))
        rows = cast(ClassifierData, data)
        target, inputs = rows.target.copy(), rows.inputs.copy()
        target[rows.test] = 1 - target[rows.test]
        inputs[rows.test] = inputs[rows.test][::-1]
        other = replace(rows, target=target, inputs=inputs)
        one, two = fit_classifier(recipes[0], rows), fit_classifier(recipes[0], other)
        self.assertEqual(one.tried, two.tried)
        self.assertEqual((one.threshold, one.mitigation), (two.threshold, two.mitigation))

    def test_an_input_that_is_left_out_is_gone_and_the_others_keep_their_values(self) -> None:
        rows = cast(ClassifierData, load(folder_of("credit-approval"))[0])
        fewer = without(rows, ["housing"])
        names = [feature.name for feature in fewer.features]
        self.assertNotIn("housing", names)
        for place, name in enumerate(names):
            before = [feature.name for feature in rows.features].index(name)
            self.assertTrue(bool(np.all(fewer.inputs[:, place] == rows.inputs[:, before])))


class ForecastLeakageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.data = cast(ForecastData, load(folder_of("demand-forecast"))[0])
        cls.code = importlib.import_module("training_of_demand_forecast.dataset")

    def test_every_training_hour_lies_before_every_held_out_hour(self) -> None:
        hours = self.data.hours
        self.assertLess(hours[self.data.train].max(), hours[self.data.test].min())
        self.assertTrue(bool(np.all(np.diff(hours) > 0)))

    def test_changing_rentals_of_the_last_day_changes_no_input(self) -> None:
        every = [*self.data.rows]
        working = self.code.working_days(every)
        rentals = {self.code.hour_of(row): float(row["bikers"]) for row in every}
        for row in every[500::997]:
            hour = self.code.hour_of(row)
            future = {at: value + 1000 if at > hour - 24 else value for at, value in rentals.items()}
            self.assertEqual(self.code.features_of(row, rentals, working), self.code.features_of(row, future, working))

    def test_changing_rentals_of_the_day_before_does_change_them(self) -> None:
        every = [*self.data.rows]
        row, working = every[5000], self.code.working_days(every)
        rentals = {self.code.hour_of(one): float(one["bikers"]) for one in every}
        past = {at: value + 1000 if at == self.code.hour_of(row) - 24 else value for at, value in rentals.items()}
        self.assertNotEqual(self.code.features_of(row, rentals, working), self.code.features_of(row, past, working))

    def test_a_missing_hour_is_filled_from_further_back_never_from_later(self) -> None:
        self.assertEqual(self.code.known({0: 5.0, 24: 6.0, 72: 7.0}, 48), 6.0)
        self.assertIsNone(self.code.known({72: 7.0}, 48))

    def test_the_naive_forecast_is_the_hour_of_the_week_before(self) -> None:
        at = {int(hour): float(value) for hour, value in zip(self.data.hours, self.data.target, strict=True)}
        compared = [
            (naive, at[int(hour) - 168]) for hour, naive in zip(self.data.hours, self.data.naive, strict=True) if int(hour) - 168 in at
        ]
        self.assertGreater(len(compared), 7000)
        self.assertTrue(all(naive == truth for naive, truth in compared))
