import { mean, sum } from './sum.ts';

/** What a regression's or forecast's errors add up to; errors are prediction - truth, in the target's unit. */
export interface Residuals {
  readonly n: number;
  readonly sumError: number;
  readonly sumAbsoluteError: number;
  readonly sumSquaredError: number;
  /** Sum of squared distances of the truth from its own mean. */
  readonly sumSquaredDeviation: number;
  /** Sum of |error| / |truth|; absent when a truth is 0. */
  readonly sumAbsolutePercentageError?: number;
  /** Sum of 2 |error| / (|truth| + |prediction|); absent when both are 0 in a row. */
  readonly sumSymmetricPercentageError?: number;
  /** Mean absolute error, on the training data, of the forecast that repeats the value one season earlier. */
  readonly naiveMeanAbsoluteError?: number;
}

export function residualsOf(truth: readonly number[], predicted: readonly number[]): Residuals {
  const errors = truth.map((value, row) => (predicted[row] ?? NaN) - value);
  const middle = mean(truth) ?? 0;
  const percentages = errors.map((error, row) => Math.abs(error) / Math.abs(truth[row] ?? 0));
  const symmetric = errors.map((error, row) => (2 * Math.abs(error)) / (Math.abs(truth[row] ?? 0) + Math.abs(predicted[row] ?? 0)));
  return {
    n: truth.length,
    sumError: sum(errors),
    sumAbsoluteError: sum(errors.map(Math.abs)),
    sumSquaredError: sum(errors.map((error) => error * error)),
    sumSquaredDeviation: sum(truth.map((value) => (value - middle) ** 2)),
    ...(percentages.every(Number.isFinite) ? { sumAbsolutePercentageError: sum(percentages) } : {}),
    ...(symmetric.every(Number.isFinite) ? { sumSymmetricPercentageError: sum(symmetric) } : {}),
  };
}

/**
 * Scores by scikit-learn's names where it has one. Errors are in the target's unit, percentage errors are shares (0.1 is ten percent),
 * `symmetric_mean_absolute_percentage_error` goes to 2, `r2_score` is 1 - SSE / SST (absent when the truth does not vary), and
 * `mean_absolute_scaled_error` is the mean absolute error by the naive forecast's (Hyndman and Koehler, 2006).
 * @returns null without rows
 */
export function residualScores(sums: Residuals): Readonly<Record<string, number>> | null {
  const { n } = sums;
  if (!(n > 0)) return null;
  const absolute = sums.sumAbsoluteError / n;
  const optional: readonly (readonly [string, number | undefined])[] = [
    ['mean_absolute_percentage_error', sums.sumAbsolutePercentageError === undefined ? undefined : sums.sumAbsolutePercentageError / n],
    [
      'symmetric_mean_absolute_percentage_error',
      sums.sumSymmetricPercentageError === undefined ? undefined : sums.sumSymmetricPercentageError / n,
    ],
    ['mean_absolute_scaled_error', (sums.naiveMeanAbsoluteError ?? 0) > 0 ? absolute / (sums.naiveMeanAbsoluteError ?? 1) : undefined],
    ['r2_score', sums.sumSquaredDeviation > 0 ? 1 - sums.sumSquaredError / sums.sumSquaredDeviation : undefined],
  ];
  return {
    mean_absolute_error: absolute,
    mean_squared_error: sums.sumSquaredError / n,
    root_mean_squared_error: Math.sqrt(sums.sumSquaredError / n),
    mean_error: sums.sumError / n,
    ...Object.fromEntries(optional.filter((one): one is readonly [string, number] => one[1] !== undefined)),
  };
}

/**
 * Mean |y(t) - y(t - season)| of a training series: the error of the seasonal naive forecast. Source: Hyndman and Koehler,
 * "Another look at measures of forecast accuracy" (2006).
 * @returns null when the series is no longer than a season
 */
export function naiveMeanAbsoluteError(series: readonly number[], season: number): number | null {
  return mean(series.slice(season).map((value, row) => Math.abs(value - (series[row] ?? NaN))));
}
