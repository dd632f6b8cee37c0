import { type Confusion, PROPORTIONS, rate } from './confusion.ts';

/** Rates of one group; null where they have no rows, or were not measured. */
export interface GroupRates {
  readonly selection: number | null;
  readonly recall: number | null;
  /** False positive rate. */
  readonly alarm: number | null;
  readonly precision: number | null;
}

export function groupRates(counts: Confusion): GroupRates {
  const of = (name: keyof typeof PROPORTIONS): number | null => rate(PROPORTIONS[name](counts));
  return { selection: of('selection_rate'), recall: of('recall'), alarm: of('false_positive_rate'), precision: of('precision') };
}

/**
 * Group fairness with AIF360's names and signs: group minus reference; the ratio is group by reference. The favourable outcome is a
 * prediction of 1. A value is null where a rate is, or the reference is never selected. `predictive_parity_difference`: of precision.
 * Source: Bellamy et al., "AI Fairness 360" (2018), class `ClassificationMetric`.
 */
export function fairnessBetween(group: GroupRates, reference: GroupRates): Readonly<Record<FairnessMetric, number | null>> {
  const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);
  const [opportunity, alarm] = [minus(group.recall, reference.recall), minus(group.alarm, reference.alarm)];
  const [chosen, usual] = [group.selection, reference.selection];
  return {
    statistical_parity_difference: minus(chosen, usual),
    disparate_impact: chosen === null || usual === null || usual === 0 ? null : chosen / usual,
    equal_opportunity_difference: opportunity,
    average_odds_difference: opportunity === null || alarm === null ? null : (alarm + opportunity) / 2,
    predictive_parity_difference: minus(group.precision, reference.precision),
  };
}

export type FairnessMetric =
  | 'statistical_parity_difference'
  | 'disparate_impact'
  | 'equal_opportunity_difference'
  | 'average_odds_difference'
  | 'predictive_parity_difference';
