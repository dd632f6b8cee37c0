from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path

from errors import EvidenceError
from jobs import audit, drift, mitigate, search
from jobs.candidate import choose
from training import folder_of, load

RECIPE = '''"""A recipe."""

VERSION = "1.9.0"
REWEIGH = False


def estimator():
    return None
'''


class CandidateTest(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.training = Path(scratch.name) / "churn" / "training"
        self.training.mkdir(parents=True)

    def recipe(self, version: str) -> None:
        (self.training / f"release_{version.replace('.', '_')}.py").write_text(RECIPE.replace("1.9.0", version))

    def names(self) -> list[str]:
        return sorted(file.name for file in self.training.iterdir())

    def test_a_recipe_without_a_release_is_next(self) -> None:
        self.recipe("1.9.0")
        self.recipe("1.10.0")
        self.assertEqual(choose(self.training, {"1.9.0": "a"}, "a").version, "1.10.0")

    def test_data_that_were_learned_from_already_make_no_release(self) -> None:
        self.recipe("1.9.0")
        candidate = choose(self.training, {"1.9.0": "a"}, "a")
        self.assertIsNone(candidate.version)
        self.assertEqual(candidate.reason, "1.9.0 has learned from these data already")

    def test_other_data_make_the_next_patch_of_the_newest_recipe_by_number_not_by_letter(self) -> None:
        self.recipe("1.9.0")
        self.recipe("1.10.0")
        self.assertEqual(choose(self.training, {"1.9.0": "a", "1.10.0": "a"}, "b").version, "1.10.1")
        made = (self.training / "release_1_10_1.py").read_text()
        self.assertEqual(made, RECIPE.replace("1.9.0", "1.10.1"))

    def test_the_same_state_gives_the_same_answer_again(self) -> None:
        self.recipe("1.9.0")
        first = choose(self.training, {"1.9.0": "a"}, "b")
        self.assertEqual(choose(self.training, {"1.9.0": "a"}, "b").version, first.version)
        self.assertEqual(self.names(), ["release_1_9_0.py", "release_1_9_1.py"])

    def test_a_recipe_without_a_version_is_named(self) -> None:
        (self.training / "release_x.py").write_text("VERSION = 1\n")
        with self.assertRaisesRegex(EvidenceError, "churn/training/release_x.py: no line VERSION"):
            choose(self.training, {}, "a")


class MitigateTest(unittest.TestCase):
    def test_a_recipe_becomes_a_reweighed_one_that_runs(self) -> None:
        text = mitigate.reweighed(RECIPE, 2)
        assert text is not None
        names: dict[str, object] = {}
        exec(text.replace("-> Pipeline", ""), names)  # noqa: S102  what was written, as Python reads it
        self.assertEqual(names["STRENGTHS"], (0.5, 1.0))
        self.assertIs(names["REWEIGH"], True)
        self.assertIsNone(names["estimator"](()))  # type: ignore[operator]

    def test_a_reweighed_recipe_has_nothing_left_to_try(self) -> None:
        text = mitigate.reweighed(RECIPE, 1)
        assert text is not None
        self.assertIsNone(mitigate.reweighed(text.replace("REWEIGH = False", "REWEIGH = True"), 1))


class DriftTest(unittest.TestCase):
    def setUp(self) -> None:
        self.data, _ = load(folder_of("churn"))

    def window(self, *, header: str = "hours,evaluation,salary", change: str | None = None, rows: int = 400) -> Path:
        inputs = self.data.inputs[self.data.test[:rows]]
        lines = [header, *(",".join(str(value) for value in row) for row in inputs)]
        if change is not None:
            lines[1] = change
        scratch = tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False)
        self.addCleanup(Path(scratch.name).unlink)
        scratch.write("\n".join(lines) + "\n")
        scratch.close()
        return Path(scratch.name)

    def test_held_out_rows_have_hardly_drifted(self) -> None:
        found = drift.measure(self.data, drift.read(self.window(), self.data.features))
        self.assertLess(max(one.psi for one in found.values()), 0.1)

    def test_a_shifted_input_is_found_by_name(self) -> None:
        rows = drift.read(self.window(), self.data.features)
        rows[:, 0] = rows[:, 0] + 60
        found = drift.measure(self.data, rows)
        self.assertGreater(found["hours"].psi, 1)
        self.assertLess(found["salary"].psi, 0.1)

    def test_what_cannot_be_measured_is_refused_with_its_place(self) -> None:
        for window, message in (
            (self.window(rows=10), "10 rows; expected at least 200"),
            (self.window(header="hours,evaluation,wages"), "row 1, column salary: nothing"),
            (self.window(change="nan,3.0,2.0"), "row 1, column hours: 'nan'; expected a finite number"),
        ):
            with self.assertRaisesRegex(EvidenceError, message):
                drift.read(window, self.data.features)

    def test_an_unknown_word_is_refused(self) -> None:
        data, _ = load(folder_of("credit-approval"))
        place, feature = next((place, one) for place, one in enumerate(data.features) if one.categories)
        with self.assertRaisesRegex(EvidenceError, f"{feature.name}: 'moon'; expected one of"):
            drift.value("moon", data.features[place], feature.name)


class AuditTest(unittest.TestCase):
    def outcomes(self, rows: str) -> Path:
        scratch = tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False)
        self.addCleanup(Path(scratch.name).unlink)
        scratch.write("prediction,truth,gender\n" + rows)
        scratch.close()
        return Path(scratch.name)

    def test_counts_come_from_the_outcomes(self) -> None:
        path = self.outcomes("1,1,male\n0,0,male\n1,0,female\n0,1,female\n1,1,female\n")
        counts = audit.read(path, {"gender": "male"})["gender"]["female"]
        self.assertEqual((counts.tp, counts.fp, counts.tn, counts.fn), (1, 1, 0, 1))

    def test_a_group_without_both_truths_has_no_rates(self) -> None:
        with self.assertRaisesRegex(EvidenceError, "expected male and another, each with both truths"):
            audit.read(self.outcomes("1,1,male\n0,0,male\n1,0,female\n"), {"gender": "male"})

    def test_an_answer_that_is_neither_is_refused(self) -> None:
        with self.assertRaisesRegex(EvidenceError, "row 1, column truth: 'yes'; expected 0 or 1"):
            audit.read(self.outcomes("1,yes,male\n"), {"gender": "male"})


class SearchTest(unittest.TestCase):
    def test_the_greatest_score_wins_and_of_equals_the_first(self) -> None:
        trials: list[object] = [json.dumps({"recipe": "1.0.0", "parameters": {"c": c}, "score": s}) for c, s in ((1, 0.7), (2, 0.9), (3, 0.9))]
        self.assertEqual(search.pick(trials)["parameters"], {"c": 2})

    def test_a_lost_trial_is_no_trial_to_choose_from(self) -> None:
        for trials in ([], [{"score": None}], ['{"score": true}'], ["{}", {"score": 0.5}]):
            with self.assertRaises(EvidenceError):
                search.pick(list(trials))

    def test_a_trial_is_scored_on_training_rows_and_an_unknown_parameter_is_named(self) -> None:
        data, recipes = load(folder_of("churn"))
        newest = max(recipes, key=lambda one: one.VERSION)
        self.assertGreater(search.score(newest, data, {"max_iter": 5}), 0.6)
        with self.assertRaisesRegex(EvidenceError, "expected parameters of HistGradientBoostingClassifier"):
            search.score(newest, data, {"depth_of_forest": 3})


if __name__ == "__main__":
    unittest.main()
