from __future__ import annotations

import unittest

import numpy as np

from intervals import bootstrap, wilson


class WilsonTest(unittest.TestCase):
    def test_eight_of_ten_gives_the_published_interval(self) -> None:
        low, high = wilson(8, 10)
        self.assertAlmostEqual(low, 0.4901625, places=6)
        self.assertAlmostEqual(high, 0.9433178, places=6)

    def test_none_of_ten_starts_at_zero_and_all_of_ten_ends_at_one(self) -> None:
        self.assertAlmostEqual(wilson(0, 10)[0], 0.0, places=12)
        self.assertAlmostEqual(wilson(10, 10)[1], 1.0, places=12)

    def test_swapping_success_and_failure_mirrors_the_interval(self) -> None:
        low, high = wilson(3, 17)
        self.assertAlmostEqual(1 - wilson(14, 17)[0], high)
        self.assertAlmostEqual(1 - wilson(14, 17)[1], low)


class BootstrapTest(unittest.TestCase):
    values = np.arange(100.0)

    def interval(self, blocks: np.ndarray, seed: int = 1) -> tuple[float, float]:
        return bootstrap(blocks, lambda rows: {"mean": float(self.values[rows].mean())}, seed)["mean"]

    def test_the_same_seed_gives_the_same_interval_and_another_seed_another(self) -> None:
        rows = np.arange(100)
        self.assertEqual(self.interval(rows), self.interval(rows))
        self.assertNotEqual(self.interval(rows), self.interval(rows, seed=2))

    def test_the_mean_of_100_rows_spreads_by_its_standard_error(self) -> None:
        low, high = self.interval(np.arange(100))
        error = float(self.values.std()) / 10
        self.assertAlmostEqual(high - low, 2 * 1.96 * error, delta=0.15 * 4 * error)

    def test_blocks_of_similar_rows_widen_the_interval(self) -> None:
        free, tied = self.interval(np.arange(100)), self.interval(np.arange(100) // 10)
        self.assertGreater(tied[1] - tied[0], 2 * (free[1] - free[0]))

    def test_rows_of_a_block_are_drawn_together(self) -> None:
        blocks = np.array([7, 3, 7, 3])
        drawn: list[list[int]] = []
        bootstrap(blocks, lambda rows: drawn.append(sorted(rows.tolist())) or {"n": float(len(rows))}, 0)
        self.assertLessEqual({tuple(rows) for rows in drawn}, {(0, 1, 2, 3), (0, 0, 2, 2), (1, 1, 3, 3)})
