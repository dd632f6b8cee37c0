import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { expected, imported, left, output } from './support/imported.ts';

const male = { references: new Map([['sex', 'male']]) };

test('fairness equals what the library itself returns, sign and all', () => {
  const values = JSON.parse(readFileSync(output('aif360-values.json'), 'utf8')) as Record<string, number>;
  const claimed: Readonly<Record<string, unknown>> = imported('aif360', 'aif360.json', male).evaluation.fairness?.['sex'] ?? {};
  expect(claimed).toMatchObject({ reference: 'male' });
  for (const [name, value] of Object.entries(values)) expect(claimed[name]).toBeCloseTo(value, 12);
});

test('the counts of both sides are the groups', () => {
  const { groups, rows } = expected().binary;
  const found = imported('aif360', 'aif360.json', male);
  expect(found.evaluation.groups?.[0]).toMatchObject({ attribute: 'sex', group: 'male', ...groups['male'] });
  expect(found.evaluation.groups?.[1]).toMatchObject({ attribute: 'sex', group: 'unprivileged' });
  expect(found.evaluation.groups?.reduce((sum, { n }) => sum + n, 0)).toBe(rows);
  expect(left(found)).toEqual({ '/4': 'Accuracy has no place in an evaluation' });
});

test('fairness of the labels is not taken for fairness of the model', () => {
  expect(() => imported('aif360', 'aif360-of-labels.json', male)).toThrow('no whole counts of an Average Odds Difference');
  expect(() => imported('aif360', 'aif360-mixed.json', male)).toThrow('statistical_parity_difference is stated as -0.0685');
});

test('attribute and privileged group are never guessed', () => {
  expect(() => imported('aif360', 'aif360.json')).toThrow('--reference is given 0 times; expected once');
});
