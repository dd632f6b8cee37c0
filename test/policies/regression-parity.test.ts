import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { type GroupErrors, regressionParity } from '../../lib/statistics/index.ts';
import { baseSample, library } from './library.ts';

const { evaluateOne } = await library();
const base = (await baseSample()) as GateInput;
const LEAST = 50;
const RATIO = { min: 0.8, max: 1.25 };
const MAX = 1;

const thousandths = (least: number, greatest: number) =>
  fc.integer({ min: Math.round(least * 1000), max: Math.round(greatest * 1000) }).map((whole) => whole / 1000);

/** Errors of a group by their means: of their absolute values, of themselves, and of their squares. */
const errors = fc
  .record({
    n: fc.integer({ min: 20, max: 400 }),
    absolute: thousandths(2, 8),
    tilt: thousandths(-0.5, 0.5),
    spread: thousandths(0.1, 20),
  })
  .map(({ n, absolute, tilt, spread }): GroupErrors => {
    return { n, sumError: n * absolute * tilt, sumAbsoluteError: n * absolute, sumSquaredError: n * (absolute ** 2 + spread) };
  });

const rowOf = (group: string, { n, sumError, sumAbsoluteError, sumSquaredError }: GroupErrors) => ({
  attribute: 'region',
  group,
  n,
  mae: sumAbsoluteError / n,
  bias: sumError / n,
  residuals: { sumError, sumAbsoluteError, sumSquaredError },
});

/** The clean input as a regressor's with two groups. */
function regressor(south: GroupErrors, north: GroupErrors): GateInput {
  const { evaluation } = base.stable;
  if (evaluation === null) throw new Error('the sample has an evaluation');
  return {
    ...base,
    model: { ...base.model, task: 'regression', protectedAttributes: [{ name: 'region', groups: ['south', 'north'], reference: 'north' }] },
    thresholds: {
      ...base.thresholds,
      fairness: null,
      regressionParity: { mean_absolute_error_ratio: RATIO, mean_error_difference: { max: MAX }, minGroupSize: LEAST },
    },
    candidate: null,
    stable: { ...base.stable, evaluation: { ...evaluation, groups: [rowOf('south', south), rowOf('north', north)] } },
  };
}

/** What the interval says of a value between two bounds. */
function verdict(value: number | null, interval: readonly [number, number] | null, [min, max]: readonly [number, number], rows: number): string {
  if (value === null) throw new Error('both groups have rows');
  if (value >= min && value <= max) return 'passed';
  if (rows < LEAST) return 'inconclusive';
  const nearest = value > max ? max : min;
  return interval !== null && rows < 5 * LEAST && interval[0] <= nearest && nearest <= interval[1] ? 'inconclusive' : 'failed';
}

test('the policies decide of the sums what our intervals of the same sums decide', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(errors, errors, (south, north) => {
      const input = regressor(south, north);
      expect(problems(GateInput, input)).toEqual([]);
      const { mean_absolute_error_ratio: ratio, mean_error_difference: difference } = regressionParity(south, north);
      const rows = Math.min(south.n, north.n);
      // A reference whose error can't be told from 0 has no interval of the ratio: the linear form of the policies would still reach the limit.
      fc.pre(ratio.interval !== null);
      // On a limit the policies have a billionth of slack.
      const compared = [ratio, difference].flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
      fc.pre(compared.every((one) => [RATIO.min, RATIO.max, MAX, -MAX].every((limit) => Math.abs((one ?? 0) - limit) > 1e-6)));
      const expected = {
        mean_absolute_error_ratio: verdict(ratio.value, ratio.interval, [RATIO.min, RATIO.max], rows),
        mean_error_difference: verdict(difference.value, difference.interval, [-MAX, MAX], rows),
      };
      const { passed, failed, inconclusive } = evaluateOne('fairness.regression_parity', input);
      const place = (metric: string) => {
        const has = (list: readonly string[]) => list.includes(`${base.stable.version}/region/south/${metric}`);
        return has(passed) ? 'passed' : has(inconclusive) ? 'inconclusive' : has(failed) ? 'failed' : 'nowhere';
      };
      for (const [metric, wanted] of Object.entries(expected)) {
        seen.add(`${metric} ${wanted}`);
        expect({ metric, word: place(metric) }).toEqual({ metric, word: wanted });
      }
    }),
    { numRuns: 300, endOnFailure: true },
  );
  expect(seen.size).toBe(6);
});
