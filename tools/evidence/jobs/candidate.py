"""Which release a training run is to make: by what is committed, never by the clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import code_digest
from errors import EvidenceError

VERSION = re.compile(r'^VERSION = "(\d+)\.(\d+)\.(\d+)"$', re.MULTILINE)

Version = tuple[int, int, int]


@dataclass(frozen=True)
class Candidate:
    """`version` is None when every recipe has its release and the data are those that the newest one learned from."""

    version: str | None
    reason: str


def spelled(version: Version) -> str:
    return ".".join(str(part) for part in version)


def recipes(training: Path) -> dict[Version, Path]:
    """Version -> recipe, for every `release_<version>.py`."""
    made: dict[Version, Path] = {}
    for file in sorted(training.glob("release_*.py")):
        found = VERSION.search(file.read_text(encoding="utf-8"))
        if found is None:
            raise EvidenceError(
                "evidence.unversioned_recipe",
                f'{file.parent.parent.name}/training/{file.name}: no line VERSION = "X.Y.Z"; expected one',
                "Give the recipe its version.",
            )
        made[(int(found[1]), int(found[2]), int(found[3]))] = file
    return made


def choose(training: Path, released: dict[str, str], snapshot: str) -> Candidate:
    """Writes the next recipe when the data changed and the newest one has its release: the same text, the next patch version.

    @param released version -> sha256 of the data that it learned from, for every release
    @param snapshot sha256 of the data as they are now
    """
    known = recipes(training)
    if not known:
        raise EvidenceError(
            "evidence.no_recipe", f"{training.parent.name}/training: no release_*.py; expected a recipe", "Add the first recipe."
        )
    newest = max(known)
    waiting = [version for version in known if spelled(version) not in released]
    if waiting:
        return Candidate(spelled(max(waiting)), "a recipe without a release")
    if released[spelled(newest)] == snapshot:
        return Candidate(None, f"{spelled(newest)} has learned from these data already")
    following = spelled((newest[0], newest[1], newest[2] + 1))
    text = known[newest].read_text(encoding="utf-8")
    path = training / code_digest.recipe(following)
    path.write_text(VERSION.sub(f'VERSION = "{following}"', text, count=1), encoding="utf-8", newline="\n")
    return Candidate(following, f"the data differ from those of {spelled(newest)}")
