import { type Confusion, PROPORTIONS, rate } from './confusion.ts';

/**
 * Group fairness with AIF360's names and signs: group minus reference; the ratio is group by reference. The favourable outcome is a
 * prediction of 1. A value is null where a rate has no rows, or the reference is never selected. `predictive_parity_difference`: of precision.
 * Source: Bellamy et al., "AI Fairness 360" (2018), class `ClassificationMetric`.
 */
export function fairnessBetween(group: Confusion, reference: Confusion): Readonly<Record<FairnessMetric, number | null>> {
  const difference = (name: keyof typeof PROPORTIONS): number | null => {
    const [p, q] = [rate(PROPORTIONS[name](group)), rate(PROPORTIONS[name](reference))];
    return p === null || q === null ? null : p - q;
  };
  const [opportunity, alarm] = [difference('recall'), difference('false_positive_rate')];
  const [chosen, usual] = [rate(PROPORTIONS.selection_rate(group)), rate(PROPORTIONS.selection_rate(reference))];
  return {
    statistical_parity_difference: difference('selection_rate'),
    disparate_impact: chosen === null || usual === null || usual === 0 ? null : chosen / usual,
    equal_opportunity_difference: opportunity,
    average_odds_difference: opportunity === null || alarm === null ? null : (alarm + opportunity) / 2,
    predictive_parity_difference: difference('precision'),
  };
}

export type FairnessMetric =
  | 'statistical_parity_difference'
  | 'disparate_impact'
  | 'equal_opportunity_difference'
  | 'average_odds_difference'
  | 'predictive_parity_difference';
