import { expect, test } from 'vitest';
import { shareParts } from '../../lib/share-parts.ts';

const name = { type: 'string', minLength: 1, maxLength: 63, pattern: '^[a-z0-9]+$' };
const owner = { type: 'object', properties: { team: name, contact: name }, required: ['team'] };

test('a part that stands in several places stands in one, with what it shares in turn', () => {
  const schema = { type: 'object', properties: { a: owner, b: { anyOf: [owner, { type: 'null' }] }, c: { type: 'array', items: name } } };
  const kept = structuredClone(schema);
  const text = JSON.stringify(shareParts(schema));
  expect(schema).toEqual(kept);
  expect(text.match(/\^\[a-z0-9\]\+\$/g)).toHaveLength(1);
  expect(text.match(/"team"\]/g)).toHaveLength(1);
  expect(JSON.parse(text)).toMatchObject({
    properties: {
      a: { $ref: '#/$defs/part0' },
      b: { anyOf: [{ $ref: '#/$defs/part0' }, { type: 'null' }] },
      c: { items: { $ref: '#/$defs/part1' } },
    },
    $defs: { part0: { properties: { team: { $ref: '#/$defs/part1' } } }, part1: name },
  });
});

test('what stands once, or is as short as a reference, stays where it is', () => {
  const schema = { type: 'object', properties: { a: owner, b: { type: 'string' }, c: { type: 'string' } } };
  const expected = {
    ...schema,
    properties: {
      ...schema.properties,
      a: { ...owner, properties: { team: { $ref: '#/$defs/part0' }, contact: { $ref: '#/$defs/part0' } } },
    },
  };
  expect(shareParts(schema)).toEqual({ ...expected, $defs: { part0: name } });
  expect(shareParts({ type: 'object', properties: { b: { type: 'string' }, c: { type: 'string' } } })).not.toHaveProperty('$defs');
});

test('values that only look like schemas are left alone', () => {
  const long = { type: 'object', properties: { x: { const: 'a'.repeat(80) } } };
  const schema = { type: 'object', properties: { a: { enum: [long, long] }, b: { const: long, default: long } } };
  expect(shareParts(schema)).toEqual(schema);
});
