import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { RepositoryDiff } from '../../lib/contracts/repository-diff.ts';
import { inProcess } from '../support/in-process.ts';
import { git, scratchRepository } from '../support/scratch.ts';

function edit(repository: string, file: string, change: (text: string) => string): void {
  const place = path.join(repository, file);
  const before = readFileSync(place, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(place, after);
}

async function differences(repository: string, ...more: readonly string[]): Promise<RepositoryDiff> {
  const { code, out, err } = await inProcess(repository, ['diff', '--json', ...more]);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as RepositoryDiff;
}

test('a checkout as it was committed differs in nothing', async () => {
  const repository = scratchRepository();
  const { code, out } = await inProcess(repository, ['diff']);
  expect([code, out]).toEqual([0, `Nothing that modelgate knows is other than at ${git(repository, 'rev-parse', 'HEAD').slice(0, 12)}\n`]);
  expect(await differences(repository)).toMatchObject({ units: [], removed: [], shared: { resources: [], guarded: [] } });
});

test('models, limits and manifests are told apart from each other, and bytes that mean the same are nothing', async () => {
  const repository = scratchRepository();
  edit(repository, 'models/churn/releases.yaml', (text) => text.replace('stable: 1.0.0\n    candidate: 1.1.0', 'stable: 1.1.0'));
  edit(repository, 'synth/prod/churn/HorizontalPodAutoscaler.churn.yaml', (text) => text.replace(/maxReplicas: \d+/, 'maxReplicas: 77'));
  edit(repository, 'synth/dev/churn/Service.churn.yaml', (text) => `${text}# a comment\n`);
  edit(repository, 'policies/thresholds/limited.yaml', (text) => text.replace(/maxScore: [\d.]+/, 'maxScore: 0.9'));
  edit(repository, 'synth/prod/_platform/Gateway.models.yaml', (text) => text.replace(/number: \d+/, 'number: 8443'));
  rmSync(path.join(repository, 'synth/prod/demand-forecast/NetworkPolicy.demand-forecast.yaml'));
  const found = await differences(repository);
  const unit = (name: string): RepositoryDiff['units'][number] | undefined =>
    found.units.find(({ model, environment }) => `${model}/${environment}` === name);

  expect(unit('churn/prod')).toMatchObject({
    stable: '1.1.0',
    candidate: null,
    change: { before: { stable: '1.0.0', candidate: '1.1.0' } },
  });
  expect(unit('churn/prod')?.resources).toMatchObject([
    {
      action: 'changed',
      kind: 'HorizontalPodAutoscaler',
      radius: 'workload',
      fields: [{ path: 'spec.maxReplicas', after: '77' }],
      moreFields: 0,
    },
  ]);
  expect(unit('churn/dev')).toMatchObject({ resources: [], limits: { moved: [{ path: 'drift.maxScore', after: '0.9' }] } });
  expect(unit('demand-forecast/prod')?.resources).toMatchObject([{ action: 'removed', kind: 'NetworkPolicy', radius: 'access' }]);
  expect(found.shared.resources).toMatchObject([{ action: 'changed', kind: 'Gateway', radius: 'traffic' }]);
  expect(found.shared.guarded).toEqual(['policies/thresholds/limited.yaml']);
  expect(found.summary).toMatchObject({ added: 0, changed: 2, removed: 1 });

  const filtered = await differences(repository, '--model', 'churn', '--env', 'prod');
  expect(filtered.units.map(({ model, environment }) => `${model}/${environment}`)).toEqual(['churn/prod']);

  const shown = await inProcess(repository, ['diff', '--model', 'churn', '--env', 'prod']);
  expect(shown.out).toContain('Promotes the candidate to stable, from 1.0.0 to 1.1.0.');
  expect(shown.out).toMatch(/spec\.maxReplicas: \d+ -> 77/);
  const markdown = await inProcess(repository, ['diff', '--format', 'markdown']);
  expect(markdown.out).toContain('- **removed** `NetworkPolicy` `demand-forecast`, reaches access');
});

test('a model that is gone is named, and so is one that is retired', async () => {
  const repository = scratchRepository();
  rmSync(path.join(repository, 'models/demand-forecast'), { recursive: true });
  edit(repository, 'models/churn/releases.yaml', (text) =>
    text.replace(
      'dev:\n    stable: 1.1.0',
      'dev:\n    stable: 1.1.0\n    retired:\n      on: 2026-11-20\n      reason: Nobody asks it any more',
    ),
  );
  expect((await differences(repository)).removed).toEqual([
    'churn/dev',
    'demand-forecast/dev',
    'demand-forecast/staging',
    'demand-forecast/prod',
  ]);
});

test('an unknown format is refused with the list of known ones, and a base that is none with its name', async () => {
  const repository = scratchRepository();
  expect(await inProcess(repository, ['diff', '--format', 'xml'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('expected one of pretty, markdown, json') as string,
  });
  expect(await inProcess(repository, ['diff', '--base', 'nowhere'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('nowhere') as string,
  });
});
