import fc from 'fast-check';
import { expect, test } from 'vitest';
import { json } from '../../lib/report/json.ts';
import { denied, finding, hostile, report, unit } from './reports.ts';

test.each([
  ['denied', denied],
  ['hostile', hostile],
] as const)('the %s report parses back to itself', (_, given) => {
  expect(JSON.parse(json(given))).toEqual(given);
});

test('keys come in one order, whatever order the report was built in', () => {
  const backwards = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(backwards);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, inner]) => [key, backwards(inner)]),
    );
  };
  expect(json(backwards(denied) as typeof denied)).toBe(json(denied));
});

test('any fact comes back as it was, in printable characters and without what a CI runner obeys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (observed, message) => {
      const text = json(report([unit({ verdict: 'deny', findings: [finding({ observed, message: `${message}##[add-mask]x` })] })]));
      const read = JSON.parse(text) as typeof denied;
      expect(JSON.stringify(read.units[0]?.findings[0]?.message)).toBe(JSON.stringify(`${message}##[add-mask]x`));
      expect(read.units[0]?.findings[0]?.observed).toEqual(JSON.parse(JSON.stringify(observed)));
      expect(text).not.toMatch(/##|^\s*::|[^\n\P{Cc}]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/mu);
    }),
  );
});
