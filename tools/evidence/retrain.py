"""Trains every release again and writes its evidence, or compares it with what is committed.

    python retrain.py [--model ID ...] [--check]

Exit code 0: written, or nothing differs; 1: `--check` found a difference; 2: could not train or compare.
Started by `run.mjs`, which makes the environment.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from pathlib import Path

import yaml

import determinism
from compare import MEASURED, Difference, differences
from errors import EvidenceError
from release import Made, make
from table import render
from text import plain, to_json, to_yaml
from training import ROOT, folder_of, load, models

OUTPUT = ROOT / ".cache" / "evidence"
WRITERS = {"release.yaml": to_yaml, "evaluation.json": to_json}
READERS = {"release.yaml": yaml.safe_load, "evaluation.json": json.loads}


def read(path: Path) -> object:
    """What is committed; None when the file is not there. Raises EvidenceError when it can't be read."""
    if not path.exists():
        return None
    try:
        return READERS[path.name](path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise EvidenceError(
            "evidence.unreadable", f"{path.relative_to(ROOT)}: {error}; expected a document", "Restore the file from git."
        ) from error


def settle(path: Path, made: dict[str, object], check: bool) -> list[Difference]:
    """Compares one document and, unless checking, writes it. What is measured stays as it was when all else is equal."""
    committed = read(path)
    recomputed = plain(made)
    assert isinstance(recomputed, dict)
    found = differences(str(path.relative_to(ROOT)), path.name, committed, recomputed)
    if check:
        return found
    if isinstance(committed, dict) and not found:
        recomputed = {**recomputed, **{key: committed[key] for key in MEASURED[path.name]}}
    text = WRITERS[path.name](recomputed)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f"{path.name}.partial")
        scratch.write_text(text, encoding="utf-8", newline="\n")
        os.replace(scratch, path)
    return found


def foreign(model: str, made: list[Made]) -> list[Difference]:
    """Versions on disk that no recipe gives."""
    known = {one.version for one in made}
    folders = sorted((ROOT / "models" / model / "versions").iterdir())
    return [
        Difference(str(folder.relative_to(ROOT)), "", "a version", "no recipe in training/")
        for folder in folders
        if folder.name not in known
    ]


def run(chosen: list[str], check: bool) -> int:
    determinism.require()
    found: list[Difference] = []
    for model in chosen:
        folder = folder_of(model)
        data, recipes = load(folder)
        made: list[Made] = []
        for recipe in recipes:
            print(f"evidence: training {model} {recipe.VERSION}", file=sys.stderr, flush=True)
            start = time.perf_counter()
            one = make(model, folder, recipe, data, OUTPUT / model / recipe.VERSION)
            made.append(one)
            differing = [
                difference
                for name, document in one.documents.items()
                for difference in settle(folder.parent / "versions" / one.version / name, document, check)
            ]
            found += differing
            print(render(model, one, differing, check, time.perf_counter() - start), flush=True)
        if check:
            found += foreign(model, made)
    return report(found, check)


def report(found: list[Difference], check: bool) -> int:
    if not check:
        print(f"{len(found)} differences rewritten" if found else "Nothing to rewrite: every number came out as it stands.")
        return 0
    for difference in found:
        print(difference.text())
    print("createdAt, producedAt and latencyMs tell of the moment they were measured: compared by shape only.")
    if found and not (sys.platform == "linux" and determinism.is_x86()):
        print(
            "This is not Linux on x86-64, where the committed evidence was made: last bits of a model may differ here for that reason alone."
        )
    print(f"{len(found)} differences" if found else "Nothing else differs.")
    return 1 if found else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="evidence", description="Train again; write or compare release.yaml and evaluation.json.")
    parser.add_argument("--model", action="append", metavar="ID", help="only this model; may be given again")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a number comes out differently")
    chosen = parser.parse_args()
    try:
        return run(chosen.model or models(), chosen.check)
    except EvidenceError as error:
        print(error.text(), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except Exception:  # noqa: BLE001  whatever went wrong, nothing was judged
        traceback.print_exc()
    return 2


if __name__ == "__main__":
    sys.exit(main())
