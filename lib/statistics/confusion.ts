/** Confusion counts of a binary classifier at its operating threshold: rows, whole numbers. */
export interface Confusion {
  readonly tp: number;
  readonly fp: number;
  readonly tn: number;
  readonly fn: number;
}

/** A rate as its counts, so that an interval can be made of it. */
export interface Proportion {
  readonly successes: number;
  readonly trials: number;
}

export const positivesOf = ({ tp, fn }: Confusion): number => tp + fn;
export const negativesOf = ({ fp, tn }: Confusion): number => fp + tn;
export const rowsOf = (counts: Confusion): number => positivesOf(counts) + negativesOf(counts);

/** Rates that are one count by another, by scikit-learn's names. Source: Fawcett, "An introduction to ROC analysis" (2006). */
export const PROPORTIONS = {
  accuracy: (c) => ({ successes: c.tp + c.tn, trials: rowsOf(c) }),
  precision: (c) => ({ successes: c.tp, trials: c.tp + c.fp }),
  recall: (c) => ({ successes: c.tp, trials: positivesOf(c) }),
  specificity: (c) => ({ successes: c.tn, trials: negativesOf(c) }),
  selection_rate: (c) => ({ successes: c.tp + c.fp, trials: rowsOf(c) }),
  false_positive_rate: (c) => ({ successes: c.fp, trials: negativesOf(c) }),
} satisfies Readonly<Record<string, (counts: Confusion) => Proportion>>;

/** @returns successes / trials; null when there were no trials */
export function rate({ successes, trials }: Proportion): number | null {
  return trials > 0 ? successes / trials : null;
}

/** F1 = 2 tp / (2 tp + fp + fn), 0 to 1. @returns null when nothing was positive, predicted or true */
export function f1({ tp, fp, fn }: Confusion): number | null {
  return rate({ successes: 2 * tp, trials: 2 * tp + fp + fn });
}

/** Mean of recall and specificity, 0 to 1. @returns null when one class has no rows */
export function balancedAccuracy(counts: Confusion): number | null {
  const [recall, specificity] = [rate(PROPORTIONS.recall(counts)), rate(PROPORTIONS.specificity(counts))];
  return recall === null || specificity === null ? null : (recall + specificity) / 2;
}

/**
 * Matthews' correlation coefficient, -1 to 1: `(tp tn - fp fn) / sqrt((tp + fp)(tp + fn)(tn + fp)(tn + fn))`; 0 when a margin is empty, as
 * scikit-learn has it. Source: Matthews (1975).
 */
export function matthews({ tp, fp, tn, fn }: Confusion): number {
  const below = Math.sqrt((tp + fp) * (tp + fn)) * Math.sqrt((tn + fp) * (tn + fn));
  return below > 0 ? (tp * tn - fp * fn) / below : 0;
}
