import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { hitRate, meanAveragePrecision, meanReciprocalRank, ndcg, rankingsOf, type Ranked } from '../../lib/statistics/index.ts';
import { baseSample, library } from './library.ts';

const queries = fc.array(fc.array(fc.constantFrom(0, 0, 1, 2, 3), { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });
const { evaluateOne } = await library();
const base = (await baseSample()) as GateInput;

/** The clean input as a ranker's, whose test data are these queries. */
function ranker(ranked: readonly Ranked[], metrics: Readonly<Record<string, number>>): GateInput {
  const rows = ranked.reduce((count, items) => count + items.length, 0);
  const { evaluation } = base.stable;
  if (evaluation === null) throw new Error('the sample has an evaluation');
  const ofClassifier = ['confusion', 'paired', 'calibration'];
  const kept = Object.fromEntries(Object.entries(evaluation).filter(([name]) => !ofClassifier.includes(name))) as typeof evaluation;
  return {
    ...base,
    model: { ...base.model, task: 'ranking', protectedAttributes: [] },
    candidate: null,
    stable: {
      ...base.stable,
      evaluation: {
        ...kept,
        groups: [],
        dataset: { ...kept.dataset, rows },
        metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, { value }])),
        rankings: rankingsOf(ranked),
      },
    },
  };
}

test('the policies compute of the places what we compute of the ranked lists, and see what is not that', () => {
  fc.assert(
    fc.property(queries, fc.integer({ min: 1, max: 15 }), fc.nat(3), (ranked, k, forged) => {
      const honest = {
        [`ndcg_at_${String(k)}`]: ndcg(ranked, k) ?? 0,
        [`hit_rate_at_${String(k)}`]: hitRate(ranked, k) ?? 0,
        mean_average_precision: meanAveragePrecision(ranked) ?? 0,
        mrr: meanReciprocalRank(ranked) ?? 0,
      };
      const input = ranker(ranked, honest);
      expect(problems(GateInput, input)).toEqual([]);
      expect(evaluateOne('metrics.mismatch', input)).toMatchObject({ status: 'pass', failed: [] });
      const [name = '', value = 0] = Object.entries(honest)[forged] ?? [];
      const other = ranker(ranked, { ...honest, [name]: value > 0.5 ? value - 0.01 : value + 0.01 });
      const seen = evaluateOne('metrics.mismatch', other);
      expect({ name, status: seen.status }).toEqual({ name, status: 'fail' });
    }),
    { numRuns: 150 },
  );
});

test('queries that came out alike are one entry, and none is lost', () => {
  expect(rankingsOf([[0, 2], [1], [0, 2], [0, 0]])).toEqual([
    { n: 2, items: 2, places: [2], relevances: [2] },
    { n: 1, items: 1, places: [1], relevances: [1] },
    { n: 1, items: 2, places: [], relevances: [] },
  ]);
  fc.assert(
    fc.property(queries, (ranked) => {
      const made = rankingsOf(ranked);
      expect(made.reduce((count, { n, items }) => count + n * items, 0)).toBe(ranked.flat().length);
      expect(made.reduce((count, { n, places }) => count + n * places.length, 0)).toBe(ranked.flat().filter((one) => one > 0).length);
    }),
  );
});
