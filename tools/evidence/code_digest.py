"""One sha256 over the code that trained a release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

SHARED = Path(__file__).parent


def files(training: Path, version: str) -> list[tuple[str, Path]]:
    """Name and place of every covered file, sorted by name.

    Covered: `models/<id>/training/**/*.py` without the recipes of other versions (so that a new release leaves the
    digest of an old one alone), and `tools/evidence/*.py` without its folders (`serve/` is covered by the image's digest).
    """
    own = recipe(version)
    kept = [file for file in training.rglob("*.py") if not file.name.startswith("release_") or file.name == own]
    named = [(f"training/{file.relative_to(training).as_posix()}", file) for file in kept]
    named += [(f"evidence/{file.name}", file) for file in SHARED.glob("*.py")]
    return sorted(named)


def recipe(version: str) -> str:
    """`1.0.0` -> `release_1_0_0.py`"""
    return f"release_{version.replace('.', '_').replace('-', '_')}.py"


def of_files(named: Iterable[tuple[str, Path]]) -> str:
    """sha256 over a line `<sha256 of the file>  <name>` for each file; line ends count as LF, whatever the checkout made of them."""
    lines = [f"{hashlib.sha256(file.read_bytes().replace(bytes([13, 10]), bytes([10]))).hexdigest()}  {name}\n" for name, file in named]
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()
