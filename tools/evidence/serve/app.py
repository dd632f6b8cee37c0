"""Serves one model over HTTP with the standard library's server.

    GET  /healthz  the process answers
    GET  /readyz   the model is loaded
    GET  /metrics  Prometheus text
    POST /predict  {"records": [{feature: value, ...}, ...]} -> {"model", "version", "predictions": [...]}

This folder and the model file are the only layers of the image that `oci_image.py` assembles. Python and the packages of
`requirements.txt` are the adopter's base layer: put these two layers on top of one.
"""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from serve.metrics import Metrics
from serve.predictor import BadRecord, Predictor

MAX_BODY = 1 << 20
MAX_RECORDS = 1000


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], predictor: Predictor) -> None:
        self.predictor = predictor
        self.metrics = Metrics(predictor.model, predictor.version)
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        if self.path in ("/healthz", "/readyz"):
            self.answer(200, "text/plain; charset=utf-8", b"ok\n")
        elif self.path == "/metrics":
            self.answer(200, "text/plain; version=0.0.4; charset=utf-8", self.server.metrics.text().encode())
        else:
            self.answer_json(404, {"error": f"{self.path}: no such path; expected /healthz, /readyz, /metrics or POST /predict"})

    def do_POST(self) -> None:
        start = time.perf_counter()
        if self.path != "/predict":
            self.close_connection = True
            self.answer_json(404, {"error": f"{self.path}: no such path; expected /predict"})
            return
        code, body = self.predict()
        self.answer_json(code, body)
        self.server.metrics.observe(code, time.perf_counter() - start)

    def predict(self) -> tuple[int, dict[str, object]]:
        length = self.headers.get("Content-Length", "")
        # The body is left unread, so the connection can't be used again.
        if not length.isdecimal():
            self.close_connection = True
            return 411, {"error": "Content-Length: missing; expected the number of bytes"}
        if int(length) > MAX_BODY:
            self.close_connection = True
            return 413, {"error": f"body: {length} bytes; expected at most {MAX_BODY}"}
        try:
            predictions = self.server.predictor.predict(records_of(self.rfile.read(int(length))))
        except BadRecord as error:
            return 400, {"error": str(error)}
        except Exception as error:  # noqa: BLE001  one bad request must not end the server; it is counted and logged
            self.log_error("predict failed: %s: %s", type(error).__name__, error)
            return 500, {"error": "prediction failed"}
        predictor = self.server.predictor
        return 200, {"model": predictor.model, "version": predictor.version, "predictions": predictions}

    def answer_json(self, code: int, body: dict[str, object]) -> None:
        self.answer(code, "application/json", json.dumps(body, allow_nan=False).encode())

    def answer(self, code: int, kind: str, body: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Access logs are the mesh's job; records may hold personal data."""


def records_of(body: bytes) -> list[object]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        raise BadRecord('body: not JSON; expected {"records": [...]}') from None
    records = read.get("records") if isinstance(read, dict) else None
    if not isinstance(records, list) or not 1 <= len(records) <= MAX_RECORDS:
        raise BadRecord(f"records: expected a list of 1 to {MAX_RECORDS} objects")
    return records
