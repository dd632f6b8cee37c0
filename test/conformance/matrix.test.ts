import { expect, test } from 'vitest';
import * as modelgate from '../../lib/index.ts';
import { config } from '../support/units.ts';
import { matrix, NOT_IN_THE_TABLES, RUNTIMES, STRATEGIES } from './matrix.ts';

test('every preset that lib/index.ts offers is in a table of the matrix', () => {
  const offered = Object.entries(modelgate)
    .filter(([, value]) => typeof value === 'function')
    .map(([name]) => name);
  const covered = [...Object.keys(STRATEGIES), ...Object.keys(RUNTIMES), ...Object.keys(NOT_IN_THE_TABLES)];
  expect(offered.filter((name) => !covered.includes(name))).toEqual([]);
  expect(Object.keys(NOT_IN_THE_TABLES).filter((name) => !offered.includes(name))).toEqual([]);
});

test('the matrix is every strategy with every runtime, tier and environment: 200 units at least', () => {
  const units = matrix();
  expect(new Set(units.map(({ model, environment }) => `${environment}/${model}`)).size).toBe(units.length);
  const crossed = Object.keys(STRATEGIES).length * Object.keys(RUNTIMES).length * 3 * config.environments.length;
  expect(units.length).toBeGreaterThan(crossed);
  expect(units.length).toBeGreaterThanOrEqual(200);
});
