import type { Evaluation } from '../contracts/evaluation.ts';
import { sameNumber } from './metrics.ts';

export type Confusion = NonNullable<Evaluation['confusion']>;

/** Rates of one set of rows; precision where the source has it. NaN where a rate has no rows. */
export interface Rates {
  readonly recall: number;
  readonly specificity: number;
  readonly precision?: number;
}

/** Far more than the rounding of a JSON number with ten digits, far less than a row. */
const NEARLY = 1e-4;

function whole(value: number): number | null {
  const rounded = Math.round(value);
  return Math.abs(value - rounded) < NEARLY ? rounded : null;
}

/** A rate without rows may be whatever the library writes there. */
const fits = (claimed: number, part: number, all: number): boolean => all === 0 || sameNumber(claimed, part / all);

/**
 * The counts behind rates: whole numbers that give the rates again, or null where there are none (rounded or weighted rates).
 * @param positives rows whose truth is positive
 */
export function countsBehind(positives: number, negatives: number, { recall, specificity, precision }: Rates): Confusion | null {
  if (!Number.isInteger(positives) || !Number.isInteger(negatives)) return null;
  const tp = positives === 0 ? 0 : whole(recall * positives);
  const tn = negatives === 0 ? 0 : whole(specificity * negatives);
  if (tp === null || tn === null || tp < 0 || tn < 0 || tp > positives || tn > negatives) return null;
  const counts = { tp, fp: negatives - tn, tn, fn: positives - tp };
  const holds = fits(recall, tp, positives) && fits(specificity, tn, negatives);
  return holds && (precision === undefined || fits(precision, tp, tp + counts.fp)) ? counts : null;
}

/**
 * The counts behind a group's size, selection rate, recall and false positive rate: of n rows, p are positive where
 * `selected = recall p + alarm (n - p)`. Without a difference between recall and alarm that says nothing about p.
 */
export function countsOfGroup(n: number, selected: number, recall: number, alarm: number): Confusion | null {
  if (Math.abs(recall - alarm) < 1e-6) return null;
  const positives = whole((n * (selected - alarm)) / (recall - alarm));
  if (positives === null || positives < 0 || positives > n) return null;
  const counts = countsBehind(positives, n - positives, { recall, specificity: 1 - alarm });
  return counts !== null && fits(selected, counts.tp + counts.fp, n) ? counts : null;
}
