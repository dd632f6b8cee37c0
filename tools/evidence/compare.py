"""Where two documents differ."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TIMESTAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
ABSENT = "nothing"


def is_moment(value: object) -> bool:
    return isinstance(value, str) and TIMESTAMP.match(value) is not None


def is_latency(value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {"p50", "p95", "p99"}:
        return False
    three = [value["p50"], value["p95"], value["p99"]]
    numbers = all(isinstance(one, (int, float)) and not isinstance(one, bool) and math.isfinite(one) and one > 0 for one in three)
    return numbers and three == sorted(three)


MEASURED: dict[str, dict[str, tuple[Callable[[object], bool], str]]] = {
    "release.yaml": {"createdAt": (is_moment, "a moment")},
    "evaluation.json": {"producedAt": (is_moment, "a moment"), "latencyMs": (is_latency, "milliseconds, p50 <= p95 <= p99")},
}
"""Keys that tell of the moment of the run: they can't come out the same, so only their shape is compared."""


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
        Difference(file, f"/{key}", committed.get(key, ABSENT), shape)
        for key, (fits, shape) in measured.items()
        if not fits(committed.get(key))
    ]
    old, new = ({key: value for key, value in side.items() if key not in measured} for side in (committed, recomputed))
    return found + [Difference(file, pointer, *pair) for pointer, *pair in walk("", old, new)]


def walk(pointer: str, old: object, new: object) -> Iterator[tuple[str, object, object]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from walk(f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", old.get(key, ABSENT), new.get(key, ABSENT))
    elif isinstance(old, list) and isinstance(new, list):
        for place in range(max(len(old), len(new))):
            yield from walk(f"{pointer}/{place}", *(side[place] if place < len(side) else ABSENT for side in (old, new)))
    elif type(old) is not type(new) or old != new:
        yield pointer, old, new
