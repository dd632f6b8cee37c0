import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  balancedAccuracy,
  brier,
  f1,
  fairnessBetween,
  groupRates,
  jensenShannon,
  katz,
  kolmogorovSmirnov,
  matthews,
  mcnemar,
  meanAveragePrecision,
  multiclassScores,
  ndcg,
  newcombe,
  pairedBootstrap,
  populationStability,
  PROPORTIONS,
  rate,
  regressionParity,
  reliability,
  residualScores,
  residualsOf,
  wilson,
} from '../../lib/statistics/index.ts';

// Agreement with scikit-learn, SciPy, statsmodels, AIF360 and Fairlearn is `node tools/statistics/run.mjs`, which needs Python.

const trials = fc.integer({ min: 1, max: 5000 });
const proportion = trials.chain((n) => fc.record({ successes: fc.integer({ min: 0, max: n }), trials: fc.constant(n) }));
const counts = fc.record({ tp: fc.nat(500), fp: fc.nat(500), tn: fc.nat(500), fn: fc.nat(500) });
const bins = fc
  .integer({ min: 2, max: 8 })
  .chain((n) => fc.tuple(...[0, 1].map(() => fc.array(fc.nat(300), { minLength: n, maxLength: n }))));

describe('intervals', () => {
  test('are those of the papers that they come from', () => {
    const near = (seen: readonly number[] | null, low: number, high: number): void => {
      expect(seen?.map((end) => Number(end.toFixed(4)))).toEqual([low, high]);
    };
    // Newcombe (1998), part one, table I: 81 of 263; part two, table II, case (a): 56 of 70 against 48 of 80.
    near(wilson({ successes: 81, trials: 263 }), 0.2553, 0.3662);
    near(newcombe({ successes: 56, trials: 70 }, { successes: 48, trials: 80 }), 0.0524, 0.3339);
  });

  test('hold the estimate, inside what is possible', () => {
    fc.assert(
      fc.property(proportion, proportion, (group, reference) => {
        const [p = NaN, q = NaN] = [rate(group), rate(reference)].map(Number);
        const [low, high] = wilson(group) ?? [NaN, NaN];
        expect(0 <= low && low <= p && p <= high && high <= 1).toBe(true);
        const [from, to] = newcombe(group, reference) ?? [NaN, NaN];
        expect(-1 - 1e-12 <= from && from <= p - q + 1e-12 && p - q - 1e-12 <= to && to <= 1 + 1e-12).toBe(true);
        const ratio = katz(group, reference);
        expect(ratio === null).toBe(group.successes === 0 || reference.successes === 0);
        if (ratio !== null) expect(ratio[0] <= (p / q) * (1 + 1e-12) && (p / q) * (1 - 1e-12) <= ratio[1]).toBe(true);
      }),
    );
  });

  test('get narrower with more rows of the same rate', () => {
    fc.assert(
      fc.property(proportion, fc.integer({ min: 2, max: 50 }), ({ successes, trials: n }, times) => {
        const width = (by: number): number => {
          const [low, high] = wilson({ successes: successes * by, trials: n * by }) ?? [0, 0];
          return high - low;
        };
        expect(width(times)).toBeLessThan(width(1));
      }),
    );
  });
});

describe('errors of two groups', () => {
  const errors = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 60 });
  const groupErrors = (made: readonly number[]) =>
    residualsOf(
      made.map(() => 0),
      made,
    );

  test('are compared by intervals that hold the value, and change sign or turn over when the groups change places', () => {
    fc.assert(
      fc.property(errors.map(groupErrors), errors.map(groupErrors), (group, reference) => {
        const [there, back] = [regressionParity(group, reference), regressionParity(reference, group)];
        const { value, interval } = there.mean_error_difference;
        expect((value ?? NaN) + (back.mean_error_difference.value ?? NaN)).toBeCloseTo(0, 9);
        expect((interval?.[0] ?? NaN) <= (value ?? NaN) + 1e-9 && (value ?? NaN) - 1e-9 <= (interval?.[1] ?? NaN)).toBe(true);
        const ratio = there.mean_absolute_error_ratio;
        if (ratio.interval !== null)
          expect(ratio.interval[0] <= (ratio.value ?? NaN) * (1 + 1e-9) && (ratio.value ?? NaN) <= ratio.interval[1] * (1 + 1e-9)).toBe(
            true,
          );
        if ((ratio.value ?? 0) > 1e-6) expect((ratio.value ?? NaN) * (back.mean_absolute_error_ratio.value ?? NaN)).toBeCloseTo(1, 6);
      }),
    );
  });

  test('have no interval without two rows, or where the reference may not err at all', () => {
    const [one, none] = [groupErrors([3]), groupErrors([])];
    const some = groupErrors([1, 2, 3, 4]);
    expect(regressionParity(one, some).mean_error_difference).toEqual({ value: 0.5, interval: null });
    expect(regressionParity(none, some).mean_absolute_error_ratio).toEqual({ value: null, interval: null });
    expect(regressionParity(some, groupErrors([0, 0])).mean_absolute_error_ratio).toEqual({ value: null, interval: null });
    expect(regressionParity(some, groupErrors([0, 0, 9])).mean_absolute_error_ratio.interval).toBeNull();
  });
});

describe('what has no value is none, never a number', () => {
  const none = { tp: 0, fp: 0, tn: 0, fn: 0 };
  test.each(Object.entries(PROPORTIONS))('%s of no rows', (_, of) => {
    expect(rate(of(none))).toBeNull();
    expect(wilson(of(none))).toBeNull();
  });

  test('of no rows', () => {
    expect([f1(none), balancedAccuracy(none), matthews(none)]).toEqual([null, null, 0]);
    expect([
      multiclassScores([
        [0, 0],
        [0, 0],
      ]),
      residualScores(residualsOf([], [])),
      brier(reliability([], [], 10)),
    ]).toEqual([null, null, null]);
    expect([ndcg([], 10), meanAveragePrecision([]), pairedBootstrap([])]).toEqual([null, null, null]);
    expect(Object.values(fairnessBetween(groupRates(none), groupRates({ tp: 1, fp: 1, tn: 1, fn: 1 })))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test('percentage errors, where a truth is zero', () => {
    expect(residualScores(residualsOf([0, 2], [1, 2]))).not.toHaveProperty('mean_absolute_percentage_error');
    expect(residualScores(residualsOf([3, 3], [1, 2]))).not.toHaveProperty('r2_score');
  });
});

describe('scores', () => {
  test('two classes as a matrix score as their counts do', () => {
    fc.assert(
      fc.property(counts, (c) => {
        fc.pre(c.tp + c.fn > 0 && c.tn + c.fp > 0);
        const scores = multiclassScores([
          [c.tn, c.fp],
          [c.fn, c.tp],
        ]);
        expect(scores?.['accuracy']).toBeCloseTo(rate(PROPORTIONS.accuracy(c)) ?? NaN, 12);
        expect(scores?.['balanced_accuracy']).toBeCloseTo(balancedAccuracy(c) ?? NaN, 12);
        expect(scores?.['matthews_corrcoef']).toBeCloseTo(matthews(c), 12);
      }),
    );
  });

  test('fairness changes sign, and the ratio turns over, when the groups change places', () => {
    fc.assert(
      fc.property(counts.map(groupRates), counts.map(groupRates), (group, reference) => {
        const [there, back] = [fairnessBetween(group, reference), fairnessBetween(reference, group)];
        expect((there.statistical_parity_difference ?? 0) + (back.statistical_parity_difference ?? 0)).toBeCloseTo(0, 12);
        expect((there.average_odds_difference ?? 0) + (back.average_odds_difference ?? 0)).toBeCloseTo(0, 12);
        const product = (there.disparate_impact ?? 0) * (back.disparate_impact ?? 0);
        if (product > 0) expect(product).toBeCloseTo(1, 9);
      }),
    );
  });

  test('the ideal order ranks best', () => {
    expect([ndcg([[3, 2, 1, 0]], 10), meanAveragePrecision([[1, 1, 0]])]).toEqual([1, 1]);
    expect(meanAveragePrecision([[0, 1, 1]])).toBeCloseTo((1 / 2 + 2 / 3) / 2, 15);
  });
});

describe('drift', () => {
  test('is none between a sample and itself, whatever its shape', () => {
    fc.assert(
      fc.property(bins, ([reference = []]) => {
        fc.pre(reference.some((count) => count > 0));
        expect(populationStability(reference, reference)).toEqual({ statistic: 0, effectSize: 0, pValue: 1 });
        expect(jensenShannon(reference, reference).effectSize).toBeCloseTo(0, 7);
        expect(kolmogorovSmirnov(reference, reference)).toEqual({ statistic: 0, effectSize: 0, pValue: 1 });
      }),
    );
  });

  test('has an effect size that does not grow with the number of rows, where the p-value shrinks', () => {
    const [reference, window] = [
      [40, 30, 30],
      [30, 35, 35],
    ] as const;
    const many = (counted: readonly number[]): number[] => counted.map((count) => count * 100);
    const [few, more] = [jensenShannon(reference, window), jensenShannon(many(reference), many(window))];
    expect(more.effectSize).toBeCloseTo(few.effectSize, 12);
    expect(few.pValue).toBeGreaterThan(0.05);
    expect(more.pValue).toBeLessThan(1e-6);
  });
});

describe('two releases on the same rows', () => {
  test('do not differ when each is right where the other is wrong as often', () => {
    fc.assert(
      fc.property(fc.nat(200), (each) => {
        expect(mcnemar({ both: 1, candidateOnly: each, incumbentOnly: each, neither: 1 })).toBeGreaterThan(0.8);
      }),
    );
  });

  test('differ for sure when only one is ever right alone', () => {
    expect(mcnemar({ both: 0, candidateOnly: 10, incumbentOnly: 0, neither: 0 })).toBeCloseTo(2 / 1024, 15);
    expect(mcnemar({ both: 0, candidateOnly: 100, incumbentOnly: 0, neither: 0 })).toBeLessThan(1e-20);
  });

  test('the same rows give the same interval, around their mean', () => {
    const differences = Array.from({ length: 200 }, (_, row) => Math.sin(row) + 0.5);
    const [low = NaN, high = NaN] = pairedBootstrap(differences) ?? [];
    expect(pairedBootstrap(differences)).toEqual([low, high]);
    expect(low < 0.5 && high > 0.5 && high - low < 0.4).toBe(true);
  });
});
