import { expect, test } from 'vitest';
import { imported } from './support/imported.ts';

test('a validation result of Great Expectations is a suite; what raised has failed', () => {
  expect(imported('great-expectations', 'great-expectations.json')).toEqual({
    evaluation: { suites: [{ name: 'customers', passed: 2, failed: 2 }] },
    unmapped: [],
  });
});

test('a lazy validation of pandera is a suite of columns: those with a failure, and an absent one', () => {
  expect(imported('pandera', 'pandera.json').evaluation.suites).toEqual([{ name: 'customers', passed: 1, failed: 3 }]);
});

test('a table that holds passes in every column and as a whole', () => {
  expect(imported('pandera', 'pandera-holds.json').evaluation.suites).toEqual([{ name: 'customers', passed: 3, failed: 0 }]);
});
