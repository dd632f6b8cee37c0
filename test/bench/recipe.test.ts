import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFleet, OBJECTS } from '../../bench/fleet.mjs';
import { merged } from '../../bench/peers/data.mjs';
import { Concat, Each, Json, Ref, Struct, Text } from '../../bench/peers/nodes.mjs';
import { recipeOf } from '../../bench/peers/recipe.mjs';
import type { Recipe } from '../../bench/peers/recipe.mjs';
import { unitOf } from '../../bench/peers/unit.mjs';
import type { Data } from '../../bench/peers/unit.mjs';
import { WAYS } from '../../bench/peers/ways.mjs';
import { scratchFolder } from '../support/scratch.ts';

/** Fills a recipe with a model's values as each tool does in its own language. */
function filled({ platform, blocks, objects }: Recipe, values: Data): unknown[] {
  const value = (node: unknown, scope: Data): unknown => {
    if (node instanceof Ref) {
      const keys = node.keys.map((key) => (key instanceof Ref ? String(value(key, scope)) : key));
      if (node.root === 'shared') return value(blocks[keys.join('.')], scope);
      const found = keys.reduce<unknown>((inner, key) => (inner as Data)[key], scope[node.root]);
      return node.negated ? -Number(found) : found;
    }
    if (node instanceof Text) return node.parts.map((part) => String(value(part, scope))).join('');
    if (node instanceof Json) return { json: value(node.value, scope) };
    if (node instanceof Concat) return node.lists.flatMap((list) => value(list, scope));
    if (node instanceof Each)
      return (value(node.list, scope) as unknown[]).flatMap((item) => node.body.map((part) => value(part, { ...scope, [node.as]: item })));
    if (node instanceof Struct) {
      const shared = node.blocks.map((name) => value(blocks[name], scope) as Data);
      const own = node.entries.map(([key, inner]) => [String(value(key, scope)), value(inner, scope)] as const);
      return Object.assign({}, ...shared, Object.fromEntries(own)) as Data;
    }
    return Array.isArray(node) ? node.map((item) => value(item, scope)) : node;
  };
  const m = { ...values, thresholds: merged(platform['thresholds'], values['thresholds']) };
  return objects.flatMap(({ list, node }) =>
    list === undefined
      ? [value(node, { m, platform })]
      : (value(list, { m, platform }) as unknown[]).map((secret) => value(node, { m, platform, secret })),
  );
}

/** JSON texts as the data that they are. */
const asData = (found: unknown, wanted: unknown): unknown => {
  if (typeof found === 'object' && found !== null && 'json' in found) return typeof wanted === 'string' ? JSON.parse(wanted) : wanted;
  if (Array.isArray(found)) return found.map((item, index) => asData(item, (wanted as unknown[])[index]));
  if (typeof found !== 'object' || found === null) return wanted;
  return Object.fromEntries(Object.entries(wanted as Data).map(([key, inner]) => [key, asData((found as Data)[key], inner)]));
};
const plain = (found: unknown): unknown => {
  if (Array.isArray(found)) return found.map(plain);
  if (typeof found !== 'object' || found === null) return found;
  return 'json' in found ? found.json : Object.fromEntries(Object.entries(found).map(([key, inner]) => [key, plain(inner)]));
};

test.each(OBJECTS)('a recipe made from one model is what synth writes for another, filled with its values (%i objects)', (objects) => {
  const folder = path.join(scratchFolder(), 'fleet');
  const ids = makeFleet(folder, 3, objects);
  const [, first, other] = ids.map((id) => unitOf(folder, id));
  if (first === undefined || other === undefined) throw new Error('the fleet is too small');
  const found = filled(recipeOf(folder, first), other.values);
  expect(plain(found)).toEqual(asData(found, other.objects));
});

test('every peer gets sources in which all that a model declares has a place, and nothing is left unwritten', () => {
  const folder = path.join(scratchFolder(), 'fleet');
  const units = makeFleet(folder, 2, 25).map((id) => unitOf(folder, id));
  const [, template] = units;
  if (template === undefined) throw new Error('the fleet is too small');
  const recipe = recipeOf(folder, template);
  for (const [name, way] of Object.entries(WAYS)) {
    const place = path.join(folder, 'peers', name);
    way.prepare(place, recipe, units);
    const files = readdirSync(place, { recursive: true, encoding: 'utf8' }).map((file) => path.join(place, file));
    const texts = files.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
    const text = [...texts, ...way.args(place, template, recipe)].join('\n');
    expect(text, name).not.toMatch(/\bundefined\b|\[object |\bNaN\b(?!\()/);
    for (const declared of ['530m', '0.701', 'people-analytics-1@example.com', 'm0001']) expect(text, name).toContain(declared);
  }
});
