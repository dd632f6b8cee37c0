"""Where two documents differ."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

MEASURED = {"release.yaml": ("createdAt",), "evaluation.json": ("producedAt", "latencyMs")}
"""Keys that tell of the moment of the run: they can't come out the same, so only their shape is compared."""

TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
ABSENT = "nothing"


@dataclass(frozen=True)
class Difference:
    """`pointer` is a JSON pointer (RFC 6901) into the file."""

    file: str
    pointer: str
    committed: object
    recomputed: object

    def text(self) -> str:
        where = self.file + (f" {self.pointer}" if self.pointer else "")
        return f"{where}: committed {self.committed!r}; recomputed {self.recomputed!r}"


def differences(file: str, name: str, committed: object, recomputed: dict[str, object]) -> list[Difference]:
    """Every differing value; of the measured keys only an impossible shape.

    @param file path for messages
    @param name `release.yaml` or `evaluation.json`
    """
    if not isinstance(committed, dict):
        return [Difference(file, "", ABSENT if committed is None else committed, "a document")]
    measured = MEASURED[name]
    found = [
        Difference(file, f"/{key}", committed.get(key, ABSENT), "a moment" if key.endswith("At") else "milliseconds, p50 <= p95 <= p99")
        for key in measured
        if not well_shaped(committed.get(key))
    ]
    old, new = ({key: value for key, value in side.items() if key not in measured} for side in (committed, recomputed))
    return found + [Difference(file, pointer, *pair) for pointer, *pair in walk("", old, new)]


def well_shaped(value: object) -> bool:
    """A timestamp, or latencies in ascending order."""
    if isinstance(value, str):
        return TIMESTAMP.match(value) is not None
    if not isinstance(value, dict) or set(value) != {"p50", "p95", "p99"}:
        return False
    three = [value["p50"], value["p95"], value["p99"]]
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) and math.isfinite(one) and one > 0 for one in three)
    return numbers and three == sorted(three)


def walk(pointer: str, old: object, new: object) -> Iterator[tuple[str, object, object]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from walk(f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(max(len(old), len(new))):
            yield from walk(f"{pointer}/{place}", *(side[place] if place < len(side) else ABSENT for side in (old, new)))
    elif type(old) is not type(new) or old != new:
        yield pointer, old, new
