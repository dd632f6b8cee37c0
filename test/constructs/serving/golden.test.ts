import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { synthesizeUnit, type Manifest } from '../../../lib/constructs/index.ts';
import { emitYaml } from '../../../lib/contracts/canonical-yaml.ts';
import { everyServing, servedIn } from '../../support/every-serving.ts';
import { context, forecaster } from '../../support/units.ts';

const folder = path.join(import.meta.dirname, '../golden/serving');
const update = process.env['UPDATE_GOLDEN'] === '1';

/** The environment that a way of serving is shown in: the last that it declares. */
const shownIn = (environments: object): string => Object.keys(environments).at(-1) ?? '';

/** What a model comes to that declares nothing about serving but `sklearnServer`. */
const plain = (environment: string) =>
  new Set(synthesizeUnit(forecaster('model'), context('model', environment)).manifests.map((manifest) => emitYaml(manifest)));

/** The manifests that differ from a plain model's, in one file. */
function difference(manifests: readonly Manifest[], environment: string): string {
  const known = plain(environment);
  return manifests
    .map((manifest) => emitYaml(manifest))
    .filter((text) => !known.has(text))
    .join('---\n');
}

const files = Object.fromEntries(
  Object.entries(everyServing).map(([name, served]) => {
    const environment = shownIn(served.props.environments);
    return [`${name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}.yaml`, difference(servedIn(served, environment).unit, environment)];
  }),
);

if (update) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
}

test('there is a reviewed file for every way to serve, and for nothing else', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
});

test.each(Object.entries(files))('%s comes out as reviewed', (file, text) => {
  expect(text).toBe(readFileSync(path.join(folder, file), 'utf8'));
});
