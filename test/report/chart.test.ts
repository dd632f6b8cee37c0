import { expect, test } from 'vitest';
import { bars } from '../../lib/report/chart.ts';

test.each([
  [[0.5, 1], '▅█'],
  [[0, 0], '▁▁'],
  [[1, null, 0.5], '█ ▅'],
  [[-1, 1], '██'],
  [[], ''],
])('%j is drawn as %j', (values, drawn) => {
  expect(bars(values)).toBe(drawn);
});
