"""Makes a candidate's recipe a reweighed one and trains it again, after its bias audit failed.

    python -m jobs.mitigate --model ID --version VERSION --snapshot SHA256 --attempts N --outputs FOLDER

The attempts are strengths of reweighing, the mildest first; which one is taken is settled on the training rows (`fit_classifier`), so
that the held-out rows judge a choice that they had no part in. Exit code 1: the recipe is reweighed already, so there is nothing to try.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from errors import EvidenceError
from jobs.candidate import recipes, spelled
from jobs.command import end
from jobs.train import train
from training import folder_of

STRENGTHS = (0.5, 1.0, 1.5, 2.0)

ADDED = '''

# Added by the pipeline, because the bias audit of this release failed without it.
REWEIGH = True
STRENGTHS = {strengths}
PROXIES: tuple[str, ...] = ()
_unweighed = estimator


def estimator(left_out: tuple[str, ...] = ()) -> Pipeline:  # noqa: ARG001  no input is left out
    return _unweighed()
'''


def main() -> int:
    parser = argparse.ArgumentParser(prog="mitigate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--version", required=True)
    parser.add_argument("--snapshot", required=True)
    parser.add_argument("--attempts", required=True, type=int, choices=range(1, len(STRENGTHS) + 1))
    parser.add_argument("--outputs", required=True, type=Path)
    given = parser.parse_args()
    path = {spelled(version): file for version, file in recipes(folder_of(given.model)).items()}.get(given.version)
    if path is None:
        raise EvidenceError("evidence.no_recipe", f"--version {given.version}: no recipe; expected one", "Name another version.")
    text = reweighed(path.read_text(encoding="utf-8"), given.attempts)
    if text is None:
        print(f"{given.version} is reweighed already: nothing is left to try", file=sys.stderr)
        return 1
    path.write_text(text, encoding="utf-8", newline="\n")
    return train(given.model, given.version, given.snapshot, False, given.outputs)


def reweighed(recipe: str, attempts: int) -> str | None:
    """The recipe with reweighing; None when it has it already."""
    if "\nREWEIGH = False\n" not in recipe:
        return None
    return recipe.rstrip("\n") + "\n" + ADDED.format(strengths=repr(STRENGTHS[:attempts]))


if __name__ == "__main__":
    end(main)
