import { expect, test } from 'vitest';
import { PartialEvaluation } from '../../lib/contracts/partial-evaluation.ts';
import { problems } from '../../lib/contracts/schema.ts';

test.each([{ metrics: { 'F1 score': 'whatever' } }, { metrics: { F1: { value: 1 } } }, { fairness: { 'sex\n': {} } }])(
  'a metric or an attribute of a name that none can have is refused, not let through unseen: %j',
  (part) => {
    expect(problems(PartialEvaluation, part)).toHaveLength(1);
  },
);

test('a feature’s drift may come without a test of homogeneity', () => {
  const drift = { score: 0.1, features: [{ name: 'age', method: 'psi', effectSize: 0.1 }] };
  expect(problems(PartialEvaluation, { drift })).toEqual([]);
});
