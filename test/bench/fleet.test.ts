import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { keepOnly } from '../../bench/fleet/keep-only.ts';
import { assertObjects, makeFleet, OBJECTS } from '../../bench/fleet.mjs';
import { modelgate, scratchFolder } from '../support/scratch.ts';

test.each(OBJECTS)('a fleet of %i objects a unit has exactly those, with signed evidence, and the gate judges its candidate', (objects) => {
  const folder = path.join(scratchFolder(), 'fleet');
  const ids = makeFleet(folder, 2, objects);
  expect(ids.map((id) => readdirSync(path.join(folder, 'synth/prod', id)).length)).toEqual([objects, objects]);
  const { code, out } = modelgate(folder, ['gate', '--now', 'head', '--format', 'json']);
  expect([0, 1]).toContain(code);
  const { units } = JSON.parse(out) as { units: readonly { stable: string; candidate: string; findings: readonly { code: string }[] }[] };
  expect(units).toMatchObject(ids.map(() => ({ stable: '1.0.0', candidate: '1.1.0' })));
  expect(units.flatMap(({ findings }) => findings.filter((finding) => finding.code.startsWith('provenance.')))).toEqual([]);
});

test('a unit with another number of objects is refused', () => {
  const folder = scratchFolder();
  makeFleet(path.join(folder, 'fleet'), 1, 12);
  const unit = path.join(folder, 'fleet/synth/prod/m0000');
  writeFileSync(path.join(unit, 'Service.m0000-more.yaml'), '');
  const check = () => {
    assertObjects(path.join(folder, 'fleet'), ['m0000'], 12);
  };
  expect(check).toThrow('m0000 has 13 objects; expected the 12 that bench/fleet/objects-12.ts keeps');
  rmSync(path.join(unit, 'Service.m0000-more.yaml'));
  expect(check).not.toThrow();
});

function declared(): Construct {
  const model = new Construct(new Chart(new App(), 'unit', { disableResourceNameHashes: true }), 'churn');
  for (const name of ['churn', 'churn-canary'])
    new ApiObject(new Construct(model, name), 'Resource', { apiVersion: 'v1', kind: 'Service', metadata: { name } });
  return model;
}

test('keepOnly leaves the named objects and takes the others out', () => {
  const model = declared();
  keepOnly(model, ['Service-canary']);
  const left = model.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
  expect(left.map(({ name }) => name)).toEqual(['churn-canary']);
});

test('keepOnly refuses to keep what is not there', () => {
  expect(() => {
    keepOnly(declared(), ['Service', 'Rollout']);
  }).toThrow('unit/churn: has no Rollout');
});
