import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainJson, NOT_PLAIN } from '../../lib/constructs/plain-json.ts';
import { TypedObject } from '../../lib/constructs/typed-object.ts';
import { Unit } from '../../lib/constructs/unit.ts';
import { config, context, everyTask } from '../support/units.ts';

const chart = () => new Chart(new App(), 'test', { namespace: 'models-dev', disableResourceNameHashes: true });
const object = (fields: object) =>
  new TypedObject(chart(), 'Object', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, ...fields });

/** Text, so that the order of keys counts. */
const same = (one: TypedObject) => {
  expect(JSON.stringify(one.render())).toBe(JSON.stringify(one.toJson()));
};

test('every object of every unit renders as cdk8s does it, key by key', () => {
  let compared = 0;
  for (const { name } of config.environments) {
    for (const declare of Object.values(everyTask)) {
      const unit = new Unit(new App(), context('model', name));
      new (declare('model'))(unit);
      for (const construct of unit.node.findAll()) {
        if (!(construct instanceof ApiObject) || !TypedObject.is(construct)) continue;
        same(construct);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(150);
});

test('any plain data renders as cdk8s does it', () => {
  const plain = fc
    .jsonValue({ maxDepth: 4 })
    .filter((value) => !/"(__proto__|constructor|resolve|value)"|null/.test(JSON.stringify(value)));
  fc.assert(
    fc.property(plain, (data) => {
      same(object({ data }));
    }),
  );
});

test('what is null or undefined in an object is left out, as cdk8s does it', () => {
  same(object({ data: { a: null, b: undefined, c: { d: null }, e: [] } }));
});

test('tokens, and labels and patches added later, are rendered too', () => {
  same(object({ data: { late: Lazy.any({ produce: () => 'now' }) as unknown } }));
  const labelled = object({ data: {} });
  labelled.metadata.addLabel('a', 'b');
  same(labelled);
  const patched = object({ data: { a: 'b' } });
  patched.addJsonPatch(JsonPatch.replace('/data/a', 'c'));
  same(patched);
  expect(patched.render()).toMatchObject({ data: { a: 'c' } });
});

test('any metadata renders as cdk8s does it, also what is added later', () => {
  const word = fc.string({ minLength: 1, maxLength: 8 }).filter((key) => !/^(__proto__|constructor|resolve|value)$/.test(key));
  const labels = fc.dictionary(word, fc.oneof(fc.string(), fc.constant(undefined)), { noNullPrototype: true });
  const extra = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    labels,
    fc.dictionary(word, labels, { noNullPrototype: true }),
    fc.array(labels),
  );
  const reference = fc.record(
    { apiVersion: fc.string(), kind: fc.string(), name: fc.string(), uid: fc.string() },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(
      labels,
      labels,
      fc.array(fc.string(), { maxLength: 2 }),
      fc.array(reference, { maxLength: 1 }),
      fc.dictionary(word, extra, { maxKeys: 2, noNullPrototype: true }),
      (given, notes, finalizers, ownerReferences, others) => {
        const one = new TypedObject(chart(), 'Object', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: 'x',
            labels: given as Record<string, string>,
            annotations: notes as Record<string, string>,
            finalizers,
            ownerReferences,
          },
        });
        for (const [key, value] of Object.entries(others)) one.metadata.add(key, value);
        one.metadata.addAnnotation('late', 'yes');
        same(one);
      },
    ),
  );
});

test('a token in the metadata is left to cdk8s', () => {
  const one = object({});
  const token: unknown = Lazy.any({ produce: () => 'now' });
  one.metadata.addLabel('late', token as string);
  same(one);
  expect(one.render()).toMatchObject({ metadata: { labels: { late: 'now' } } });
});

const hostile: unknown = JSON.parse('{"__proto__": 1}');

test.each([[new Map()], [() => 1], [Symbol('x')], [1n], [[null]], [{ a: [{ b: new Date(0) }] }], [hostile]])(
  'what is no plain data is left to cdk8s: %s',
  (value: unknown) => {
    expect(plainJson(value)).toBe(NOT_PLAIN);
  },
);

test('an object of cdk8s itself is told apart', () => {
  expect(TypedObject.is(new ApiObject(chart(), 'Raw', { apiVersion: 'v1', kind: 'ConfigMap' }))).toBe(false);
});
