import { sum } from './sum.ts';

/** The rows whose predicted probability falls in one bin, as sums, from which the Brier score follows exactly. */
export interface ReliabilityBin {
  readonly n: number;
  /** Rows whose truth is positive. */
  readonly positives: number;
  /** Sum of the predicted probabilities, of their squares, and of those of the positives. */
  readonly sumPredicted: number;
  readonly sumPredictedSquared: number;
  readonly sumPredictedOfPositives: number;
}

/** Equal-width bins over 0 to 1; the last one holds 1 too. */
export function reliability(truth: readonly boolean[], predicted: readonly number[], bins: number): readonly ReliabilityBin[] {
  const places = predicted.map((probability) => Math.min(Math.floor(probability * bins), bins - 1));
  return Array.from({ length: bins }, (_, place) => {
    const inside = predicted.flatMap((probability, row) => (places[row] === place ? [{ probability, positive: truth[row] === true }] : []));
    const positives = inside.filter(({ positive }) => positive);
    return {
      n: inside.length,
      positives: positives.length,
      sumPredicted: sum(inside.map(({ probability }) => probability)),
      sumPredictedSquared: sum(inside.map(({ probability }) => probability * probability)),
      sumPredictedOfPositives: sum(positives.map(({ probability }) => probability)),
    };
  });
}

/**
 * Mean squared distance of probability and truth, 0 to 1: `(sum p^2 - 2 sum p y + sum y) / n`. Source: Brier (1950).
 * @returns null without rows
 */
export function brier(bins: readonly ReliabilityBin[]): number | null {
  const n = sum(bins.map((bin) => bin.n));
  if (!(n > 0)) return null;
  return sum(bins.flatMap((bin) => [bin.sumPredictedSquared, -2 * bin.sumPredictedOfPositives, bin.positives])) / n;
}

/**
 * Expected calibration error, 0 to 1: sum over bins of `n_bin / n |mean(truth) - mean(probability)|`.
 * Source: Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI (2015).
 * @returns null without rows
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number | null {
  const n = sum(bins.map((bin) => bin.n));
  return n > 0 ? sum(bins.map((bin) => Math.abs(bin.positives - bin.sumPredicted))) / n : null;
}
