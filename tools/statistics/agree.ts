import { createInterface } from 'node:readline';
import {
  balancedAccuracy,
  brier,
  type Confusion,
  type ConfusionMatrix,
  expectedCalibrationError,
  f1,
  fairnessBetween,
  type GroupErrors,
  groupRates,
  hitRate,
  jensenShannon,
  katz,
  kolmogorovSmirnov,
  matthews,
  mcnemar,
  meanAveragePrecision,
  meanReciprocalRank,
  multiclassScores,
  naiveMeanAbsoluteError,
  ndcg,
  newcombe,
  type Paired,
  pairedBootstrap,
  populationStability,
  type Proportion,
  PROPORTIONS,
  type Ranked,
  rate,
  regressionParity,
  reliability,
  residualScores,
  residualsOf,
  wilson,
} from '../../lib/statistics/index.ts';

type Value = number | readonly number[] | null | undefined;

/** What each kind of case is computed from, as cases.py writes it. */
interface Inputs {
  readonly binary: { counts: Confusion; truth: boolean[]; probability: number[]; bins: number };
  readonly multiclass: { matrix: ConfusionMatrix };
  readonly regression: { truth: number[]; predicted: number[]; series: number[]; season: number };
  readonly ranking: { queries: Ranked[]; k: number };
  readonly intervals: { group: Proportion; reference: Proportion };
  readonly fairness: { group: Confusion; reference: Confusion };
  readonly parity: { group: GroupErrors; reference: GroupErrors };
  readonly drift: { reference: number[]; window: number[]; one: number[]; other: number[] };
  readonly paired: { counts: Paired; differences: number[]; seed: number };
}

const OURS: { readonly [K in keyof Inputs]: (input: Inputs[K]) => Readonly<Record<string, Value>> } = {
  binary: ({ counts, truth, probability, bins }) => {
    const made = reliability(truth, probability, bins);
    const of = (name: keyof typeof PROPORTIONS): number | null => rate(PROPORTIONS[name](counts));
    return {
      accuracy: of('accuracy'),
      balanced_accuracy: balancedAccuracy(counts),
      precision: of('precision'),
      recall: of('recall'),
      specificity: of('specificity'),
      f1: f1(counts),
      matthews_corrcoef: matthews(counts),
      brier_score_loss: brier(made),
      expected_calibration_error: expectedCalibrationError(made),
    };
  },
  multiclass: ({ matrix }) => multiclassScores(matrix) ?? {},
  regression: ({ truth, predicted, series, season }) =>
    residualScores({ ...residualsOf(truth, predicted), naiveMeanAbsoluteError: naiveMeanAbsoluteError(series, season) ?? 0 }) ?? {},
  ranking: ({ queries, k }) => ({
    ndcg: ndcg(queries, k),
    mean_average_precision: meanAveragePrecision(queries),
    mrr: meanReciprocalRank(queries),
    hit_rate: hitRate(queries, k),
  }),
  intervals: ({ group, reference }) => ({
    wilson: wilson(group),
    newcombe: newcombe(group, reference),
    katz: katz(group, reference),
  }),
  fairness: ({ group, reference }) => fairnessBetween(groupRates(group), groupRates(reference)),
  parity: ({ group, reference }) => {
    const { mean_absolute_error_ratio: ratio, mean_error_difference: difference } = regressionParity(group, reference);
    return {
      mean_absolute_error_ratio: ratio.value,
      mean_absolute_error_ratio_interval: ratio.interval,
      mean_error_difference: difference.value,
      mean_error_difference_interval: difference.interval,
    };
  },
  drift: ({ reference, window, one, other }) => {
    const [index, ks] = [populationStability(reference, window), kolmogorovSmirnov(one, other)];
    return {
      population_stability: index.effectSize,
      chi_square: index.statistic,
      chi_square_p: index.pValue,
      jensen_shannon: jensenShannon(reference, window).effectSize,
      kolmogorov_smirnov: ks.effectSize,
      kolmogorov_smirnov_p: ks.pValue,
    };
  },
  paired: ({ counts, differences, seed }) => ({ mcnemar: mcnemar(counts), bootstrap: pairedBootstrap(differences, seed) }),
};

/** Of the larger of 1 and the value: what is left of sixteen digits after some hundred operations on them. */
const TOLERANCE = 1e-12;

/** How far two values are apart, of the larger of 1 and the expected one; endless when one is missing. */
function distance(seen: Value, expected: Value): number {
  if (expected === null || expected === undefined) return seen === null || seen === undefined ? 0 : Infinity;
  const [a, b] = [seen, expected].map((value) => (typeof value === 'number' ? [value] : (value ?? []))) as [
    readonly number[],
    readonly number[],
  ];
  if (a.length !== b.length) return Infinity;
  return Math.max(
    ...b
      .map((value, index) => Math.abs((a[index] ?? NaN) - value) / Math.max(1, Math.abs(value)))
      .map((gap) => (gap >= 0 ? gap : Infinity)),
  );
}

/** Compares the cases on a stream with ours, by kind and name. */
export async function agree(
  lines: NodeJS.ReadableStream,
): Promise<readonly { name: string; cases: number; largest: number; agrees: boolean }[]> {
  const seen = new Map<string, { cases: number; largest: number }>();
  for await (const line of createInterface({ input: lines })) {
    const { kind, input, expected } = JSON.parse(line) as { kind: keyof Inputs; input: never; expected: Readonly<Record<string, Value>> };
    const made = OURS[kind](input);
    for (const [name, value] of Object.entries(expected)) {
      const key = `${kind}.${name}`;
      const { cases, largest } = seen.get(key) ?? { cases: 0, largest: 0 };
      seen.set(key, { cases: cases + 1, largest: Math.max(largest, distance(made[name], value)) });
    }
  }
  return [...seen].map(([name, found]) => ({ name, ...found, agrees: found.largest <= TOLERANCE }));
}
