import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closest } from '../../lib/closest.ts';
import { digestOf } from '../../lib/digest-of.ts';
import { sha256 } from '../../lib/sha256.ts';
import { instantOf, instantOfSeconds } from '../../lib/evidence/instant.ts';
import { compareVersions } from '../../lib/evidence/semver-order.ts';
import { refusal } from './support/refusal.ts';

describe('an instant', () => {
  test('is text and whole seconds', () => {
    expect(instantOf('2026-11-21T06:32:47Z')).toEqual({ at: '2026-11-21T06:32:47Z', seconds: 1795242767 });
    expect(instantOf('2024-02-29T00:00:00Z').seconds).toBe(1709164800);
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '2026-11-21T06:32:60Z',
    '2026-11-21',
    '2026-11-21T06:32:47+01:00',
    '2026-11-21T06:32:47.5Z',
    'now',
    '',
    '1969-12-31T23:59:59Z',
  ])('is not made from %j', async (text) => {
    expect(await refusal(() => instantOf(text, 'x.yaml'))).toMatch(/^time\.invalid: x\.yaml: /);
  });

  test('comes back from its seconds, and text order is time order', () => {
    const seconds = fc.integer({ min: 0, max: 253402300799 });
    fc.assert(
      fc.property(seconds, seconds, (a, b) => {
        expect(instantOf(instantOfSeconds(a).at)).toEqual(instantOfSeconds(a));
        expect(instantOfSeconds(a).at < instantOfSeconds(b).at).toBe(a < b);
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Infinity, 253402300800])('is not made from %d seconds', async (seconds) => {
    expect(await refusal(() => instantOfSeconds(seconds))).toMatch(/^time\.invalid: /);
  });
});

describe('the order of versions', () => {
  // The example of semver.org, section 11, and its numbers.
  const ordered = [
    '0.9.10',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.2.0',
    '1.10.0',
    '2.0.0',
    '10.0.0',
  ];

  test('is SemVer’s', () => {
    for (const [i, a] of ordered.entries()) {
      for (const [j, b] of ordered.entries()) expect(Math.sign(compareVersions(a, b) ?? Number.NaN), `${a} ${b}`).toBe(Math.sign(i - j));
    }
  });

  test('is unknown when one is not SemVer', () => {
    for (const other of ['1.0', 'v1.0.0', '01.0.0', 'latest', '1.0.0+x']) {
      expect(compareVersions('1.0.0', other)).toBeNull();
      expect(compareVersions(other, '1.0.0')).toBeNull();
    }
  });

  test('holds for numbers of any length', () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(digits, digits, (a, b) => {
        expect(Math.sign(compareVersions(`1.${String(a)}.0`, `1.${String(b)}.0`) ?? Number.NaN)).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });
});

test('the digest of files is that of what sha256sum prints, whatever the order', () => {
  const a = sha256('a');
  const b = sha256(Buffer.from('b'));
  expect(a).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
  const expected = sha256(`${b}  B\n${a}  a\n`);
  expect(
    digestOf(
      new Map([
        ['a', a],
        ['B', b],
      ]),
    ),
  ).toBe(expected);
  expect(
    digestOf(
      new Map([
        ['B', b],
        ['a', a],
      ]),
    ),
  ).toBe(expected);
  expect(
    digestOf(
      new Map([
        ['a', b],
        ['B', a],
      ]),
    ),
  ).not.toBe(expected);
});

test('the nearest name is offered only when it is near', () => {
  expect(closest('chrun', ['churn', 'credit'])).toBe('churn');
  expect(closest('prd', ['prod', 'dev'])).toBe('prod');
  expect(closest('zebra', ['churn', 'credit'])).toBeNull();
  expect(closest('x'.repeat(10_000), ['churn'])).toBeNull();
});
