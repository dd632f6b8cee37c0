import type { Evaluation } from '../contracts/evaluation.ts';
import type { Confusion } from './counts.ts';

export type Claimed = Evaluation['fairness'][string];

/** Rates of one group; null where they were not measured. */
export interface GroupRates {
  readonly group: string;
  readonly selection: number | null;
  readonly recall: number | null;
  /** False positive rate. */
  readonly alarm: number | null;
  readonly precision: number | null;
}

/** A rate that has no rows is null, whatever a library writes there. */
export function ratesOfCounts(group: string, { tp, fp, tn, fn }: Confusion): GroupRates {
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    group,
    selection: share(tp + fp, tp + fp + tn + fn),
    recall: share(tp, tp + fn),
    alarm: share(fp, fp + tn),
    precision: share(tp, tp + fp),
  };
}

type Between = Readonly<Record<Exclude<keyof Claimed, 'reference'>, number | null>>;

function between(group: GroupRates, reference: GroupRates): Between {
  const minus = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a - b);
  const [recall, alarm] = [minus(group.recall, reference.recall), minus(group.alarm, reference.alarm)];
  return {
    statistical_parity_difference: minus(group.selection, reference.selection),
    disparate_impact:
      group.selection === null || reference.selection === null || reference.selection === 0 ? null : group.selection / reference.selection,
    equal_opportunity_difference: recall,
    average_odds_difference: recall === null || alarm === null ? null : (recall + alarm) / 2,
    predictive_parity_difference: minus(group.precision, reference.precision),
  };
}

const distance = (ratio: number): number => (ratio > 0 ? Math.abs(Math.log(ratio)) : Infinity);

/**
 * Fairness with AIF360's names and signs (group minus reference, group by reference); of several groups the worst, each by itself. A measure
 * that one of the groups has no rates for is left out: the worst of the others would sound better than what is known.
 * Source: Bellamy et al., "AI Fairness 360" (2018), class `ClassificationMetric`.
 */
export function claimedFairness(groups: readonly GroupRates[], reference: GroupRates): Claimed {
  const compared = groups.filter(({ group }) => group !== reference.group).map((group) => between(group, reference));
  const claimed: Partial<Record<keyof Between, number>> = {};
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
