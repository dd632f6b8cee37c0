from __future__ import annotations

import unittest

import numpy as np

from fairness import between, strain, worst
from groups import Counts, count, count_by_group
from reweighing import weights
from threshold import MARGIN, Choice, choose, preferred

REFERENCE = Counts(tp=40, fp=10, tn=40, fn=10)
"""Selected 50 %, TPR 0.8, FPR 0.2."""
POORER = Counts(tp=30, fp=5, tn=45, fn=20)
"""Selected 35 %, TPR 0.6, FPR 0.1."""


class BetweenTest(unittest.TestCase):
    def test_differences_are_group_minus_reference_and_the_ratio_group_over_reference(self) -> None:
        found = between(POORER, REFERENCE)
        self.assertAlmostEqual(found["statistical_parity_difference"], -0.15)
        self.assertAlmostEqual(found["disparate_impact"], 0.7)
        self.assertAlmostEqual(found["equal_opportunity_difference"], -0.2)
        self.assertAlmostEqual(found["average_odds_difference"], -0.15)

    def test_the_ratio_to_a_reference_that_is_never_selected_is_infinite(self) -> None:
        self.assertEqual(between(POORER, Counts(tp=0, fp=0, tn=50, fn=50))["disparate_impact"], float("inf"))

    def test_of_several_groups_the_largest_gap_of_each_kind_counts(self) -> None:
        richer = Counts(tp=45, fp=45, tn=5, fn=5)
        found = worst({"a": REFERENCE, "b": POORER, "c": richer}, "a")
        self.assertAlmostEqual(found["statistical_parity_difference"], 0.4)
        self.assertAlmostEqual(found["equal_opportunity_difference"], -0.2)
        self.assertAlmostEqual(found["disparate_impact"], 1.8)

    def test_a_ratio_of_one_half_is_further_from_one_than_a_ratio_of_one_and_a_half(self) -> None:
        half, more = Counts(tp=25, fp=0, tn=50, fn=25), Counts(tp=50, fp=25, tn=25, fn=0)
        self.assertAlmostEqual(worst({"a": REFERENCE, "b": half, "c": more}, "a")["disparate_impact"], 0.5)

    def test_a_group_that_is_never_selected_strains_beyond_every_limit(self) -> None:
        self.assertEqual(strain(worst({"a": REFERENCE, "b": Counts(tp=0, fp=0, tn=50, fn=50)}, "a")), float("inf"))

    def test_the_strain_is_one_exactly_on_a_limit(self) -> None:
        even = {
            "statistical_parity_difference": 0.0,
            "disparate_impact": 1.0,
            "equal_opportunity_difference": 0.0,
            "average_odds_difference": 0.0,
        }
        self.assertEqual(strain({**even, "average_odds_difference": -0.10}), 1)
        self.assertAlmostEqual(strain({**even, "disparate_impact": 0.8}), 1)
        self.assertAlmostEqual(strain({**even, "disparate_impact": 1.25}), 1)


class GroupCountsTest(unittest.TestCase):
    def test_groups_add_up_to_the_whole_whatever_the_rows(self) -> None:
        generator = np.random.default_rng(3)
        for _ in range(50):
            n = int(generator.integers(1, 60))
            target, predicted = generator.integers(0, 2, n), generator.integers(0, 2, n)
            groups = generator.choice(np.array(["a", "b", "c"]), n)
            members = count_by_group(target, predicted, groups).values()
            whole = count(target, predicted)
            for cell in ("tp", "fp", "tn", "fn", "n"):
                self.assertEqual(sum(getattr(one, cell) for one in members), getattr(whole, cell))
            self.assertEqual(whole.n, n)

    def test_each_cell_counts_what_it_is_named_after(self) -> None:
        target, predicted = np.array([1, 1, 1, 0, 0, 0, 0, 1]), np.array([1, 1, 1, 1, 1, 0, 0, 0])
        self.assertEqual(count(target, predicted), Counts(tp=3, fp=2, tn=2, fn=1))


class ReweighingTest(unittest.TestCase):
    target = np.array([1, 1, 1, 0, 1, 0, 0, 0, 0, 0])
    sex = np.array(["m", "m", "m", "m", "f", "f", "f", "f", "f", "f"])

    def test_a_cell_weighs_expected_over_observed_share(self) -> None:
        made = weights(self.target, [self.sex], 1)
        self.assertAlmostEqual(made[0], 0.4 * 0.4 / 0.3)
        self.assertAlmostEqual(made[4], 0.6 * 0.4 / 0.1)

    def test_weighted_every_group_has_the_same_share_of_positives_and_nothing_is_lost(self) -> None:
        made = weights(self.target, [self.sex], 1)
        for group in ("m", "f"):
            inside = self.sex == group
            self.assertAlmostEqual(np.sum(made[inside] * self.target[inside]) / np.sum(made[inside]), 0.4)
        self.assertAlmostEqual(float(made.sum()), 10)

    def test_strength_0_weighs_all_alike_and_2_more_than_1_with_the_same_sum(self) -> None:
        none, one, two = (weights(self.target, [self.sex], strength) for strength in (0, 1, 2))
        self.assertEqual(none.tolist(), [1] * 10)
        self.assertGreater(two[4] / two[0], one[4] / one[0])
        self.assertAlmostEqual(float(two.sum()), 10)

    def test_two_attributes_are_weighed_by_their_combinations(self) -> None:
        generator = np.random.default_rng(5)
        target = generator.integers(0, 2, 400)
        sex, age = generator.choice(np.array(["m", "f"]), 400), generator.choice(np.array(["old", "young"]), 400)
        made = weights(target, [sex, age], 1)
        for inside in ((sex == "m") & (age == "old"), (sex == "f") & (age == "young")):
            self.assertAlmostEqual(np.sum(made[inside] * target[inside]) / np.sum(made[inside]), target.mean())


class ThresholdTest(unittest.TestCase):
    def rows(self, gap: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        generator = np.random.default_rng(11)
        target = generator.integers(0, 2, 4000)
        groups = generator.choice(np.array(["a", "b"]), 4000)
        return target, np.clip(0.25 + 0.4 * target + generator.normal(0, 0.15, 4000) - gap * (groups == "b"), 0, 1), groups

    def test_without_a_gap_the_best_balanced_accuracy_lies_between_the_two_means(self) -> None:
        target, probability, groups = self.rows(0)
        self.assertAlmostEqual(choose(target, probability, [("a", groups)]).threshold, 0.45, delta=0.04)

    def test_accuracy_gives_way_to_fairness(self) -> None:
        # Up to 0.45 all positives are found, but a fifth of the negatives of b too; above it three of ten positives are lost in both groups alike.
        target = np.array([1] * 10 + [0] * 10 + [1] * 10 + [0] * 10)
        positives = [0.65] * 7 + [0.45] * 3
        probability = np.array([*positives, *[0.35] * 10, *positives, *[0.35] * 8, *[0.45] * 2])
        groups = np.array(["a"] * 20 + ["b"] * 20)
        self.assertEqual(choose(target, probability, [("a", groups)]).threshold, 0.46)
        self.assertEqual(choose(target, probability, [("a", np.array(["a", "b"] * 20))]).threshold, 0.36)

    def test_a_gap_that_no_threshold_closes_gives_the_least_unfair_one(self) -> None:
        target, probability, groups = self.rows(0.3)
        chosen = choose(target, probability, [("a", groups)]).threshold

        def used(threshold: float) -> float:
            return strain(worst(count_by_group(target, (probability >= threshold).astype(int), groups), "a"))

        self.assertGreater(used(chosen), MARGIN)
        self.assertTrue(all(used(chosen) <= used(step / 100) for step in range(30, 71)))


class PreferredTest(unittest.TestCase):
    def test_the_best_within_the_margin_wins_over_a_better_one_outside(self) -> None:
        self.assertEqual(preferred([Choice(0.4, 0.2, 0.6), Choice(0.5, MARGIN, 0.7), Choice(0.6, MARGIN + 0.01, 0.9)]), 1)

    def test_with_none_within_the_least_unfair_wins(self) -> None:
        self.assertEqual(preferred([Choice(0.4, 0.9, 0.8), Choice(0.5, 0.7, 0.5)]), 1)

    def test_of_equals_the_first_wins(self) -> None:
        self.assertEqual(preferred([Choice(0.4, 0.2, 0.7), Choice(0.5, 0.1, 0.7)]), 0)
