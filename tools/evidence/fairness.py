"""Group fairness with AIF360's names and signs: unprivileged group minus reference; the ratio is group / reference.

Source: Bellamy et al., "AI Fairness 360" (2018), class `ClassificationMetric`. The favourable outcome is a prediction of 1.
"""

from __future__ import annotations

import math

from groups import Counts

DIFFERENCES = ("statistical_parity_difference", "equal_opportunity_difference", "average_odds_difference")


def between(group: Counts, reference: Counts) -> dict[str, float]:
    """
    statistical_parity_difference = P(1 | group) - P(1 | reference)
    disparate_impact = P(1 | group) / P(1 | reference)
    equal_opportunity_difference = TPR(group) - TPR(reference)
    average_odds_difference = ((FPR(group) - FPR(reference)) + (TPR(group) - TPR(reference))) / 2

    The ratio to a reference that is never selected is infinite, which no evaluation can hold.
    """
    opportunity = group.true_positive_rate - reference.true_positive_rate
    false_alarm = group.false_positive_rate - reference.false_positive_rate
    return {
        "statistical_parity_difference": group.selection_rate - reference.selection_rate,
        "disparate_impact": group.selection_rate / reference.selection_rate if reference.selection_rate > 0 else math.inf,
        "equal_opportunity_difference": opportunity,
        "average_odds_difference": (false_alarm + opportunity) / 2,
    }


def worst(groups: dict[str, Counts], reference: str) -> dict[str, float]:
    """Of several groups, each difference with the largest absolute value, and the ratio furthest from 1 by ratio."""
    compared = [between(counts, groups[reference]) for name, counts in sorted(groups.items()) if name != reference]
    made = {name: max((one[name] for one in compared), key=abs) for name in DIFFERENCES}
    made["disparate_impact"] = max(
        (one["disparate_impact"] for one in compared), key=lambda ratio: abs(math.log(ratio)) if ratio > 0 else math.inf
    )
    return made


def strain(measures: dict[str, float]) -> float:
    """How much of the usual limits is used up: 1 = a difference of 0.10, or a ratio of 0.80 or 1.25."""
    ratio = measures["disparate_impact"]
    used = abs(math.log(ratio)) / math.log(1.25) if ratio > 0 else math.inf
    return max(used, *(abs(measures[name]) / 0.10 for name in DIFFERENCES))
