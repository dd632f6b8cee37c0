import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleOfProportions } from '../../../lib/constructs/rollout/sample-size.ts';
import type { Hypothesis } from '../../../lib/contracts/spec/rollout.ts';
import { decide } from '../../../lib/jobs/experiment/index.ts';
import { chiSquareTail, studentTwoSided } from '../../../lib/statistics/special-functions.ts';
import { chiSquare, paired, probabilityBetter, welch, type Outcomes, type Sample } from '../../../lib/jobs/experiment/statistics.ts';
import { normalQuantile } from '../../../lib/normal-quantile.ts';

interface Tested {
  readonly statistic: number;
  readonly pValue: number;
}

/** Written by `tools/evidence/tests/test_experiment.py`, which also proves that SciPy still says so. */
const scipy = JSON.parse(readFileSync(path.join(import.meta.dirname, 'scipy.json'), 'utf8')) as {
  readonly outcomes: readonly {
    readonly stable: Outcomes;
    readonly candidate: Outcomes;
    readonly chiSquare: Tested;
    readonly better: number;
  }[];
  readonly means: readonly ({ readonly stable: Sample; readonly candidate: Sample } & Tested)[];
  readonly pairs: readonly ({ readonly differences: Sample } & Tested)[];
  readonly tails: readonly { readonly t: number; readonly degrees: number; readonly pValue: number }[];
  readonly squares: readonly { readonly x: number; readonly pValue: number }[];
  readonly quantiles: readonly { readonly p: number; readonly z: number }[];
};

/** Within a part in a hundred million: sums of squares lose digits that raw observations keep. */
function close(seen: number | undefined, expected: number, relative = 1e-8): void {
  expect(Math.abs((seen ?? Number.NaN) - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-12));
}

describe('as SciPy', () => {
  test.each(scipy.outcomes)('chi-square of $stable and $candidate', ({ stable, candidate, chiSquare: expected }) => {
    const tested = chiSquare(stable, candidate);
    close(tested?.statistic, expected.statistic);
    close(tested?.pValue, expected.pValue);
  });

  test.each(scipy.outcomes)('Beta-Binomial of $stable and $candidate', ({ stable, candidate, better }) => {
    close(probabilityBetter(stable, candidate), better);
  });

  test.each(scipy.means)('Welch’s t of $stable and $candidate', ({ stable, candidate, statistic, pValue }) => {
    const tested = welch(stable, candidate);
    close(tested?.statistic, statistic, 1e-6);
    close(tested?.pValue, pValue, 1e-5);
  });

  test.each(scipy.pairs)('paired t of $differences', ({ differences, statistic, pValue }) => {
    const tested = paired(differences);
    close(tested?.statistic, statistic, 1e-6);
    close(tested?.pValue, pValue, 1e-5);
  });

  test.each(scipy.tails)('t distribution at $t with $degrees degrees', ({ t, degrees, pValue }) => {
    close(studentTwoSided(t, degrees), pValue, 1e-9);
  });

  test.each(scipy.squares)('chi-square distribution at $x', ({ x, pValue }) => {
    close(chiSquareTail(x, 1), pValue, 1e-9);
  });

  test.each(scipy.quantiles)('normal quantile of $p', ({ p, z }) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-8);
  });
});

describe('what has no meaning is none', () => {
  test('a table with an empty margin, a single observation, and what does not vary', () => {
    expect(chiSquare({ trials: 10, successes: 0 }, { trials: 10, successes: 0 })).toBeNull();
    expect(chiSquare({ trials: 0, successes: 0 }, { trials: 10, successes: 4 })).toBeNull();
    expect(welch({ count: 1, sum: 1, sumOfSquares: 1 }, { count: 9, sum: 9, sumOfSquares: 20 })).toBeNull();
    expect(welch({ count: 5, sum: 5, sumOfSquares: 5 }, { count: 5, sum: 10, sumOfSquares: 20 })).toBeNull();
    expect(paired({ count: 5, sum: 5, sumOfSquares: 5 })).toBeNull();
  });
});

const outcomes = fc
  .record({ trials: fc.integer({ min: 1, max: 2000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ trials, share }): Outcomes => ({ trials, successes: Math.round(trials * share) }));

test('one of two releases is better: the two probabilities add up to one', () => {
  fc.assert(
    fc.property(outcomes, outcomes, (a, b) => {
      expect(probabilityBetter(a, b) + probabilityBetter(b, a)).toBeCloseTo(1, 9);
    }),
  );
});

test('a p-value is a probability, and the same whichever release comes first', () => {
  fc.assert(
    fc.property(outcomes, outcomes, (a, b) => {
      const [one, other] = [chiSquare(a, b), chiSquare(b, a)];
      if (one === null || other === null) return;
      expect(one.pValue).toBeGreaterThanOrEqual(0);
      expect(one.pValue).toBeLessThanOrEqual(1);
      expect(one.pValue).toBeCloseTo(other.pValue, 12);
      expect(one.difference).toBeCloseTo(-other.difference, 12);
    }),
  );
});

test('the sample for two shares is the textbook’s', () => {
  // (1.95996 + 0.84162)^2 / (2 * 0.05^2) = 1569.8
  expect(sampleOfProportions({ alpha: 0.05, power: 0.8, minimumEffect: 0.05 })).toBe(1570);
});

const hypothesis: Hypothesis = {
  metric: 'accepted',
  test: 'chi-square',
  better: 'higher',
  alpha: 0.05,
  power: 0.8,
  minimumEffect: 0.02,
  minimumSample: 1000,
};
const of = (count: number, sum: number, sumOfSquares = sum): Sample => ({ count, sum, sumOfSquares });

describe('a decision', () => {
  test('waits for the smaller sample, however clear the larger one looks', () => {
    expect(decide(hypothesis, { stable: of(100_000, 10), candidate: of(999, 999) })).toMatchObject({
      verdict: 'wait',
      probability: null,
      needed: 1000,
    });
    expect(decide(hypothesis, { stable: of(0, 0), candidate: of(0, 0) }).verdict).toBe('wait');
  });

  test('is for the side that is significantly better, by the declared direction', () => {
    const observed = { stable: of(1000, 100), candidate: of(1000, 150) };
    expect(decide(hypothesis, observed).verdict).toBe('candidate');
    expect(decide({ ...hypothesis, better: 'lower' }, observed).verdict).toBe('stable');
    expect(decide(hypothesis, { stable: of(1000, 100), candidate: of(1000, 103) }).verdict).toBe('undecided');
    expect(decide(hypothesis, { stable: of(1000, 0), candidate: of(1000, 0) }).verdict).toBe('undecided');
  });

  test('by Beta-Binomial needs a probability of one minus alpha', () => {
    const bayes: Hypothesis = { ...hypothesis, test: 'beta-binomial' };
    expect(decide(bayes, { stable: of(1000, 100), candidate: of(1000, 130) }).verdict).toBe('candidate');
    expect(decide(bayes, { stable: of(1000, 130), candidate: of(1000, 100) }).verdict).toBe('stable');
    expect(decide(bayes, { stable: of(1000, 100), candidate: of(1000, 105) }).verdict).toBe('undecided');
    expect(decide({ ...bayes, better: 'lower' }, { stable: of(1000, 130), candidate: of(1000, 100) }).verdict).toBe('candidate');
  });

  test('about means waits for the power that was declared, by the variance that is seen', () => {
    const means: Hypothesis = { ...hypothesis, test: 'welch-t', minimumSample: 10, minimumEffect: 1 };
    // Mean 0 and 5, variance near 100 each: (1.96 + 0.84)^2 * 200 = 1570 of each.
    expect(decide(means, { stable: of(100, 0, 9900), candidate: of(100, 500, 12_400) })).toMatchObject({ verdict: 'wait', needed: 1570 });
    expect(decide(means, { stable: of(2000, 0, 199_900), candidate: of(2000, 10_000, 249_900) }).verdict).toBe('candidate');
  });

  test('about pairs looks at their differences', () => {
    const pairs: Hypothesis = { ...hypothesis, test: 'paired-t', better: 'lower', minimumSample: 10, minimumEffect: 1 };
    expect(decide(pairs, { differences: of(9, -90, 1000) }).verdict).toBe('wait');
    expect(decide(pairs, { differences: of(50, -100, 249) }).verdict).toBe('candidate');
    expect(decide({ ...pairs, better: 'higher' }, { differences: of(50, -100, 249) }).verdict).toBe('stable');
  });
});
