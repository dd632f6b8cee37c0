import { type Proportion, rate } from './confusion.ts';

/** `[low, high]` of a two-sided 95 % interval. */
export type Interval = readonly [number, number];

/** The normal distribution's 0.975 quantile. */
const Z = 1.959963984540054;

/**
 * Score interval of a proportion: `(p + z2/2n -+ z sqrt(p(1-p)/n + z2/4n2)) / (1 + z2/n)`.
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
 * @returns null when there were no trials
 */
export function wilson({ successes, trials }: Proportion): Interval | null {
  if (!(trials > 0)) return null;
  const share = successes / trials;
  const z2 = (Z * Z) / trials;
  const middle = share + z2 / 2;
  const half = Z * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials));
  // At 0 and 1 the end is exact; rounding would put it a hair outside.
  return [successes === 0 ? 0 : (middle - half) / (1 + z2), successes === trials ? 1 : (middle + half) / (1 + z2)];
}

/**
 * Interval of the difference `group - reference` of two independent proportions, from the Wilson intervals of each:
 * `d - sqrt((p1 - l1)^2 + (u2 - p2)^2)` to `d + sqrt((u1 - p1)^2 + (p2 - l2)^2)`.
 * Source: Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998), method 10.
 * @returns null when one had no trials
 */
export function newcombe(group: Proportion, reference: Proportion): Interval | null {
  const [one, other] = [wilson(group), wilson(reference)];
  const [p, q] = [rate(group), rate(reference)];
  if (one === null || other === null || p === null || q === null) return null;
  return [p - q - Math.hypot(p - one[0], other[1] - q), p - q + Math.hypot(one[1] - p, q - other[0])];
}

/**
 * Interval of the ratio `group / reference` of two independent proportions: `ln r -+ z sqrt(1/a - 1/n + 1/b - 1/m)`.
 * Source: Katz, Baptista, Azen and Pike, "Obtaining confidence intervals for the risk ratio in cohort studies", Biometrics 34 (1978).
 * @returns null when one had no successes: its logarithm has no variance
 */
export function katz(group: Proportion, reference: Proportion): Interval | null {
  if (!(group.successes > 0 && reference.successes > 0)) return null;
  const middle = Math.log(group.successes / group.trials / (reference.successes / reference.trials));
  const half = Z * Math.sqrt(1 / group.successes - 1 / group.trials + 1 / reference.successes - 1 / reference.trials);
  return [Math.exp(middle - half), Math.exp(middle + half)];
}
