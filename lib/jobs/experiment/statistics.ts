import { chiSquareTail, logBeta, studentTwoSided } from '../../statistics/special-functions.ts';

/** What is known of one release's observations: how many, their sum, and the sum of their squares. */
export interface Sample {
  readonly count: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Outcomes of yes and no: `successes` of `trials`. */
export interface Outcomes {
  readonly trials: number;
  readonly successes: number;
}

/** A test's statistic, its two-sided p-value, and the difference candidate minus stable. Null where it has no meaning. */
export interface Tested {
  readonly statistic: number;
  readonly pValue: number;
  readonly difference: number;
}

/**
 * Pearson's chi-square test of a 2 x 2 table without continuity correction:
 * `X2 = N (ad - bc)^2 / ((a+b)(c+d)(a+c)(b+d))`, p = P(chi2(1) > X2).
 * @returns null when a margin is zero: everybody, or nobody, succeeded
 */
export function chiSquare(stable: Outcomes, candidate: Outcomes): Tested | null {
  const [a, b] = [candidate.successes, candidate.trials - candidate.successes];
  const [c, d] = [stable.successes, stable.trials - stable.successes];
  const margins = (a + b) * (c + d) * (a + c) * (b + d);
  if (!(margins > 0)) return null;
  const statistic = ((a + b + c + d) * (a * d - b * c) ** 2) / margins;
  return { statistic, pValue: chiSquareTail(statistic, 1), difference: a / (a + b) - c / (c + d) };
}

/** Mean, and variance with `n - 1`. */
export function moments({ count, sum, sumOfSquares }: Sample): { readonly mean: number; readonly variance: number } {
  const mean = sum / count;
  return { mean, variance: Math.max(0, (sumOfSquares - count * mean * mean) / (count - 1)) };
}

/**
 * Welch's t test of two means: `t = (m1 - m2) / sqrt(v1/n1 + v2/n2)`, degrees of freedom by Welch and Satterthwaite,
 * `(v1/n1 + v2/n2)^2 / ((v1/n1)^2/(n1-1) + (v2/n2)^2/(n2-1))`.
 * @returns null without two observations of each, or when nothing varies
 */
export function welch(stable: Sample, candidate: Sample): Tested | null {
  if (stable.count < 2 || candidate.count < 2) return null;
  const [one, other] = [moments(candidate), moments(stable)];
  const [a, b] = [one.variance / candidate.count, other.variance / stable.count];
  if (!(a + b > 0)) return null;
  const difference = one.mean - other.mean;
  const statistic = difference / Math.sqrt(a + b);
  const degrees = (a + b) ** 2 / (a ** 2 / (candidate.count - 1) + b ** 2 / (stable.count - 1));
  return { statistic, pValue: studentTwoSided(statistic, degrees), difference };
}

/**
 * Student's t test of paired observations: `t = m / sqrt(v/n)` of the differences candidate minus stable, `n - 1` degrees of freedom.
 * @returns null without two pairs, or when all differences are alike
 */
export function paired(differences: Sample): Tested | null {
  if (differences.count < 2) return null;
  const { mean, variance } = moments(differences);
  if (!(variance > 0)) return null;
  const statistic = mean / Math.sqrt(variance / differences.count);
  return { statistic, pValue: studentTwoSided(statistic, differences.count - 1), difference: mean };
}

/**
 * Probability that the candidate's rate is above the stable release's, both unknown: with uniform priors the rates are
 * `Beta(1 + s, 1 + n - s)`, and for whole numbers
 * `P(C > S) = sum over i below aC of B(aS + i, bS + bC) / ((bC + i) B(1 + i, bC) B(aS, bS))` (Miller 2014).
 * Terms are summed by their ratios, in logarithms: the first is too small for a number when samples are large.
 */
export function probabilityBetter(stable: Outcomes, candidate: Outcomes): number {
  const [aS, bS] = [1 + stable.successes, 1 + stable.trials - stable.successes];
  const [aC, bC] = [1 + candidate.successes, 1 + candidate.trials - candidate.successes];
  let term = logBeta(aS, bS + bC) - logBeta(aS, bS);
  let largest = term;
  let scaled = 1;
  for (let i = 0; i < aC - 1; i++) {
    term += Math.log((aS + i) / (aS + i + bS + bC)) + Math.log((bC + i) / (1 + i));
    if (term > largest) {
      scaled = scaled * Math.exp(largest - term) + 1;
      largest = term;
    } else scaled += Math.exp(term - largest);
  }
  return Math.min(1, scaled * Math.exp(largest));
}
