import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_GATE_INPUT_BYTES } from '../../lib/contracts/gate-input.ts';
import { serialise } from '../../lib/policy/serialise.ts';
import { UserError } from '../../lib/errors.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (buffer: ArrayBuffer) => new TextDecoder().decode(buffer);

function refusal(input: unknown): string {
  try {
    serialise(input, 'churn/prod');
    return 'accepted';
  } catch (thrown) {
    if (thrown instanceof UserError) return `${thrown.code} ${thrown.message}`;
    throw thrown;
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 1; i < depth; i++) value = [value];
  return { value };
}

test.each([
  ['null', null, 'input.not_an_object churn/prod: gate input is null; expected an object'],
  ['a list', [], 'input.not_an_object churn/prod: gate input is an array; expected an object'],
  ['a text', 'x', 'input.not_an_object churn/prod: gate input is a value of type string; expected an object'],
  ['bytes of a number', encode('1'), 'input.not_an_object churn/prod: gate input is 1; expected an object'],
  ['NaN', { a: { b: [NaN] } }, 'input.unusable churn/prod: gate input has NaN at /a/b/0; expected what JSON can say'],
  ['Infinity', { a: -Infinity }, 'input.unusable churn/prod: gate input has -Infinity at /a; expected what JSON can say'],
  ['undefined', { a: undefined }, 'input.unusable churn/prod: gate input has a value of type undefined at /a; expected what JSON can say'],
  [
    'a hole in a list',
    { a: new Array(1) },
    'input.unusable churn/prod: gate input has a value of type undefined at /a/0; expected what JSON can say',
  ],
  ['a big integer', { a: 1n }, 'input.unusable churn/prod: gate input has a value of type bigint at /a; expected what JSON can say'],
  ['a Map', { a: new Map([[1, 2]]) }, 'input.unusable churn/prod: gate input has a Map at /a; expected what JSON can say'],
  ['a Date', { a: new Date(0) }, 'input.unusable churn/prod: gate input has a Date at /a; expected what JSON can say'],
  [
    'an object that writes itself',
    { a: { toJSON: () => 1 } },
    'input.unusable churn/prod: gate input has a Object at /a; expected what JSON can say',
  ],
  [
    'half a surrogate pair',
    { a: '\ud83d' },
    'input.unusable churn/prod: gate input has half of a surrogate pair in a text; expected whole characters',
  ],
  [
    'half a surrogate pair in a key',
    { '\\\udead': 1 },
    'input.unusable churn/prod: gate input has half of a surrogate pair in a text; expected whole characters',
  ],
  [
    '65 levels',
    nested(65),
    'input.too_deep churn/prod: gate input nests deeper than 64 at /value/0/0/0/0/0/0/0/...; expected at most that',
  ],
  ['cut-off JSON', encode('{"a":1'), 'no JSON'],
  ['text after the document', encode('{"a":1} {"a":2}'), 'no JSON'],
  [
    'a number beyond all floats',
    encode('{"a":1e400}'),
    'input.unusable churn/prod: gate input has Infinity at /a; expected what JSON can say',
  ],
  ['a key given twice', encode('{"a":1,"a":2}'), 'repeats a key'],
  ['an integer that floats cannot hold', encode('{"a":18446744073709551616123}'), 'spelt oddly'],
  ['a byte order mark', encode('\ufeff{"a":1}'), 'no JSON'],
  ['bytes that are no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'no JSON'],
])('%s is refused', (_, input, expected) => {
  expect(refusal(input)).toContain(expected);
});

test('a text that only looks like half a surrogate pair is kept', () => {
  expect(decode(serialise({ a: '\\ud83d', b: '😀' }, 'churn/prod'))).toBe(String.raw`{"a":"\\ud83d","b":"😀"}`);
});

test('64 levels are allowed', () => {
  expect(refusal(nested(64))).toBe('accepted');
});

test('the bound counts bytes of UTF-8, and holds exactly', () => {
  const fill = (bytes: number) => ({ a: 'é'.repeat((bytes - 8) / 2) });
  expect(serialise(fill(MAX_GATE_INPUT_BYTES), 'churn/prod').byteLength).toBe(MAX_GATE_INPUT_BYTES);
  expect(refusal(fill(MAX_GATE_INPUT_BYTES + 2))).toBe('input.too_large churn/prod: gate input has 524290 bytes; expected at most 524288');
  expect(refusal(encode(JSON.stringify(fill(MAX_GATE_INPUT_BYTES + 2))))).toBe(
    'input.too_large churn/prod: gate input has 524290 bytes; expected at most 524288',
  );
});

test('any JSON object is written as JSON.stringify writes it, and its bytes are taken as they are', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 5 })), (value) => {
      const text = JSON.stringify(value);
      expect(decode(serialise(JSON.parse(text), 'unit'))).toBe(text);
      expect(decode(serialise(encode(text), 'unit'))).toBe(text);
    }),
    { numRuns: 300 },
  );
});
