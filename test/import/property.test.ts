import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PartialEvaluation } from '../../lib/contracts/partial-evaluation.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { importers, importFrom, readSource, type Hints } from '../../lib/import/index.ts';
import { hints } from './support/hints.ts';

const TASKS = ['binary-classification', 'multiclass-classification', 'regression', 'forecast', 'ranking'] as const;

/** Documents that come close to each format, so that the importers get past their first look. */
const NEAR: Readonly<Record<string, unknown>> = {
  sklearn: {
    '0': { precision: 0.5, recall: 1, 'f1-score': 0.6, support: 2 },
    '1': { precision: 1, recall: 0.5, 'f1-score': 0.6, support: 2 },
    accuracy: 0.75,
    'macro avg': { precision: 0.7, recall: 0.7, 'f1-score': 0.7, support: 4 },
    'weighted avg': { precision: 0.7, recall: 0.7, 'f1-score': 0.7, support: 4 },
  },
  mlflow: {
    info: { status: 'FINISHED', end_time: 1795269185857 },
    data: { metrics: { accuracy_score: 0.9, true_positives: 3, example_count: 9 }, params: { c: '1' } },
    inputs: { dataset_inputs: [{ dataset: { name: 'a', profile: '{"num_rows": 9}' }, tags: { 'mlflow.data.context': 'test' } }] },
  },
  wandb: { _timestamp: 1795269185.8, 'test/accuracy': 0.9, tp: 1, fp: 2, tn: 3, fn: 4 },
  dvc: { schema: '2.0', stages: { evaluate: { deps: [{ path: 'a', md5: 'b' }], outs: [] } }, test: { accuracy: 0.9 } },
  'hugging-face': {
    'model-index': [{ name: 'm', results: [{ dataset: { name: 'a', revision: 'r' }, metrics: [{ type: 'f1', value: 0.8 }] }] }],
  },
  evidently: {
    metrics: [
      { config: { type: 'evidently:metric_v2:ValueDrift', column: 'a', method: 'psi' }, value: 0.1 },
      { config: { type: 'evidently:metric_v2:MAPE' }, value: { mean: 3 } },
      { config: { type: 'evidently:metric_v2:RowCount' }, value: 9 },
    ],
    tests: [{ status: 'SUCCESS' }],
  },
  fairlearn: {
    schema: { fields: [{ name: 'sex' }, { name: 'count' }, { name: 'selection_rate' }, { name: 'recall' }], primaryKey: ['sex'] },
    data: [
      { sex: 'f', count: 4, selection_rate: 0.5, recall: 0.5 },
      { sex: 'm', count: 4, selection_rate: 0.5, recall: 1 },
    ],
  },
  aif360: [
    {
      metric: 'Average Odds Difference',
      message: 'Average odds difference: 0',
      ...Object.fromEntries(
        ['Privileged', 'Unprivileged'].flatMap((side) =>
          ['TruePositives', 'Positives', 'FalsePositives', 'Negatives'].map((name) => [`num${name}${side}`, 2]),
        ),
      ),
    },
  ],
  'great-expectations': {
    suite_name: 's',
    statistics: { successful_expectations: 1, unsuccessful_expectations: 0 },
    results: [{ success: true }],
  },
  pandera: { schema: '{"columns": {"a": {}}, "name": "s"}', errors: { DATA: { CHECK: [{ column: 'a' }] } } },
  json: { a: { b: 0.9 }, c: [1, 2] },
  evaluation: { latencyMs: { p50: 1, p95: 2, p99: 3 }, metrics: { f1: { value: 0.8 } }, suites: [{ name: 's', passed: 1, failed: 0 }] },
};

/** Values that a library, a person or nobody would write. */
const odd = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 1.797e308, 1e13, -1, 0, 1, 0.5, 2, null, true, 'NaN', 'nan', 'f', ''),
  },
  { weight: 2, arbitrary: fc.double() },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

/** `String` would ask an object's own `toString`, which may be a number here. */
const nameOf = (value: unknown): string => (typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

/** The document with some of its places replaced, taken out or doubled. */
function spoiled(value: unknown, next: () => unknown, dice: () => number): unknown {
  const roll = dice();
  if (roll === 0) return next();
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).flatMap((one) => {
      const [gone, doubled] = [dice() === 1, dice() === 1];
      return gone ? [] : [...(doubled ? [one] : []), spoiled(one, next, dice)];
    });
  }
  if (typeof value !== 'object' || value === null) return roll < 3 ? next() : value;
  const kept = Object.entries(value).flatMap(([key, inner]) => (dice() === 1 ? [] : [[key, spoiled(inner, next, dice)] as const]));
  return Object.fromEntries(roll === 1 ? [...kept, [nameOf(next()), next()]] : kept);
}

function everyNumberIsFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(everyNumberIsFinite);
}

const someHints: fc.Arbitrary<Hints> = fc
  .record({
    task: fc.constantFrom(...TASKS),
    reference: fc.constantFrom('f', 'm', 'x'),
    metric: fc.constantFrom('accuracy', 'f1', 'own_name'),
    datasetName: fc.constantFrom('a', 'b', undefined),
  })
  .map(({ task, reference, metric, datasetName }) => ({
    task,
    references: new Map([['sex', reference]]),
    metrics: new Map([['test/accuracy', metric]]),
    map: new Map([
      ['/a/b', '/metrics/accuracy/value'],
      ['/c', '/suites/0/name'],
    ]),
    ...(datasetName !== undefined && { datasetName }),
  }));

describe('whatever a document holds, an importer gives a part that fits the schema, or one clear error', () => {
  test.each(importers.map((importer) => [importer.format, importer] as const))('%s', (format, importer) => {
    const near = NEAR[format];
    expect(near).toBeDefined();
    let fitted = 0;
    const check = (value: unknown, given: Hints): void => {
      try {
        const { evaluation, unmapped } = importFrom(importer, value, given, 'file');
        expect(problems(PartialEvaluation, evaluation)).toEqual([]);
        expect(everyNumberIsFinite(evaluation)).toBe(true);
        expect(unmapped.every(({ place, reason }) => (place === '' || place.startsWith('/')) && reason !== '')).toBe(true);
        fitted += 1;
      } catch (thrown) {
        if (!(thrown instanceof UserError) && !(thrown instanceof UserErrors)) throw thrown;
      }
    };
    fc.assert(fc.property(fc.jsonValue(), someHints, check), { numRuns: 100 });
    fc.assert(
      fc.property(fc.infiniteStream(odd), fc.infiniteStream(fc.nat(15)), someHints, (values, rolls, given) => {
        const draw = <T>(stream: Iterator<T>): T => {
          const next = stream.next();
          if (next.done === true) throw new Error('an infinite stream ended');
          return next.value;
        };
        check(
          spoiled(
            near,
            () => draw(values),
            () => draw(rolls),
          ),
          given,
        );
      }),
      // A classification report survives one spoiling in sixteen.
      { numRuns: 2000 },
    );
    check(near, { ...hints, references: new Map([['sex', 'f']]), map: new Map([['/a/b', '/metrics/accuracy/value']]) });
    // A property that only ever saw errors would say nothing.
    expect(fitted).toBeGreaterThan(20);
  });
});

test('bytes that are no document are an error, never a crash', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...importers),
      fc.oneof(
        fc.uint8Array(),
        fc.string().map((text) => Buffer.from(`---\n${text}\n---\n`)),
      ),
      (importer, bytes) => {
        try {
          readSource(importer, bytes, 'file');
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(UserError);
        }
      },
    ),
    { numRuns: 500 },
  );
});
