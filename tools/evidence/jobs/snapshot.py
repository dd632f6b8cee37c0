"""Pins the data of a training run and says which release it is to make.

    python -m jobs.snapshot --model ID --outputs FOLDER

Outputs: `snapshot` (sha256 of the data), `version` (empty: there is nothing to learn), `reason`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import yaml

from jobs.candidate import choose
from jobs.command import end
from jobs.outputs import write
from training import folder_of, load


def main() -> int:
    parser = argparse.ArgumentParser(prog="snapshot", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--outputs", required=True, type=Path)
    given = parser.parse_args()
    training = folder_of(given.model)
    # Reading the data checks their bytes against the pin.
    data, _ = load(training)
    candidate = choose(training, released(training.parent / "versions"), data.source.sha256)
    write(given.outputs, {"snapshot": data.source.sha256, "version": candidate.version or "", "reason": candidate.reason})
    return 0


def released(versions: Path) -> dict[str, str]:
    found = {file.parent.name: yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(versions.glob("*/release.yaml"))}
    return {version: str(release["dataset"]["sha256"]) for version, release in found.items()}


if __name__ == "__main__":
    end(main)
