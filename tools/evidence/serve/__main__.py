"""python3 -m serve --model FILE [--host 0.0.0.0] [--port 8080]"""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from serve.app import Server
from serve.predictor import Predictor


def main() -> None:
    parser = argparse.ArgumentParser(prog="serve")
    parser.add_argument("--model", required=True)
    parser.add_argument("--host", default="0.0.0.0")
    parser.add_argument("--port", type=int, default=8080)
    chosen = parser.parse_args()
    server = Server((chosen.host, chosen.port), Predictor.from_file(chosen.model))
    # shutdown() waits for the loop that the signal has interrupted, so it needs a thread of its own.
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    print(f"serving {server.predictor.model} {server.predictor.version} on port {server.server_address[1]}", file=sys.stderr, flush=True)
    server.serve_forever()


main()
