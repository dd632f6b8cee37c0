"""Trains one release and writes its evidence, or proves that the evidence comes out again.

    python -m jobs.train --model ID --version VERSION --snapshot SHA256 [--check] --outputs FOLDER

Outputs: `artifact` (sha256 of the model file), `image` (digest). Exit code 1: `--check` found a difference.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import determinism
from errors import EvidenceError
from jobs.command import end
from jobs.outputs import write
from release import make
from retrain import OUTPUT, report, settle
from training import folder_of, load


def main() -> int:
    parser = argparse.ArgumentParser(prog="train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--snapshot", required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--outputs", required=True, type=Path)
    given = parser.parse_args()
    return train(given.model, given.version, given.snapshot, given.check, given.outputs)


def train(model: str, version: str, snapshot: str, check: bool, outputs: Path) -> int:
    """@param snapshot the data have to be these: what was pinned at the start of the run"""
    determinism.require()
    training = folder_of(model)
    data, recipes = load(training)
    if data.source.sha256 != snapshot:
        raise EvidenceError(
            "evidence.data_changed",
            f"{model}: data have sha256 {data.source.sha256}; expected {snapshot}, the snapshot of this run",
            "Start the run again.",
        )
    recipe = next((one for one in recipes if one.VERSION == version), None)
    if recipe is None:
        raise EvidenceError(
            "evidence.no_recipe",
            f"--version {version}: no recipe; expected one of {', '.join(one.VERSION for one in recipes)}",
            "Add the recipe, or name another version.",
        )
    made = make(model, training, recipe, data, OUTPUT / model / version)
    folder = training.parent / "versions" / version
    found = [difference for name, document in made.documents.items() for difference in settle(folder / name, document, check)]
    release = made.documents["release.yaml"]
    write(outputs, {"artifact": str(member(release, "artifact", "sha256")), "image": str(member(release, "image", "digest"))})
    return report(found, True) if check else 0


def member(document: dict[str, object], *keys: str) -> object:
    here: object = document
    for key in keys:
        assert isinstance(here, dict)
        here = here[key]
    return here


if __name__ == "__main__":
    end(main)
