import { chiSquareTail, kolmogorovTail } from './special-functions.ts';
import { sum } from './sum.ts';

/** A distance between reference and window. `effectSize` does not grow with the number of rows; `pValue` does shrink with it. */
export interface Drift {
  readonly statistic: number;
  readonly effectSize: number;
  readonly pValue: number;
}

/**
 * Population stability index of two binned samples: `sum (q - p) ln(q / p)`, with half a row added to every bin of both, so that an empty bin
 * gives a large, finite number. Effect size: the index (0.1 moderate, 0.25 large). Statistic and p-value: Pearson's chi-square test of
 * homogeneity on the bins that have rows. Source: Siddiqi, "Credit Risk Scorecards" (2006).
 */
export function populationStability(reference: readonly number[], window: readonly number[]): Drift {
  const [p, q] = [shares(reference, 0.5), shares(window, 0.5)];
  const index = sum(p.map((share, bin) => ((q[bin] ?? 0) - share) * Math.log((q[bin] ?? 0) / share)));
  return { ...homogeneity(reference, window), effectSize: index };
}

/**
 * Jensen-Shannon distance of two binned samples, base 2, 0 to 1: the square root of the mean divergence from their mixture. Effect size: the
 * distance. Statistic and p-value as for the population stability index. Source: Endres and Schindelin (2003).
 */
export function jensenShannon(reference: readonly number[], window: readonly number[]): Drift {
  const [p, q] = [shares(reference, 0), shares(window, 0)];
  const part = (share: number, other: number): number => (share > 0 ? share * Math.log2((2 * share) / (share + other)) : 0);
  const divergence = sum(p.flatMap((share, bin) => [part(share, q[bin] ?? 0), part(q[bin] ?? 0, share)])) / 2;
  return { ...homogeneity(reference, window), effectSize: Math.sqrt(Math.max(0, divergence)) };
}

/**
 * Two-sample Kolmogorov-Smirnov: the largest distance of the two empirical distributions, 0 to 1, which is statistic and effect size. The
 * p-value is asymptotic: `Q(sqrt(nm / (n + m)) D)` of Kolmogorov's distribution. Source: Smirnov (1939).
 */
export function kolmogorovSmirnov(reference: readonly number[], window: readonly number[]): Drift {
  const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
  const [one, other] = [ascending(reference), ascending(window)];
  let [i, j, widest] = [0, 0, 0];
  while (i < one.length && j < other.length) {
    const value = Math.min(one[i] ?? Infinity, other[j] ?? Infinity);
    while (i < one.length && one[i] === value) i++;
    while (j < other.length && other[j] === value) j++;
    widest = Math.max(widest, Math.abs(i / one.length - j / other.length));
  }
  const size = Math.sqrt((one.length * other.length) / (one.length + other.length));
  return { statistic: widest, effectSize: widest, pValue: kolmogorovTail(size * widest) };
}

function shares(counts: readonly number[], added: number): readonly number[] {
  const total = sum(counts) + added * counts.length;
  return counts.map((count) => (count + added) / total);
}

function homogeneity(reference: readonly number[], window: readonly number[]): Pick<Drift, 'statistic' | 'pValue'> {
  const filled = reference.map((count, bin) => [count, window[bin] ?? 0] as const).filter(([a, b]) => a + b > 0);
  if (filled.length < 2) return { statistic: 0, pValue: 1 };
  const [n, m] = [sum(filled.map(([a]) => a)), sum(filled.map(([, b]) => b))];
  const statistic = sum(
    filled.flatMap(([a, b]) => {
      const [x, y] = [((a + b) * n) / (n + m), ((a + b) * m) / (n + m)];
      return [(a - x) ** 2 / x, (b - y) ** 2 / y];
    }),
  );
  return { statistic, pValue: chiSquareTail(statistic, filled.length - 1) };
}
