from __future__ import annotations

import unittest

import numpy as np
from sklearn.compose import ColumnTransformer
from sklearn.linear_model import LinearRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from rounding import settle


class RoundingTest(unittest.TestCase):
    def test_every_fitted_number_of_every_nested_step_is_rounded(self) -> None:
        generator = np.random.default_rng(0)
        inputs, target = generator.normal(size=(30, 2)), generator.normal(size=30)
        scale = make_pipeline(FunctionTransformer(np.exp), StandardScaler())
        model = Pipeline([("columns", ColumnTransformer([("a", scale, [0]), ("b", "passthrough", [1])])), ("model", LinearRegression())])
        model.fit(inputs, target)
        before = model.predict(inputs)
        settle(model)
        scaler = model.named_steps["columns"].named_transformers_["a"][-1]
        for fitted in (scaler.mean_, scaler.var_, scaler.scale_, model[-1].coef_, model[-1].intercept_):
            np.testing.assert_array_equal(fitted, np.round(fitted, 10))
        self.assertTrue(bool(np.all(np.abs(model.predict(inputs) - before) < 1e-8)))
        self.assertTrue(bool(np.any(model.predict(inputs) != before)))
