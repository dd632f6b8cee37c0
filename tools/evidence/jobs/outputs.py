"""What a step hands on: one file a value, in the folder that `--outputs` names, which the workflow declares as output parameters."""

from __future__ import annotations

from pathlib import Path


def write(folder: Path, values: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in values.items():
        (folder / name).write_text(value, encoding="utf-8", newline="\n")
        print(f"{name}: {value}")
