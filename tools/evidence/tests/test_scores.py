from __future__ import annotations

import unittest

import numpy as np
from sklearn import metrics as sk

import classification
import forecasting
from calibration import expected_calibration_error


class ClassifierScoresTest(unittest.TestCase):
    def test_every_value_is_what_scikit_learn_gives_under_that_name(self) -> None:
        generator = np.random.default_rng(1)
        target = generator.integers(0, 2, 300)
        probability = np.clip(0.3 + 0.3 * target + generator.normal(0, 0.2, 300), 0.01, 0.99)
        predicted = (probability >= 0.5).astype(np.int64)
        found = classification.scores(target, probability, predicted, 0)
        on_labels = ("accuracy", "precision", "recall", "f1", "balanced_accuracy", "matthews_corrcoef")
        on_probabilities = ("roc_auc", "average_precision", "brier_score_loss", "log_loss")
        self.assertEqual(set(found), {*on_labels, *on_probabilities})
        for name in on_labels:
            expected = getattr(sk, name if name == "matthews_corrcoef" else f"{name}_score")(target, predicted)
            self.assertAlmostEqual(float(found[name]["value"]), expected, msg=name)
        for name in on_probabilities:
            expected = getattr(sk, name if name.endswith("loss") else f"{name}_score")(target, probability)
            self.assertAlmostEqual(float(found[name]["value"]), expected, msg=name)


class ForecastScoresTest(unittest.TestCase):
    target = np.array([1.0, 2.0, 3.0, 6.0])
    predicted = np.array([2.0, 2.0, 1.0, 7.0])
    naive = np.array([3.0, 4.0, 5.0, 4.0])

    def value(self, name: str) -> float:
        return float(forecasting.scores(self.target, self.predicted, self.naive, np.array([0, 0, 1, 1]), 0)[name]["value"])

    def test_every_value_is_what_scikit_learn_gives_under_that_name(self) -> None:
        for name in ("mean_absolute_error", "root_mean_squared_error", "median_absolute_error", "r2_score"):
            self.assertAlmostEqual(self.value(name), getattr(sk, name)(self.target, self.predicted), msg=name)

    def test_the_scaled_error_is_the_ratio_to_the_naive_forecast(self) -> None:
        self.assertAlmostEqual(self.value("mean_absolute_error"), 1)
        self.assertAlmostEqual(self.value("seasonal_naive_mean_absolute_error"), 2)
        self.assertAlmostEqual(self.value("mean_absolute_scaled_error"), 0.5)

    def test_bias_is_positive_when_too_much_is_forecast(self) -> None:
        self.assertEqual(forecasting.errors(np.array([1.0, 1.0]), np.array([2.0, 4.0])), {"n": 2, "mae": 2.0, "bias": 2.0})


class CalibrationTest(unittest.TestCase):
    def test_a_probability_that_comes_true_as_often_as_it_says_has_no_error(self) -> None:
        self.assertAlmostEqual(expected_calibration_error(np.array([1, 0, 0, 0]), np.full(4, 0.25)), 0)

    def test_two_bins_are_weighed_by_their_rows(self) -> None:
        target, probability = np.array([1, 1, 1, 0]), np.array([0.95, 0.95, 0.95, 0.15])
        self.assertAlmostEqual(expected_calibration_error(target, probability), 0.75 * 0.05 + 0.25 * 0.15)

    def test_certainty_belongs_to_the_last_bin(self) -> None:
        self.assertAlmostEqual(expected_calibration_error(np.array([1, 1]), np.array([1.0, 0.9])), 0.05)
