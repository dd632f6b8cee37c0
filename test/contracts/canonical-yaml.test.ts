import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import jsYaml from 'js-yaml';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { emitYaml } from '../../lib/contracts/canonical-yaml.ts';

const readers: readonly (readonly [string, (text: string) => unknown])[] = [
  ['js-yaml 4', (text) => jsYaml.load(text, { schema: jsYaml.DEFAULT_SCHEMA })],
  ['yaml, 1.2', (text) => parse(text, { version: '1.2' }) as unknown],
  ['yaml, 1.1', (text) => parse(text, { version: '1.1', merge: true }) as unknown],
];

/** Words, numbers, indicators and blanks that YAML readers are known to disagree about. */
const NASTY = [
  ...[
    'y',
    'Y',
    'n',
    'N',
    'yes',
    'Yes',
    'no',
    'NO',
    'on',
    'On',
    'off',
    'true',
    'True',
    'false',
    'null',
    'Null',
    '~',
    '',
    'nan',
    '.nan',
    '.inf',
    '-.INF',
  ],
  ...[
    '0',
    '-0',
    '007',
    '0o17',
    '0x1F',
    '0X1F',
    '0b1',
    '1e3',
    'e3',
    'E-3',
    'e+5x',
    '1_000',
    '_1',
    '1:30',
    '190:20:30',
    '1.0',
    '.5',
    '+1',
    '1e-7',
    '0.1.2',
  ],
  ...[
    '2026-11-21',
    '2001-12-14t21:59:43.10-05:00',
    '<<',
    '=',
    '<',
    '!',
    '!!str',
    '&a',
    '*a',
    '|',
    '>',
    '%',
    '@',
    '`',
    '---',
    '...',
    '--x',
    '--',
    '-',
    '- a',
    '-a',
    '?',
    '? a',
  ],
  ...[
    'a: b',
    'a:b',
    'a:',
    ':a',
    ':',
    'a #b',
    'a#b',
    '#',
    ' a',
    'a ',
    'a  b',
    '\t',
    'a\tb',
    'a\n',
    'a\nb',
    'a\nb\n',
    'a\n\nb',
    '\na',
    'a\n\n',
    'a \nb',
    ' a\nb',
    'a\n  b\n',
    '# a\nb',
    '--- a\n...\n',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '{{x}}',
    '{}',
    '[]',
    ',',
    'a,b',
    'a, b',
    "'",
    "''",
    '"',
    '\\',
    '\\n',
    `it's "so"`,
    'rate(http{code=~"5.."}[5m]) > 0.01',
    '$(x)',
    '/a/b',
    '~/x',
    '/',
    'a/b:c@d',
    '=a',
  ],
  ...[
    '\u0000',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u200b',
    '\u200d',
    '\u202e',
    '\u2028',
    '\u2029',
    '\u2066',
    '\ufeff',
    '\ufffe',
    '\uffff',
    '\r',
    '\r\n',
    'a\rb',
    'a\u2028b\nc',
  ],
  ...[
    'é',
    '≥ 0.8',
    '👍',
    '👩\u200d🔬',
    '\u{e0041}',
    '\u{1fffe}',
    'e\u0301',
    '\u3000',
    'ſ',
    'constructor',
    'toString',
    '__proto__',
    'hasOwnProperty',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.tuple(fc.constantFrom(...NASTY), fc.constantFrom(...NASTY, ' ')).map(([a, b]) => a + b),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...Array.from(' \n\t:#-"\'\\|>&*!%@`{}[],?=<~ab01e.')), maxLength: 12 }),
);
const number = fc.oneof(
  fc.maxSafeInteger(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
  fc.constantFrom(1e-7, -1e-7, 5e-324, 1.5e-10, 0.1, 0.87, 2 ** 53 - 1),
);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null)).map((value) => (value === 0 ? 0 : value));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(text, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

test.each(readers)('%s reads every value back as it was', (_, read) => {
  fc.assert(
    fc.property(tree, (value) => {
      // Not toStrictEqual: it calls `constructor` of the value, which may be a key here.
      expect(isDeepStrictEqual(read(emitYaml(value)), value)).toBe(true);
    }),
    { numRuns: 4000 },
  );
});

test.each(readers)('%s reads every nasty word back as value, key, list item and block line', (_, read) => {
  for (const word of NASTY) {
    const value = { [word]: word, list: [word, [word]], block: `first\n${word}x\n`, [`${word} ${word}`]: { [word]: [{ [word]: word }] } };
    expect({ word, same: isDeepStrictEqual(read(emitYaml(value)), value) }).toEqual({ word, same: true });
  }
});

test('reading and writing again gives the same bytes', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const once = emitYaml(value);
      expect(emitYaml(jsYaml.load(once))).toBe(once);
    }),
    { numRuns: 4000 },
  );
});

test('a character that a reviewer cannot see is written as an escape, whatever it is', () => {
  const unseen = /[\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/u;
  const shown = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (character === ' ' || (code >= 0xd800 && code <= 0xdfff) || !unseen.test(character)) continue;
    const written = emitYaml([`a${character}b`, `a${character}b "c"\nd`, { [character]: 1 }]);
    if (unseen.test(written.replaceAll(/[\n ]/g, ''))) shown.push(code.toString(16));
  }
  expect(shown).toEqual([]);
});

test('a manifest reads as a person would write it', () => {
  const manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'churn-card', annotations: { 'argocd.argoproj.io/sync-wave': '-1' } },
    data: {
      'card.yaml': 'purpose: keep\n\nlimits:\n  - none\n',
      expr: 'rate(x{code=~"5.."}[5m])',
      odd: 'a\u202eb',
      note: 'it is "so", isn\'t it',
    },
    args: ['--port=8080', 'yes', '0x1F', 'ghcr.io/team/churn@sha256:ab', 'http://prometheus:9090'],
    numbers: [0.87, 1e-7, -0, 5],
    empty: { list: [], map: {}, text: '' },
    nested: [[1, [2]], { a: 1, b: [{ c: null, d: undefined }] }],
  };
  expect(emitYaml(manifest)).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: churn-card
  annotations:
    argocd.argoproj.io/sync-wave: "-1"
data:
  card.yaml: |
    purpose: keep

    limits:
      - none
  expr: 'rate(x{code=~"5.."}[5m])'
  odd: "a\\u202eb"
  note: 'it is "so", isn''t it'
args:
  - --port=8080
  - "yes"
  - "0x1F"
  - ghcr.io/team/churn@sha256:ab
  - http://prometheus:9090
numbers:
  - 0.87
  - 1.0e-7
  - 0
  - 5
empty:
  list: []
  map: {}
  text: ""
nested:
  - - 1
    - - 2
  - a: 1
    b:
      - c: null
`);
});

class Point {
  readonly x = 1;
}
const cyclic: Record<string, unknown> = {};
cyclic['self'] = cyclic;

test.each<[string, unknown, string]>([
  ['NaN', { a: [1, NaN] }, 'value.a[1]: NaN; expected a finite number'],
  ['an infinity', { a: -Infinity }, 'value.a: -Infinity; expected a finite number'],
  ['an unsafe integer', { a: 2 ** 53 }, 'value.a: 9007199254740992; expected an integer below 2^53; longer ones as text'],
  ['half a surrogate pair', { a: 'x\ud800' }, 'value.a: text with half a surrogate pair; expected well-formed Unicode'],
  ['half a surrogate pair in a key', { 'x\udc00': 1 }, 'a key with half a surrogate pair; expected well-formed Unicode'],
  ['undefined in a list', { a: [undefined] }, 'value.a[0]: undefined; expected text, number, boolean, null, list or object'],
  // eslint-disable-next-line no-sparse-arrays -- the hole is the case
  ['a hole in a list', [1, , 2], 'value[1]: undefined'],
  ['a function', { a: () => 1 }, 'value.a: a function; expected'],
  ['a symbol', { a: Symbol('s') }, 'value.a: a symbol; expected'],
  ['a bigint', { a: 1n }, 'value.a: a bigint; expected'],
  ['a class instance', { a: new Point() }, 'value.a: an object of class Point; expected a plain object'],
  ['a date', { a: new Date(0) }, 'value.a: an object of class Date; expected a plain object'],
  ['a map', { a: new Map() }, 'value.a: an object of class Map; expected a plain object'],
  ['a key over 1,000 characters', { ['k'.repeat(1001)]: 1 }, 'a key of 1001 characters; expected at most 1000'],
  ['a cycle', cyclic, 'value.self.self.self: nested deeper than 100; expected a flat, acyclic value'],
])('%s is refused with its place', (_, value, message) => {
  expect(() => emitYaml(value)).toThrow(message);
});

test('a key of 1,000 characters that all need an escape is still read back', () => {
  const value = { ['k'.repeat(1000)]: 1 };
  for (const [, read] of readers) expect(read(emitYaml(value))).toStrictEqual(value);
});
