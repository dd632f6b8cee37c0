import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LISTED_FIELDS, ResourceChange, SHOWN_VALUE } from '../../lib/contracts/resource-change.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { fieldChanges, radiusOf, resourceChanges, type Manifest } from '../../lib/diff/index.ts';

const manifest = (kind: string, name: string, given: Readonly<Record<string, unknown>> = {}, apiVersion = 'v1'): Manifest => ({
  path: `synth/prod/churn/${kind}.${name}.yaml`,
  object: { apiVersion, kind, metadata: { name, namespace: 'models-prod' }, ...given },
});

test('what can reach furthest comes first, and of that what is gone', () => {
  const olds = [
    manifest('Service', 'a', { spec: 1 }),
    manifest('ServiceAccount', 'a'),
    manifest('Wonder', 'a'),
    manifest('ConfigMap', 'a', { data: 1 }),
  ];
  const news = [manifest('ConfigMap', 'a', { data: 2 }), manifest('ServiceAccount', 'b'), manifest('Service', 'a', { spec: 2 })];
  expect(resourceChanges(olds, news).map(({ action, kind, name, radius }) => `${radius}: ${action} ${kind} ${name}`)).toEqual([
    'unknown: removed Wonder a',
    'access: removed ServiceAccount a',
    'access: added ServiceAccount b',
    'traffic: changed Service a',
    'config: changed ConfigMap a',
  ]);
});

test('every kind that this framework writes has its place', () => {
  const source = readFileSync(new URL('../../lib/constructs/kinds.ts', import.meta.url), 'utf8');
  const written = [...source.matchAll(/kind<\w+>\('([^']+)', '([^']+)'\)/g)];
  expect(written.length).toBe(source.match(/^export const [A-Z]/gm)?.length);
  for (const [, apiVersion = '', kind = ''] of written) expect([kind, radiusOf(apiVersion, kind)]).not.toContain('unknown');
  expect(radiusOf('example.com/v1', 'Service')).toBe('unknown');
  expect(radiusOf('v1', 'AuthorizationPolicy')).toBe('unknown');
});

test('another version of the API is a change of the same resource, another namespace is another resource', () => {
  const old = manifest('Rollout', 'churn', {}, 'argoproj.io/v1alpha1');
  const next = manifest('Rollout', 'churn', {}, 'argoproj.io/v1');
  expect(resourceChanges([old], [next])).toMatchObject([
    { action: 'changed', fields: [{ path: 'apiVersion', before: 'argoproj.io/v1alpha1', after: 'argoproj.io/v1' }] },
  ]);
  const moved = manifest('Service', 'a', { metadata: { name: 'a', namespace: 'other' } });
  expect(resourceChanges([manifest('Service', 'a')], [moved]).map(({ action }) => action)).toEqual(['removed', 'added']);
});

test('a file that does not read as a document is told apart by its path, and reaches who knows what', () => {
  const broken = { path: 'synth/prod/churn/Job.x.yaml', object: null };
  expect(resourceChanges([], [broken])).toMatchObject([{ action: 'added', path: broken.path, kind: '', radius: 'unknown' }]);
  expect(resourceChanges([broken], [broken])).toEqual([]);
});

test('what a Secret holds is hidden, that it changed is not', () => {
  const [change] = resourceChanges(
    [manifest('Secret', 's', { data: { key: 'old' } })],
    [manifest('Secret', 's', { data: { key: 'new' } })],
  );
  expect(change?.fields).toEqual([{ path: 'data.key', before: 'hidden', after: 'hidden' }]);
});

test('of many fields some are listed and the others counted', () => {
  const data = (value: string): unknown => Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`k${String(at)}`, value]));
  const [change] = resourceChanges([manifest('ConfigMap', 'c', { data: data('a') })], [manifest('ConfigMap', 'c', { data: data('b') })]);
  expect([change?.fields.length, change?.moreFields]).toEqual([LISTED_FIELDS, 50 - LISTED_FIELDS]);
});

test.each([
  ['a value', { a: 1 }, { a: 2 }, [{ path: 'a', before: '1', after: '2' }]],
  ['a text that looks like a number', { a: 1 }, { a: '1' }, [{ path: 'a', before: '1', after: '"1"' }]],
  ['a new key', {}, { a: { b: true } }, [{ path: 'a', before: null, after: '{"b":true}' }]],
  ['null and absence', { a: null }, {}, [{ path: 'a', before: 'null', after: null }]],
  ['a key with dots', { 'a.b/c': 1 }, { 'a.b/c': 2 }, [{ path: '["a.b/c"]', before: '1', after: '2' }]],
  [
    'an item by its name, wherever it stands',
    {
      env: [
        { name: 'A', value: 1 },
        { name: 'B', value: 1 },
      ],
    },
    { env: [{ name: 'X' }, { name: 'A', value: 1 }, { name: 'B', value: 2 }] },
    [
      { path: 'env[name=B].value', before: '1', after: '2' },
      { path: 'env[name=X]', before: null, after: '{"name":"X"}' },
    ],
  ],
  [
    'the order of named items',
    { rules: [{ name: 'A' }, { name: 'B' }] },
    { rules: [{ name: 'B' }, { name: 'A' }] },
    [{ path: 'rules (order)', before: 'name=A, name=B', after: 'name=B, name=A' }],
  ],
  [
    'items without names by position',
    { args: ['a', 'b'] },
    { args: ['a', 'c', 'd'] },
    [
      { path: 'args[1]', before: 'b', after: 'c' },
      { path: 'args[2]', before: null, after: 'd' },
    ],
  ],
  [
    'two items of one name by position',
    { l: [{ name: 'A' }, { name: 'A', v: 1 }] },
    { l: [{ name: 'A' }, { name: 'A', v: 2 }] },
    [{ path: 'l[1].v', before: '1', after: '2' }],
  ],
  [
    'lines of a text',
    { t: 'a\nb\nc' },
    { t: 'a\nx\nc\nd' },
    [{ path: 't', before: 'text, 3 lines, 1 of them gone', after: 'text, 4 lines, 2 of them new' }],
  ],
  [
    'what a text holds as JSON',
    { d: '{"a":{"b":1},"c":2}' },
    { d: '{"a":{"b":3},"c":2}' },
    [{ path: 'd[JSON].a.b', before: '1', after: '3' }],
  ],
  ['JSON that is only spelled otherwise', { d: '{"a":1}' }, { d: '{"a": 1}' }, [{ path: 'd', before: '{"a":1}', after: '{"a": 1}' }]],
  ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
])('fields: %s', (_, before, after, expected) => {
  expect(fieldChanges(before, after)).toEqual(expected);
});

test('two long texts are shown from where they part', () => {
  const long = 'x'.repeat(1000);
  const [change] = fieldChanges({ a: `${long}1` }, { a: `${long}2` });
  expect(change?.before).toMatch(/^…x{40}1$/);
  expect(change?.after).toMatch(/^…x{40}2$/);
});

test('documents differ in a field exactly when their bytes do, and every change fits its contract', () => {
  const document = fc.jsonValue({ maxDepth: 5 });
  fc.assert(
    fc.property(document, document, (before, after) => {
      const canonical = (value: unknown): string => JSON.stringify(sorted(value));
      expect(fieldChanges(before, before)).toEqual([]);
      const changes = fieldChanges(before, after);
      expect(changes.length > 0).toBe(canonical(before) !== canonical(after));
      for (const { before: old, after: next } of changes)
        expect(Math.max(old?.length ?? 0, next?.length ?? 0)).toBeLessThanOrEqual(SHOWN_VALUE);
      const olds = [{ path: 'synth/a.yaml', object: before }];
      for (const change of resourceChanges(olds, [{ path: 'synth/a.yaml', object: after }]))
        expect(problems(ResourceChange, change)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** Keys in one order: a manifest's order says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
