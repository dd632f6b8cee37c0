import { expect, test } from 'vitest';
import { daysLeft, isExpired } from '../../lib/gate/waiver-days.ts';

const at = (text: string): { at: string; seconds: number } => ({ at: text, seconds: Date.parse(text) / 1000 });

test.each([
  ['2026-12-31T23:59:59Z', 0],
  ['2026-12-31T00:00:00Z', 0],
  ['2026-12-30T23:59:59Z', 1],
  ['2027-01-01T00:00:00Z', -1],
  ['2026-12-17T12:00:00Z', 14],
  ['2024-02-29T12:00:00Z', 1036],
])('at %s a waiver until 2026-12-31 has %d days left', (now, days) => {
  expect(daysLeft({ expires: '2026-12-31' }, at(now))).toBe(days);
  expect(isExpired({ expires: '2026-12-31' }, at(now))).toBe(days < 0);
});

test('a day that cannot be read does not hold', () => {
  expect(isExpired({ expires: 'never' }, at('2026-01-01T00:00:00Z'))).toBe(true);
});
