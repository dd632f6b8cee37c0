"""Evidence as text: one value has one spelling, the same that JavaScript gives."""

from __future__ import annotations

import json
import math

import yaml

DIGITS = 6
"""Decimals of a measured number: enough to tell releases apart, too few for the last bits of a processor."""


def number(value: float) -> int | float:
    """Rounded; a whole number becomes an integer and -0 becomes 0. Raises ValueError for NaN and infinity."""
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    rounded = round(float(value), DIGITS)
    return int(rounded) if rounded == int(rounded) else rounded


def plain(value: object) -> object:
    """The same value with every number rounded, as JSON knows it."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return number(value)
    raise TypeError(f"{type(value).__name__} is not JSON data")


def to_json(value: object) -> str:
    """`JSON.stringify(value, null, 2)` with sorted keys and a line feed."""
    return json_lines(plain(value), "") + "\n"


def json_lines(value: object, indent: str) -> str:
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        items = [f"{deeper}{json.dumps(key, ensure_ascii=False)}: {json_lines(value[key], deeper)}" for key in sorted(value)]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(deeper + json_lines(item, deeper) for item in value) + f"\n{indent}]"
    if isinstance(value, float):
        # Python writes 1e-06 where JavaScript writes 0.000001.
        return f"{value:.{DIGITS}f}".rstrip("0")
    return json.dumps(value, ensure_ascii=False)


def to_yaml(value: object) -> str:
    """Block style, keys in the order given, lines never folded."""
    made: str = yaml.safe_dump(plain(value), sort_keys=False, allow_unicode=True, width=1_000_000)
    return made
