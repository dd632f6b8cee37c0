"""What was tried on the training rows to choose a release's mitigation, for a reader who wants to follow the choice."""

from __future__ import annotations

from collections.abc import Sequence

from fit import Mitigation
from threshold import MARGIN, Choice

FILE = "mitigations.csv"


def render(tried: Sequence[tuple[Mitigation, Choice]]) -> str:
    """CSV; `limits_used`: largest part of a fairness limit used up, out of fold; `within`: it is at most MARGIN."""
    lines = ["strength,left_out,threshold,limits_used,within,balanced_accuracy"]
    for mitigation, choice in tried:
        left_out = " ".join(mitigation.left_out) or "none"
        within = "yes" if choice.used <= MARGIN else "no"
        lines.append(f"{mitigation.strength},{left_out},{choice.threshold},{choice.used:.3f},{within},{choice.balanced_accuracy:.3f}")
    return "\n".join(lines) + "\n"
