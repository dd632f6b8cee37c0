import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMarker, parseMarker, type ReportMarker } from '../../lib/contracts/report-marker.ts';
import { precedence } from '../../lib/publish/precedence.ts';

const HEADS = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(64)];
const marker: fc.Arbitrary<ReportMarker> = fc.record({
  scope: fc.constantFrom('default', 'nightly-2', 'x'),
  head: fc.constantFrom(...HEADS),
  now: fc.integer({ min: 0, max: 253_402_300_799 }),
  run: fc.integer({ min: 0, max: 20_000_000_000 }),
});

test('a marker comes back from its line as it was', () => {
  fc.assert(
    fc.property(marker, (given) => {
      expect(parseMarker(`${formatMarker(given)}\r\n\r\ntext`)).toEqual(given);
    }),
  );
});

test.each([
  '',
  ' <!-- modelgate:report:v1 scope=a head=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa now=1 run=1 -->',
  '<!-- modelgate:report:v2 scope=a head=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa now=1 run=1 -->',
  '<!-- modelgate:report:v1 scope=A head=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa now=1 run=1 -->',
  '<!-- modelgate:report:v1 scope=a head=aaaa now=1 run=1 -->',
  '<!-- modelgate:report:v1 scope=a head=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa now=1 run=1 --> text',
  'text\n<!-- modelgate:report:v1 scope=a head=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa now=1 run=1 -->',
])('%j starts with no marker', (body) => {
  expect(parseMarker(body)).toBeNull();
});

test('precedence is one order: it turns around with its sides, and carries over from one pair to the next', () => {
  fc.assert(
    fc.property(marker, marker, marker, fc.subarray(HEADS), (a, b, c, heads) => {
      expect(Math.sign(precedence(a, b, heads)) + Math.sign(precedence(b, a, heads))).toBe(0);
      if (precedence(a, b, heads) >= 0 && precedence(b, c, heads) >= 0) expect(precedence(a, c, heads)).toBeGreaterThanOrEqual(0);
    }),
  );
});
