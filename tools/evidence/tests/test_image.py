"""Trains one real release, packs it, unpacks the image's layers elsewhere and talks to what runs there."""

from __future__ import annotations

import hashlib
import http.client
import io
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any, cast

import artifact
import oci_image
from data import ClassifierData
from fit import Trained, fit_rows
from training import folder_of, load

GOOD = {"hours": 41.5, "evaluation": 2, "salary": 0}


def build() -> artifact.Artifact:
    data, recipes = load(folder_of("churn"))
    rows = cast(ClassifierData, data)
    return artifact.build("churn", recipes[1], Trained(fit_rows(recipes[1], rows, rows.train), 0.4), rows)


def blobs(layout: Path) -> dict[str, bytes]:
    return {f"sha256:{file.name}": file.read_bytes() for file in (layout / "blobs" / "sha256").iterdir()}


class ImageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.scratch = tempfile.TemporaryDirectory()
        cls.layout = Path(cls.scratch.name, "oci")
        cls.file = build()
        cls.digest = oci_image.assemble("churn", "1.1.0", cls.file.content, cls.layout)
        cls.blobs = blobs(cls.layout)
        cls.manifest = json.loads(cls.blobs[cls.digest])

    @classmethod
    def tearDownClass(cls) -> None:
        cls.scratch.cleanup()

    def test_training_again_gives_the_same_model_file(self) -> None:
        self.assertEqual(build().sha256, self.file.sha256)

    def test_assembling_again_gives_the_same_digest(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            self.assertEqual(oci_image.assemble("churn", "1.1.0", self.file.content, Path(scratch, "oci")), self.digest)

    def test_another_model_file_gives_another_digest(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            self.assertNotEqual(oci_image.assemble("churn", "1.1.0", self.file.content + b"x", Path(scratch, "oci")), self.digest)

    def test_every_blob_is_named_by_its_own_digest_and_every_descriptor_fits(self) -> None:
        for name, content in self.blobs.items():
            self.assertEqual(name, f"sha256:{hashlib.sha256(content).hexdigest()}")
        index = json.loads((self.layout / "index.json").read_bytes())
        for described in (index["manifests"][0], self.manifest["config"], *self.manifest["layers"]):
            self.assertEqual(len(self.blobs[described["digest"]]), described["size"])
        self.assertEqual(index["manifests"][0]["digest"], self.digest)
        config = json.loads(self.blobs[self.manifest["config"]["digest"]])
        self.assertEqual(config["rootfs"]["diff_ids"], [layer["digest"] for layer in self.manifest["layers"]])

    def test_layers_hold_no_time_no_owner_and_exactly_the_expected_files(self) -> None:
        names = []
        for layer in self.manifest["layers"]:
            with tarfile.open(fileobj=io.BytesIO(self.blobs[layer["digest"]])) as archive:
                for member in archive:
                    self.assertEqual((member.mtime, member.uid, member.gid, member.uname), (0, 0, 0, ""))
                    names += [member.name] if member.isfile() else []
        serving = [f"app/serve/{name}.py" for name in ("__init__", "__main__", "app", "metrics", "predictor")]
        self.assertEqual(names, [*serving, "app/model/model.joblib"])


class ServeTest(unittest.TestCase):
    """The server as the image starts it, without this folder on the path."""

    process: subprocess.Popen[str]

    @classmethod
    def setUpClass(cls) -> None:
        cls.scratch = tempfile.TemporaryDirectory()
        layout, root = Path(cls.scratch.name, "oci"), Path(cls.scratch.name, "root")
        digest = oci_image.assemble("churn", "1.1.0", build().content, layout)
        content = blobs(layout)
        manifest = json.loads(content[digest])
        for layer in manifest["layers"]:
            with tarfile.open(fileobj=io.BytesIO(content[layer["digest"]])) as archive:
                archive.extractall(root, filter="data")
        _, *entry = json.loads(content[manifest["config"]["digest"]])["config"]["Entrypoint"]
        command = [
            sys.executable,
            *(f"{root}{word}" if word.startswith("/app/") else word for word in entry),
            "--host",
            "127.0.0.1",
            "--port",
            "0",
        ]
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        cls.process = subprocess.Popen(command, cwd=root / "app", env=environment, stderr=subprocess.PIPE, text=True)
        assert cls.process.stderr is not None
        line = cls.process.stderr.readline()
        started = re.search(r"^serving churn 1\.1\.0 on port (\d+)$", line)
        assert started is not None, line
        cls.base = f"http://127.0.0.1:{started.group(1)}"

    @classmethod
    def tearDownClass(cls) -> None:
        cls.process.kill()
        cls.process.communicate()
        cls.scratch.cleanup()

    def call(self, path: str, body: object = None) -> tuple[int, str]:
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(urllib.request.Request(self.base + path, data), timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def predict(self, *records: object) -> tuple[int, Any]:
        code, text = self.call("/predict", {"records": records})
        return code, json.loads(text)

    def test_it_is_alive_and_ready(self) -> None:
        self.assertEqual(self.call("/healthz"), (200, "ok\n"))
        self.assertEqual(self.call("/readyz"), (200, "ok\n"))
        self.assertEqual(self.call("/elsewhere")[0], 404)

    def test_it_answers_each_record_with_its_version(self) -> None:
        code, body = self.predict(GOOD, {**GOOD, "hours": 60, "salary": 2})
        self.assertEqual((code, body["model"], body["version"], len(body["predictions"])), (200, "churn", "1.1.0", 2))
        first, second = body["predictions"]
        self.assertEqual((first["label"], first["positive"], second["label"]), (1, "leaves", 0))
        self.assertGreater(first["probability"], second["probability"])

    def test_a_bad_record_says_which_field_what_was_seen_and_what_was_expected(self) -> None:
        for record, said in (
            ({"hours": 41.5, "evaluation": 2}, "records[0].salary: missing"),
            ({**GOOD, "hours": "41"}, "records[0].hours: '41'; expected a finite number"),
            ({**GOOD, "hours": True}, "records[0].hours: True; expected a finite number"),
            ({**GOOD, "gender": "male"}, "records[0]: unknown field 'gender'"),
            ("text", "records[0]: not an object"),
        ):
            code, body = self.predict(record)
            self.assertEqual(code, 400)
            self.assertIn(said, body["error"])

    def test_a_bad_body_is_refused(self) -> None:
        for body in (b"", b"{", b"[]", b'{"records": []}', b'{"records": [{"hours": NaN, "evaluation": 2, "salary": 0}]}', b"[" * 100_000):
            self.assertEqual(self.call("/predict", body)[0], 400, body[:40])

    def test_a_body_over_a_megabyte_is_refused_before_it_is_sent(self) -> None:
        connection = http.client.HTTPConnection(self.base.removeprefix("http://"), timeout=60)
        connection.putrequest("POST", "/predict")
        connection.putheader("Content-Length", str((1 << 20) + 1))
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 413)
        connection.close()

    def test_requests_are_counted_by_code_and_timed(self) -> None:
        def counts() -> dict[str, int]:
            return {name: int(value) for name, value in re.findall(r"^(\S+) (\d+)$", self.call("/metrics")[1], re.MULTILINE)}

        before = counts()
        self.predict(GOOD)
        self.predict("text")
        after = counts()
        labels = 'model="churn",version="1.1.0"'
        for code in (200, 400):
            name = f'modelgate_requests_total{{{labels},code="{code}"}}'
            self.assertEqual(after[name] - before.get(name, 0), 1)
        whole = f"modelgate_request_duration_seconds_count{{{labels}}}"
        self.assertEqual(after[whole] - before.get(whole, 0), 2)
        buckets = [value for name, value in after.items() if "_bucket" in name]
        self.assertEqual(buckets, sorted(buckets))
        self.assertEqual(buckets[-1], after[whole])

    def test_it_stops_when_it_is_told_to(self) -> None:
        copy = subprocess.Popen(self.process.args, cwd=Path(self.scratch.name, "root", "app"), stderr=subprocess.PIPE, text=True)
        assert copy.stderr is not None
        self.assertIn("serving", copy.stderr.readline())
        copy.send_signal(signal.SIGTERM)
        copy.communicate(timeout=60)
        self.assertEqual(copy.returncode, 0)
