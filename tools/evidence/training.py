"""Finds a model's training folder and loads its code."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import cast

from code_digest import recipe
from data import Data
from errors import EvidenceError
from fit import Recipe

ROOT = Path(__file__).resolve().parents[2]


def models() -> list[str]:
    """Ids of all models that bring training code, sorted."""
    return sorted(folder.parent.name for folder in (ROOT / "models").glob("*/training") if folder.is_dir())


def folder_of(model: str) -> Path:
    known = models()
    if model not in known:
        raise EvidenceError(
            "evidence.unknown_model",
            f"--model {model}: no models/{model}/training; expected one of {', '.join(known)}",
            "Name a model of this repository.",
        )
    return ROOT / "models" / model / "training"


def load(folder: Path) -> tuple[Data, list[Recipe]]:
    """Runs `dataset.py` (its `load()`), and collects `release_*.py` by version."""
    package = f"training_of_{folder.parent.name.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(package, folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None:
        raise EvidenceError(
            "evidence.no_package", f"{folder.parent.name}/training: no __init__.py; expected a Python package", "Add the file."
        )
    sys.modules[package] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[package])
    data: Data = module(package, "dataset").load()
    recipes = [cast(Recipe, module(package, file.stem)) for file in sorted(folder.glob("release_*.py"))]
    for file, one in zip(sorted(folder.glob("release_*.py")), recipes, strict=True):
        if file.name != recipe(one.VERSION):
            raise EvidenceError(
                "evidence.misnamed_recipe", f"{file.name}: VERSION is {one.VERSION}; expected {recipe(one.VERSION)}", "Rename the file."
            )
    return data, recipes


def module(package: str, name: str) -> ModuleType:
    return importlib.import_module(f"{package}.{name}")
