import type { Interval } from './intervals.ts';
import type { Residuals } from './residuals.ts';

/** What the errors of one group add up to; errors are prediction - truth. */
export type GroupErrors = Pick<Residuals, 'n' | 'sumError' | 'sumAbsoluteError' | 'sumSquaredError'>;

/** A value between a group and its reference with its two-sided 95 % interval; null where there is none. */
interface Estimate {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** The square of the normal distribution's 0.975 quantile. */
const Z2 = 1.959963984540054 ** 2;

/** Mean of `total` over `n` rows, and the square of its standard error by the sample variance; null where rows are too few for either. */
function meanOf(total: number, squares: number, n: number): readonly [mean: number | null, error2: number | null] {
  if (!(n > 0)) return [null, null];
  const mean = total / n;
  const deviation = squares - n * mean * mean;
  return [mean, n > 1 && deviation >= 0 ? deviation / (n - 1) / n : null];
}

/**
 * How unlike the errors of a group are to its reference's.
 *
 * `mean_error_difference` is the mean of the group's errors minus that of the reference's, in the target's unit; interval
 * `d -+ z sqrt(s1^2/n1 + s2^2/n2)` (Welch, "The significance of the difference between two means when the population variances are unequal",
 * Biometrika 29, 1938, with the normal quantile: groups have at least tens of rows).
 *
 * `mean_absolute_error_ratio` is the group's mean absolute error by the reference's; its interval holds every ratio r for which `g - r h` is within
 * `z sqrt(v + r^2 w)` of 0, g and h the two means and v and w the squares of their standard errors (Fieller, "Some problems in interval estimation",
 * JRSS B 16, 1954). There is none where the reference's error can't be told from 0.
 */
export function regressionParity(
  group: GroupErrors,
  reference: GroupErrors,
): Readonly<Record<'mean_absolute_error_ratio' | 'mean_error_difference', Estimate>> {
  const [[bias, biasError2], [usual, usualError2]] = [group, reference].map(({ n, sumError, sumSquaredError }) =>
    meanOf(sumError, sumSquaredError, n),
  ) as [ReturnType<typeof meanOf>, ReturnType<typeof meanOf>];
  const [[g, v], [h, w]] = [group, reference].map(({ n, sumAbsoluteError, sumSquaredError }) =>
    meanOf(sumAbsoluteError, sumSquaredError, n),
  ) as [ReturnType<typeof meanOf>, ReturnType<typeof meanOf>];
  return {
    mean_error_difference: {
      value: bias === null || usual === null ? null : bias - usual,
      interval: welch(bias, biasError2, usual, usualError2),
    },
    mean_absolute_error_ratio: {
      value: g === null || h === null || h === 0 ? null : g / h,
      interval: fieller(g, v, h, w),
    },
  };
}

function welch(one: number | null, oneError2: number | null, other: number | null, otherError2: number | null): Interval | null {
  if (one === null || other === null || oneError2 === null || otherError2 === null) return null;
  const half = Math.sqrt(Z2 * (oneError2 + otherError2));
  return [one - other - half, one - other + half];
}

/** The roots of `(h^2 - z^2 w) r^2 - 2 g h r + (g^2 - z^2 v)`. */
function fieller(g: number | null, v: number | null, h: number | null, w: number | null): Interval | null {
  if (g === null || h === null || v === null || w === null) return null;
  const a = h * h - Z2 * w;
  if (!(a > 0)) return null;
  const half = Math.sqrt(Z2 * (v * a + w * g * g));
  return [(g * h - half) / a, (g * h + half) / a];
}
