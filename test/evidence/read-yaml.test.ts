import fc from 'fast-check';
import { parse as parseYaml, stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { readYaml } from '../../lib/evidence/read-yaml.ts';
import { cpuTime } from '../support/cpu.ts';
import { refusal, refusals } from './support/refusal.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const read = (text: string): unknown => readYaml(bytes(text), 'card.yaml').value;

describe('what people write', () => {
  test('ordinary documents are read as YAML 1.2', () => {
    expect(read('a: text\nb: [1, 2.5, true, null]\nc:\n  - x: |\n      two\n      lines\n')).toEqual({
      a: 'text',
      b: [1, 2.5, true, null],
      c: [{ x: 'two\nlines\n' }],
    });
  });

  test('days, times, versions and hashes without quotes are text', () => {
    const text = 'day: 2026-11-21\nat: 2026-11-21T06:32:47Z\nversion: 1.10.0\nhash: 0a1b2c\n';
    expect(read(text)).toEqual({ day: '2026-11-21', at: '2026-11-21T06:32:47Z', version: '1.10.0', hash: '0a1b2c' });
  });

  test('a key named on is a name', () => {
    expect(read('reviewed:\n  on: 2026-11-21\n  by: Ada\n')).toEqual({ reviewed: { on: '2026-11-21', by: 'Ada' } });
  });

  test('positions of pointers are line and column', () => {
    const text = 'a:\n  - b: 1\n    c: two\n';
    const { locate } = readYaml(bytes(text), 'x.yaml');
    expect([locate('/a/0/c'), locate('/a/0'), locate('/nowhere/b')]).toEqual([':3:8', ':2:5', ':1:1']);
  });

  test.each(['', '# only a comment\n', '~\n'])('an empty document (%j) is null', (text) => {
    expect(read(text)).toBeNull();
  });
});

describe('what is refused, with file, line and column', () => {
  test.each([
    ['a duplicate key', 'a: 1\nb: 2\na: 3\n', 'yaml.duplicate_key: card.yaml:3:1: key "a" appears twice; expected each key once'],
    [
      'a key duplicated by its quotes',
      'a: 1\n"a": 2\n',
      'yaml.duplicate_key: card.yaml:2:1: key "a" appears twice; expected each key once',
    ],
    ['an anchor', 'a: &x 1\n', 'yaml.anchor: card.yaml:1:7: anchor "&x"; expected no anchors'],
    ['an anchor on a key', '&x a: 1\n', 'yaml.bad_key: card.yaml:1:4: a key that is not plain text; expected a name'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'yaml.tab: card.yaml:2:1: a tab; expected blanks'],
    ['a tab between words', 'a: x\ty\n', 'yaml.tab: card.yaml:1:5: a tab; expected blanks'],
    ['a tag', 'a: !!str 1\n', 'yaml.tag: card.yaml:1:10: tag "tag:yaml.org,2002:str"; expected no tags'],
    ['a local tag', 'a: !x 1\n', 'yaml.syntax: card.yaml:1:4: Unresolved tag: !x; expected YAML 1.2'],
    ['a second document', 'a: 1\n---\nb: 2\n', 'yaml.several_documents: card.yaml:2:1: a second document; expected one in a file'],
    ['a directive', '%YAML 1.1\n---\na: 1\n', 'yaml.directive: card.yaml:1:1: a line that starts with "%"; expected no directives'],
    ['a merge key', 'a: {}\n<<: {b: 1}\n', 'yaml.bad_key: card.yaml:2:1: key "<<"; expected a name without a meaning of its own'],
    [
      'a merge key in quotes',
      'a: {}\n"<<": {b: 1}\n',
      'yaml.bad_key: card.yaml:2:1: key "<<"; expected a name without a meaning of its own',
    ],
    ['a number as key', '1: a\n', 'yaml.bad_key: card.yaml:1:1: a key that is not plain text; expected a name'],
    ['a truth value as key', 'true: a\n', 'yaml.bad_key: card.yaml:1:1: a key that is not plain text; expected a name'],
    ['an absent key', ': a\n', 'yaml.bad_key: card.yaml:1:1: a key that is not plain text; expected a name'],
    ['a list as key', '? [a]\n: b\n', 'yaml.bad_key: card.yaml:1:3: a key that is not plain text; expected a name'],
    [
      'a key with a meaning in JavaScript',
      'a:\n  __proto__: {b: 1}\n',
      'yaml.bad_key: card.yaml:2:3: key "__proto__"; expected a name without a meaning of its own',
    ],
    [
      'an unclosed quote that ends in escapes, which yaml lets through',
      'a: "\\"\\"',
      'yaml.syntax: card.yaml:2:1: unexpected end of the stream within a double quoted scalar; expected YAML 1.2',
    ],
    ['an unclosed quote', 'a: "b\n', 'yaml.syntax: card.yaml:2:1: Missing closing "quote; expected YAML 1.2'],
  ])('%s', async (_, text, expected) => {
    expect(await refusal(() => read(text))).toBe(expected);
  });

  test.each([
    'yes',
    'No',
    'ON',
    'off',
    'y',
    'N',
    '0123',
    '-07',
    '08',
    '1_000',
    '0o17',
    '0b101',
    '12:30',
    '1e6',
    '1.0e6',
    '-.5',
    '.inf',
    '.NaN',
    '1.0e+400',
    '=',
  ])('%s, which YAML readers take for different values', async (word) => {
    expect(await refusal(() => read(`a: ${word}\n`))).toMatch(/^yaml\.ambiguous: card\.yaml:1:4: /);
    expect(await refusal(() => read(`a: [x, ${word}]\n`))).toMatch(/^yaml\.ambiguous: card\.yaml:1:8: /);
    expect(await refusal(() => read(`- ${word} # why\n- x\n`))).toMatch(/^yaml\.ambiguous: card\.yaml:1:3: /);
    expect(read(`a: "${word}"\n`)).toEqual({ a: word });
  });

  test('an integer that a double cannot hold', async () => {
    expect(await refusal(() => read('a: 9007199254740993\n'))).toMatch(/^yaml\.ambiguous: card\.yaml:1:4: /);
  });

  test('several mistakes are told together', async () => {
    expect(await refusals(() => read('a: yes\nb: &x 1\nc: no\n'))).toHaveLength(3);
  });

  test('an alias bomb, without expanding it', async () => {
    const levels = Array.from(
      { length: 30 },
      (_, index) => `l${String(index + 1)}: &l${String(index + 1)} [*l${String(index)}, *l${String(index)}]`,
    );
    let seen: readonly string[] = [];
    const cost = await cpuTime(async () => {
      seen = await refusals(() => read(`l0: &l0 [x]\n${levels.join('\n')}\n`));
    });
    expect(seen[0]).toBe('yaml.anchor: card.yaml:1:9: anchor "&l0"; expected no anchors');
    expect(seen.some((line) => line.startsWith('yaml.alias: card.yaml:2:'))).toBe(true);
    expect(cost).toBeLessThan(1000);
  });

  test('10 MB, before reading it as YAML', async () => {
    expect(await refusal(() => read('a'.repeat(10 * 1024 * 1024)))).toBe(
      'file.too_large: card.yaml: 10485760 bytes; expected at most 1048576',
    );
  });

  test('bytes that are no UTF-8, a byte order mark, a control character', async () => {
    expect(await refusal(() => readYaml(Uint8Array.of(0x61, 0xff), 'card.yaml'))).toMatch(/^file\.not_utf8: /);
    expect(await refusal(() => read('\ufeffa: 1\n'))).toMatch(/^file\.byte_order_mark: card\.yaml:1:1: /);
    expect(await refusal(() => read('a: b\u0007\n'))).toMatch(/^file\.control_character: card\.yaml:1:5: /);
  });

  test.each([
    ['65 flow lists', `${'['.repeat(65)}${']'.repeat(65)}\n`],
    ['65 mappings', Array.from({ length: 65 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['65 compact lists', `${'- '.repeat(65)}a\n`],
  ])('nesting over 64: %s', async (_, text) => {
    expect(await refusal(() => read(text))).toMatch(/^yaml\.too_deep: card\.yaml:\d+:\d+: /);
  });

  test('64 levels are read', () => {
    expect(read(`${'['.repeat(64)}${']'.repeat(64)}\n`)).toBeDefined();
  });

  const MEGABYTE = 1024 * 1024;
  test.each([
    ['open brackets', '['.repeat(MEGABYTE)],
    ['open braces', '{a: '.repeat(MEGABYTE / 4)],
    ['compact lists', `${'- '.repeat(MEGABYTE / 2 - 1)}a`],
    ['distinct keys', Array.from({ length: 80_000 }, (_, index) => `k${String(index)}: &a 1`).join('\n')],
    ['keys without values', `${'? '.repeat(MEGABYTE / 2 - 1)}a`],
    ['colons', ': '.repeat(MEGABYTE / 2)],
    ['quotes', `a: "${'\\"'.repeat(MEGABYTE / 2 - 10)}`],
    ['blanks', `a: &b${' '.repeat(MEGABYTE - 10)}`],
    ['dashes', `a: !${'-'.repeat(MEGABYTE - 10)}`],
    ['commas', `[&a ${','.repeat(MEGABYTE - 10)}]`],
    ['sixtieths', `a: ${'1:'.repeat(MEGABYTE / 2 - 10)}1`],
    [
      'keys for lists of lists',
      `a: &a [x]\n${Array.from({ length: 100 }, (_, index) => `? [*a, *a]\n: &b${String(index)} [*a]`).join('\n')}`,
    ],
  ])('1 MB of %s is refused in a moment', async (_, text) => {
    const cost = await cpuTime(async () => {
      expect(await refusal(() => read(text))).toMatch(/^(yaml|file)\./);
    });
    // 0.01 to 1.5 s; what is quadratic takes minutes.
    expect(cost).toBeLessThan(10_000);
  });
});

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom(
    'yes',
    'no',
    'on',
    '0123',
    '1_000',
    '12:30',
    '~',
    'null',
    '',
    ' x ',
    '- a',
    '# b',
    'a: b',
    '&x',
    '*x',
    '!t',
    'two\nlines\n',
    '{',
    '---',
    '%',
  ),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ maxLength: 12 }).filter((key) => key !== '__proto__' && key !== '<<'),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
}));

describe('documents that the two libraries were seen to read differently', () => {
  test.each([
    '  -\n- ',
    '>1\na',
    'a: |+\n \n  ',
    'a: |\n  \n # b\n',
    'a: "\n- "',
    'a: {:}',
    'a:\n{}: ',
    'a: {\nb: }',
    'a: [\r\n+]',
    'a:\n#~\n    on1"trueb\\\nk: 1\n',
    'a: \n\n  - # b\n-  ',
  ])('%j is refused', async (text) => {
    expect(await refusal(() => read(text))).toMatch(/^yaml\./);
  });
});

test.each(['-1', ',1', '1:', '":1', '|#', '-#', ':#', '[a', "'a", '- "', ': ', '\n  ', '"\\'])(
  '700 KB of %j in a text take no more than linear time',
  async (piece) => {
    const text = `k: |\n  ${piece.repeat(Math.floor(700_000 / piece.length))} x\n`;
    const cost = await cpuTime(() => {
      expect(read(text)).toHaveProperty('k');
    });
    // Up to 1 s, most of it in `yaml`; a quadratic pattern would take minutes.
    expect(cost).toBeLessThan(20_000);
  },
);

describe('for any document', () => {
  test('what yaml prints in a form that all readers share is read back', () => {
    fc.assert(
      fc.property(value, (given) => {
        const text = stringify(given, {
          compat: 'yaml-1.1',
          aliasDuplicateObjects: false,
          version: '1.2',
          defaultStringType: 'QUOTE_DOUBLE',
          defaultKeyType: 'QUOTE_DOUBLE',
        });
        let seen: unknown;
        try {
          seen = read(text);
        } catch (thrown) {
          // The printer leaves these as they are; the reader's words say so.
          if (
            thrown instanceof UserError &&
            ['file.control_character', 'file.not_utf8', 'yaml.tab', 'yaml.ambiguous'].includes(thrown.code)
          )
            return;
          throw thrown;
        }
        expect(JSON.stringify(seen)).toBe(JSON.stringify(parseYaml(text, { version: '1.2', schema: 'core' })));
      }),
      { numRuns: 1500 },
    );
  });

  test('whatever is accepted has the value that yaml gives it, however it is spelt', () => {
    const pieces = fc.constantFrom(
      ...[
        'a',
        'b',
        'on',
        'no',
        'yes',
        ': ',
        ':',
        '\n',
        '\n  ',
        '\n- ',
        '- ',
        '  ',
        '[',
        ']',
        '{',
        '}',
        ', ',
        ',',
        '"',
        "'",
        '|',
        '|\n  ',
        '>',
        '#',
        ' # ',
        '1',
        '0',
        '.',
        '5',
        '-',
      ],
      ...[
        '+',
        'e',
        '_',
        '0x',
        '~',
        'null',
        'true',
        '?',
        '? ',
        '!',
        '&',
        '*',
        '%',
        '---',
        '...',
        '<<',
        '=',
        '\r\n',
        '\\',
        '@',
        '`',
        'é',
        '\u2028',
        '\u0085',
        '\u00a0',
      ],
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom('', 'a: ', 'a:\n'), fc.array(pieces, { maxLength: 14 }), (start, list) => {
        const text = start + list.join('');
        let seen: unknown;
        try {
          seen = read(text);
        } catch (thrown) {
          if (thrown instanceof UserError || thrown instanceof UserErrors) return;
          throw thrown;
        }
        accepted += 1;
        // As JSON, because that is how policies see it: -0 is 0.
        expect(JSON.stringify(seen)).toBe(JSON.stringify(parseYaml(text, { version: '1.2', schema: 'core', logLevel: 'silent' }) ?? null));
      }),
      { numRuns: 30_000 },
    );
    expect(accepted).toBeGreaterThan(3000);
  });

  test('bytes of any kind end in a value or in errors for people', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (given) => {
        try {
          readYaml(given, 'x.yaml');
        } catch (thrown) {
          if (!(thrown instanceof UserError || thrown instanceof UserErrors)) throw thrown;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
