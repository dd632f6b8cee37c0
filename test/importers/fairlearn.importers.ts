import { expect, test } from 'vitest';
import { fairnessBetween, groupRates } from '../../lib/statistics/index.ts';
import { expected, imported, left } from './support/imported.ts';

const reference = (attribute: string, group: string) => ({ references: new Map([[attribute, group]]) });

test.each(['fairlearn.json', 'fairlearn-ten-digits.json'])('%s gives the counts of each group, exactly', (file) => {
  const { groups } = expected().binary;
  const found = imported('fairlearn', file, reference('sex', 'male'));
  expect(found.evaluation.groups).toEqual(
    Object.entries(groups).map(([group, counts]) => ({
      attribute: 'sex',
      group,
      n: counts.tp + counts.fp + counts.tn + counts.fn,
      ...counts,
    })),
  );
  expect(left(found)).toEqual({ '/data/*/accuracy': 'accuracy by group has no place in an evaluation' });
});

test('fairness is signed against the reference group, of several groups the worst', () => {
  const { groups } = expected().binary;
  const { female, male, other } = groups;
  if (female === undefined || male === undefined || other === undefined) throw new Error('no groups');
  const fairness = imported('fairlearn', 'fairlearn.json', reference('sex', 'male')).evaluation.fairness?.['sex'];
  const against = (group: typeof male) => fairnessBetween(groupRates(group), groupRates(male));
  const [one, two] = [against(female), against(other)];
  const worst = (a: number | null, b: number | null): number => (Math.abs(a ?? 0) > Math.abs(b ?? 0) ? (a ?? 0) : (b ?? 0));
  expect(fairness?.reference).toBe('male');
  for (const name of ['statistical_parity_difference', 'equal_opportunity_difference', 'average_odds_difference'] as const)
    expect(fairness?.[name]).toBeCloseTo(worst(one[name], two[name]), 12);
  expect(fairness?.disparate_impact).toBeCloseTo(Math.min(one.disparate_impact ?? 0, two.disparate_impact ?? 0), 12);
  expect(fairness?.statistical_parity_difference).toBeLessThan(0);
});

test('another reference group turns the sign', () => {
  const { evaluation } = imported('fairlearn', 'fairlearn.json', reference('sex', 'other'));
  expect(evaluation.fairness?.['sex']?.statistical_parity_difference).toBeGreaterThan(0);
});

test('without a reference group there is no sign, and so no fairness', () => {
  expect(() => imported('fairlearn', 'fairlearn.json')).toThrow(
    'the reference group of sex is not given; expected one of female, male, other',
  );
  expect(() => imported('fairlearn', 'fairlearn.json', reference('sex', 'mal'))).toThrow('the reference group of sex is "mal"');
});

test('rates alone give what they can, and no counts', () => {
  const found = imported('fairlearn', 'fairlearn-rates.json', reference('sex', 'male'));
  expect(Object.keys(found.evaluation)).toEqual(['fairness']);
  expect(Object.keys(found.evaluation.fairness?.['sex'] ?? {})).toEqual(['reference', 'statistical_parity_difference', 'disparate_impact']);
  expect(left(found)['/data/0']).toContain('female: no counts');
});

test('two attributes are one that is named after both; where recall equals the false positive rate, nothing tells the counts', () => {
  const found = imported('fairlearn', 'fairlearn-two.json', reference('sex+large', 'male+false'));
  expect(found.evaluation.groups?.map(({ attribute, group }) => `${attribute}: ${group}`)).toEqual([
    'sex+large: male+true',
    'sex+large: not male+false',
    'sex+large: not male+true',
  ]);
  expect(left(found)['/data/0']).toContain('male+false: no counts');
});

test('groups of a regression hold n, mean absolute error and bias', () => {
  const { evaluation } = imported('fairlearn', 'fairlearn-regression.json', { task: 'regression' });
  const { regression } = expected();
  const groups = (evaluation.groups ?? []).flatMap((group) => ('mae' in group ? [group] : []));
  const mean = (of: (group: (typeof groups)[number]) => number): number =>
    groups.reduce((sum, group) => sum + of(group) * group.n, 0) / regression.rows;
  expect(groups.map(({ attribute, group }) => [attribute, group])).toEqual([
    ['coarse', 'false'],
    ['coarse', 'true'],
  ]);
  expect(mean(({ mae }) => mae)).toBeCloseTo(regression.metrics['mean_absolute_error'] ?? Number.NaN, 9);
  expect(mean(({ bias }) => bias)).toBeCloseTo(regression.metrics['mean_error'] ?? Number.NaN, 9);
});
