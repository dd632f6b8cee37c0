import fc from 'fast-check';
import { expect, test } from 'vitest';
import { showNumber, showValue } from '../../lib/report/values.ts';

test.each([
  [0.8723404255, 0.85, '0.8723'],
  [0.84999999, 0.85, '0.84999999'],
  [0.85, 0.84999999, '0.85'],
  [41.2199, 45, '41.22'],
  [12345.678, 1, '12345.68'],
  [12345, 1, '12345'],
  [0.000012346, 0, '0.00001235'],
  [1 / 3, 1 / 3, '0.3333'],
  [0.1 + 0.2, 0.3, '0.30000000000000004'],
])('%d beside %d is shown as %s', (value, beside, shown) => {
  expect(showNumber(value, [beside])).toBe(shown);
});

test('two different numbers shown beside each other never read the same, and each reads as itself', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
  const near = fc.tuple(number, fc.integer({ min: -3, max: 3 })).map(([value, steps]) => [value, value * (1 + steps * 1e-9)] as const);
  fc.assert(
    fc.property(near, ([a, b]) => {
      fc.pre(a !== b);
      expect(Number(showNumber(a, [b]))).not.toBe(Number(showNumber(b, [a])));
      expect(Math.abs(Number(showNumber(a, [b])) - a)).toBeLessThanOrEqual(Math.abs(a) * 1e-3);
    }),
  );
});

test.each([
  ['1.0.0', '1.0.0'],
  ['0.99', '"0.99"'],
  ['true', '"true"'],
  ['NaN', '"NaN"'],
  ['', '""'],
  [' x', '" x"'],
  [true, 'true'],
  [null, 'null'],
  [['a', 0.12345678], '["a", 0.123457]'],
  [{ b: 1, a: { 'two words': [] } }, '{ a: { "two words": [] }, b: 1 }'],
  [{}, '{}'],
])('%j is shown as %s', (value, shown) => {
  expect(showValue(value)).toBe(shown);
});
