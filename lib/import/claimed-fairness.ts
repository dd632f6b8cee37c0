import type { Evaluation } from '../contracts/evaluation.ts';
import { fairnessBetween, type FairnessMetric, type GroupRates } from '../statistics/index.ts';

export type Claimed = Evaluation['fairness'][string];

/** Rates of a group, with its name. */
export interface NamedRates extends GroupRates {
  readonly group: string;
}

const distance = (ratio: number): number => (ratio > 0 ? Math.abs(Math.log(ratio)) : Infinity);

/**
 * Fairness with AIF360's names and signs (group minus reference, group by reference); of several groups the worst, each by itself. A measure
 * that one of the groups has no rates for is left out: the worst of the others would sound better than what is known.
 * Source: Bellamy et al., "AI Fairness 360" (2018), class `ClassificationMetric`.
 */
export function claimedFairness(groups: readonly NamedRates[], reference: NamedRates): Claimed {
  const compared = groups.filter(({ group }) => group !== reference.group).map((group) => fairnessBetween(group, reference));
  const claimed: Partial<Record<FairnessMetric, number>> = {};
  for (const name of [
    'statistical_parity_difference',
    'disparate_impact',
    'equal_opportunity_difference',
    'average_odds_difference',
    'predictive_parity_difference',
  ] as const) {
    const values = compared.map((one) => one[name]);
    const known = values.filter((value) => value !== null);
    if (known.length === 0 || known.length < values.length) continue;
    const size = name === 'disparate_impact' ? distance : Math.abs;
    claimed[name] = known.reduce((worst, value) => (size(value) > size(worst) ? value : worst));
  }
  return { reference: reference.group, ...claimed };
}
