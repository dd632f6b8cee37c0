import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { argocdObjects, platformObjects, synthesizeUnit } from '../../lib/constructs/index.ts';
import type { RiskTier } from '../../lib/contracts/common.ts';
import type { Release } from '../../lib/contracts/release.ts';
import type { Releases } from '../../lib/contracts/releases.ts';
import type { ThresholdFile } from '../../lib/contracts/thresholds.ts';
import config from '../../modelgate.config.ts';
import { CUSTOM_KINDS, departures, groupKindOf } from '../support/crd-schemas.ts';
import type { World } from '../support/every-unit.ts';
import { REQUIREMENTS } from '../support/hardening.ts';

const root = path.resolve(import.meta.dirname, '../..');
const yaml = (file: string): unknown => parse(readFileSync(path.join(root, file), 'utf8'));

const thresholds = Object.fromEntries(['low', 'limited', 'high'].map((tier) => [tier, yaml(`policies/thresholds/${tier}.yaml`)])) as Record<
  RiskTier,
  ThresholdFile
>;

async function worldsOf(model: string): Promise<readonly (readonly [string, World])[]> {
  const { default: declaration } = (await import(`../../models/${model}/model.ts`)) as { default: unknown };
  const { environments } = yaml(`models/${model}/releases.yaml`) as Releases;
  const versions = Object.fromEntries(
    readdirSync(path.join(root, 'models', model, 'versions')).map((version) => [
      version,
      yaml(`models/${model}/versions/${version}/release.yaml`) as Release,
    ]),
  );
  const card = readFileSync(path.join(root, 'models', model, 'card.yaml'), 'utf8');
  return Object.entries(environments).map(([environment, placement]) => [
    `${model} in ${environment}`,
    {
      environment,
      progressive: config.environments.some(({ name, progressive }) => name === environment && progressive),
      unit: synthesizeUnit(declaration, { model, environment, placement, versions, card, thresholds, config }).manifests,
      platform: platformObjects(config, environment),
      argocd: argocdObjects(config, environment),
    },
  ]);
}

const models = readdirSync(path.join(root, 'models'));
const every = (await Promise.all(models.map(worldsOf))).flat();

test('every model of this repository is placed somewhere', () => {
  expect(models.filter((model) => !every.some(([name]) => name.startsWith(`${model} `)))).toEqual([]);
  expect(models.length).toBeGreaterThan(0);
});

describe.each(every)('%s', (_, world) => {
  test('fits the CRDs of its kinds', () => {
    expect(world.unit.filter((object) => CUSTOM_KINDS.includes(groupKindOf(object))).flatMap(departures)).toEqual([]);
  });

  test('keeps all requirements of the hardening checklist', () => {
    expect(REQUIREMENTS.flatMap(({ problems }) => problems(world))).toEqual([]);
  });
});

test.each(models)('the declaration of %s is about 30 lines', (model) => {
  expect(
    readFileSync(path.join(root, 'models', model, 'model.ts'), 'utf8')
      .trimEnd()
      .split('\n').length,
  ).toBeLessThanOrEqual(35);
});
