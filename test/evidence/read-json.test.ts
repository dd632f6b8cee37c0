import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { readJson } from '../../lib/evidence/read-json.ts';
import { cpuTime } from '../support/cpu.ts';
import { refusal } from './support/refusal.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const read = (text: string): unknown => readJson(bytes(text), 'evaluation.json').value;

describe('what machines write', () => {
  test('is read as JSON.parse reads it', () => {
    const text = ' {"a": [1, -2.5e-3, true, false, null, "\\u00e9\\n\\"x\\"\\/"], "b": {}, "c": []}\r\n';
    expect(read(text)).toEqual(JSON.parse(text));
  });

  test('positions of pointers are line and column, of the nearest known place', () => {
    const { locate } = readJson(bytes('{\n  "a": [1,\n    {"x/y": 2}]\n}\n'), 'x.json');
    expect([locate('/a/1/x~1y'), locate('/a/0'), locate('/a/7/z')]).toEqual([':3:13', ':2:9', ':2:8']);
  });
});

describe('what is refused, with file, line and column', () => {
  test.each([
    ['a duplicate key', '{"a": 1,\n "a": 2}', 'json.duplicate_key: evaluation.json:2:2: key "a" appears twice; expected each key once'],
    [
      'a key duplicated by an escape',
      '{"a": 1, "\\u0061": 2}',
      'json.duplicate_key: evaluation.json:1:10: key "a" appears twice; expected each key once',
    ],
    ['NaN', '{"f1": NaN}', 'json.not_finite: evaluation.json:1:8: NaN; expected a finite number'],
    ['Infinity', '[Infinity]', 'json.not_finite: evaluation.json:1:2: Infinity; expected a finite number'],
    ['-Infinity', '[-Infinity]', 'json.not_finite: evaluation.json:1:2: -Infinity; expected a finite number'],
    ['nan', '[nan]', 'json.not_finite: evaluation.json:1:2: nan; expected a finite number'],
    ['1e400', '[1e400]', 'json.not_finite: evaluation.json:1:2: 1e400; expected a finite number'],
    ['text after the end', '{} x', 'json.trailing: evaluation.json:1:4: "x" after the document; expected its end'],
    ['two documents', '{}{}', 'json.trailing: evaluation.json:1:3: "{" after the document; expected its end'],
    [
      'a lone surrogate',
      '["\\ud800"]',
      'json.lone_surrogate: evaluation.json:1:2: a text with half a surrogate pair; expected well-formed Unicode',
    ],
    ['a byte order mark', '\ufeff{}', 'file.byte_order_mark: evaluation.json:1:1: a byte order mark; expected text from the first byte on'],
    [
      'a trailing comma',
      '[1,]',
      'json.syntax: evaluation.json:1:4: "]"; expected a value: an object, list, text in double quotes, number, true, false or null',
    ],
    ['a cut-off document', '{"a": 1', 'json.syntax: evaluation.json:1:8: the end of the file; expected "," or "}"'],
    ['a leading zero', '[012]', 'json.syntax: evaluation.json:1:3: "1"; expected the end of the number'],
    [
      'a key with a meaning in JavaScript',
      '{"__proto__": {"a": 1}}',
      'json.bad_key: evaluation.json:1:2: key "__proto__"; expected a name without a meaning of its own',
    ],
    [
      'nothing',
      '',
      'json.syntax: evaluation.json:1:1: the end of the file; expected a value: an object, list, text in double quotes, number, true, false or null',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await refusal(() => read(text))).toBe(expected);
  });

  test.each([
    '+1',
    '.5',
    '1.',
    '1e',
    "'a'",
    'undefined',
    '"\\x41"',
    '"\\u12"',
    '"a\nb"',
    '"a\tb"',
    '[1 2]',
    '{"a" 1}',
    '{a: 1}',
    '// c\n1',
    '0x10',
    '-',
  ])('%j, as JSON.parse does', async (text) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect(await refusal(() => read(text))).toMatch(/^json\.syntax: evaluation\.json:\d+:\d+: /);
  });

  test('65 levels are too deep, 64 are not', async () => {
    expect(read(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeDefined();
    expect(await refusal(() => read(`${'['.repeat(65)}${']'.repeat(65)}`))).toBe(
      'json.too_deep: evaluation.json:1:65: nested deeper than 64; expected a flat document',
    );
  });

  test('a million open brackets, quotes, escapes or keys are read in linear time', async () => {
    const keys = Array.from({ length: 90_000 }, (_, index) => `"k${String(index)}":1`).join(',');
    for (const text of [
      '['.repeat(1_000_000),
      `"${'a'.repeat(1_000_000)}`,
      `"${'\\"'.repeat(500_000)}`,
      `{${keys}`,
      ' '.repeat(1_000_000),
      `[${'1'.repeat(1_000_000)}`,
    ]) {
      // Each takes under 0.1 s.
      expect(await cpuTime(() => refusal(() => read(text)))).toBeLessThan(3000);
    }
  });
});

describe('for any text', () => {
  test('what JSON.stringify prints is read back', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\r\n'), (text, indent) => {
        if (text.includes('__proto__')) return;
        const given: unknown = JSON.parse(text);
        const printed = JSON.stringify(given, null, indent);
        let seen: unknown;
        try {
          seen = read(printed);
        } catch (thrown) {
          if (thrown instanceof UserError && ['json.lone_surrogate', 'file.control_character'].includes(thrown.code)) return;
          throw thrown;
        }
        expect(seen).toEqual(JSON.parse(printed));
      }),
      { numRuns: 3000 },
    );
  });

  test('whatever is accepted means what JSON.parse takes it for, and whatever JSON.parse refuses is refused', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '"a"',
        '"b"',
        '"',
        '\\',
        'u0041',
        '1',
        '0',
        '-',
        '.',
        'e',
        '+',
        'true',
        'null',
        'NaN',
        ' ',
        '\n',
        '\r',
        'é',
        '\u2028',
      ],
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), (list) => {
        const text = list.join('');
        let seen: unknown;
        try {
          seen = read(text);
        } catch (thrown) {
          if (thrown instanceof UserError) return;
          throw thrown;
        }
        accepted += 1;
        expect(seen).toEqual(JSON.parse(text));
      }),
      { numRuns: 50_000 },
    );
    expect(accepted).toBeGreaterThan(500);
  });

  test('bytes of any kind end in a value or in an error for people', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
        try {
          readJson(given, 'x.json');
        } catch (thrown) {
          if (!(thrown instanceof UserError)) throw thrown;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
