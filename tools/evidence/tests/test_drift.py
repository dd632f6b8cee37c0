from __future__ import annotations

import math
import unittest

import numpy as np

from data import Feature
from drift import of_counts, of_feature


class DriftTest(unittest.TestCase):
    def test_equal_shares_have_no_distance(self) -> None:
        found = of_counts(np.array([500, 500]), np.array([500, 500]))
        self.assertEqual(found.psi, 0)
        self.assertEqual(found.p_value, 1)

    def test_two_bins_give_what_the_formula_gives_by_hand(self) -> None:
        p, q = [60.5 / 101, 40.5 / 101], [30.5 / 101, 70.5 / 101]
        by_hand = sum((new - old) * math.log(new / old) for old, new in zip(p, q, strict=True))
        self.assertAlmostEqual(of_counts(np.array([60, 40]), np.array([30, 70])).psi, by_hand, places=12)

    def test_chi_square_of_a_two_by_two_table_gives_the_textbook_value(self) -> None:
        # n (ad - bc)^2 / ((a+b)(c+d)(a+c)(b+d))
        by_hand = 200 * (60 * 70 - 40 * 30) ** 2 / (100 * 100 * 90 * 110)
        self.assertAlmostEqual(of_counts(np.array([60, 40]), np.array([30, 70])).statistic, by_hand, places=9)

    def test_an_empty_bin_gives_a_finite_number(self) -> None:
        found = of_counts(np.array([0, 100]), np.array([100, 0]))
        self.assertTrue(math.isfinite(found.psi))
        self.assertGreater(found.psi, 5)

    def test_a_category_is_a_bin(self) -> None:
        feature = Feature("housing", ("own", "rent"))
        old, new = np.array(["own"] * 60 + ["rent"] * 40, dtype=object), np.array(["own"] * 30 + ["rent"] * 70, dtype=object)
        self.assertEqual(of_feature(feature, old, new), of_counts(np.array([60, 40]), np.array([30, 70])))

    def test_a_number_is_cut_at_the_deciles_of_the_reference(self) -> None:
        old = np.arange(1000, dtype=object)
        self.assertLess(of_feature(Feature("x"), old, old + 5).psi, 0.01)
        self.assertGreater(of_feature(Feature("x"), old, old + 500).psi, 1)

    def test_a_constant_feature_has_no_distance(self) -> None:
        same = np.zeros(50, dtype=object)
        self.assertEqual(of_feature(Feature("x"), same, same).psi, 0)
