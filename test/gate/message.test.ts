import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageFor } from '../../lib/gate/message.ts';

const TEMPLATE = '{subject}: {observed} / {expected}';
const say = (observed: unknown, expected: unknown = null): string => messageFor(TEMPLATE, 's', observed, expected);

describe('a finding’s sentence', () => {
  test.each([
    [0.1 + 0.2, '0.3'],
    [0.123456789, '0.123457'],
    [1234.56789, '1234.57'],
    [0.00000012345678, '1.23457e-7'],
    [123456789, '123456789'],
    [-3, '-3'],
    ['text as it is', 'text as it is'],
    [true, 'true'],
    [null, 'not reported'],
    [undefined, 'not reported'],
    [[1 / 3, 'a', null], '[0.333333,"a",null]'],
    [{ min: 0.8000000001, max: 1.25 }, '{"min":0.8,"max":1.25}'],
  ])('shows %j as %s', (observed, shown) => {
    expect(say(observed, 'x')).toBe(`s: ${shown} / x`);
  });

  test('shows more digits where two different numbers would look alike', () => {
    expect(say(0.7999999, 0.8)).toBe('s: 0.7999999 / 0.8');
    expect(say({ a: 0.7999999 }, { a: 0.8 })).toBe('s: {"a":0.7999999} / {"a":0.8}');
    expect(say(0.8, 0.8)).toBe('s: 0.8 / 0.8');
  });

  test('fills a name as often as the template has it, and leaves other braces', () => {
    expect(messageFor('{subject} {subject} {other} {}', 'a', null, null)).toBe('a a {other} {}');
  });

  test('fills values in once, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (subject, observed, expected) => {
        expect(messageFor(TEMPLATE, subject, observed, expected)).toBe(`${subject}: ${observed} / ${expected}`);
      }),
    );
    expect(messageFor(TEMPLATE, '{observed}', '{expected}', "$& $1 $'")).toBe("{observed}: {expected} / $& $1 $'");
  });
});
