import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { builtFolder } from '../../lib/cli/build.mjs';
import type { GateInput } from '../../lib/contracts/gate-input.ts';
import { collect, type Filter } from '../../lib/evidence/collect.ts';
import { gitTree } from '../../lib/evidence/commit-tree.ts';
import { instantOf } from '../../lib/evidence/instant.ts';
import { readPortfolio } from '../../lib/evidence/portfolio.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { releases, spec } from './support/documents.ts';
import { refusals } from './support/refusal.ts';
import { Repository } from './support/repository.ts';

const now = instantOf('2026-11-21T00:00:00Z');
const [OLD, NEW] = ['a'.repeat(40), 'b'.repeat(40)];
const view = (name: string, registryCommit: string) => ({ store: 'feast', name, registryCommit, features: ['age'] });

function declare(repository: Repository, model: string, ...featureViews: readonly ReturnType<typeof view>[]): void {
  const declared = { ...spec(model, ['dev', 'staging', 'prod']), data: { featureViews } };
  repository.write(`synth/catalog/${model}.json`, `${JSON.stringify(declared, null, 2)}\n`);
}

/** Three models: churn is rolling out in prod, hiring and pay share a view with it. */
function three(): Repository {
  const stable = () => ({ stable: '1.0.0' });
  const repository = new Repository()
    .init()
    .thresholds()
    .model('churn', { dev: stable(), prod: { stable: '1.0.0', candidate: '1.1.0' } })
    .model('hiring', { dev: stable(), prod: stable() })
    .model('pay', { prod: stable() });
  declare(repository, 'churn', view('staff', NEW), view('office', OLD));
  declare(repository, 'hiring', view('staff', OLD));
  declare(repository, 'pay', view('staff', OLD));
  repository.commit('Start');
  return repository;
}

async function portfolios(
  repository: Repository,
  filter: Partial<Filter> = {},
  baseRef?: string,
): Promise<Record<string, GateInput['portfolio']>> {
  const base = baseRef === undefined ? null : await gitTree(repository.root, baseRef);
  const props = { root: repository.root, head: workTree(repository.root), base, now };
  const collection = await collect({ ...props, filter: { models: [], environments: [], ...filter } });
  const found: Record<string, GateInput['portfolio']> = {};
  for await (const { model, environment, input } of collection.units()) found[`${model}/${environment}`] = input.portfolio;
  return found;
}

test('a unit sees how many serve and roll out beside it, and who uses its feature views at which commit', async () => {
  const seen = await portfolios(three());
  expect(seen['churn/prod']).toEqual({
    models: 3,
    rollingOut: 1,
    candidateTraffic: 100,
    featureViews: {
      staff: [
        { registryCommit: OLD, count: 2, models: ['hiring', 'pay'] },
        { registryCommit: NEW, count: 1, models: ['churn'] },
      ],
      office: [{ registryCommit: OLD, count: 1, models: ['churn'] }],
    },
    retiredDatasets: [],
    erasures: [],
  });
  expect(seen['churn/dev']).toMatchObject({ models: 2, rollingOut: 0 });
  expect(seen['churn/dev']?.featureViews['staff']?.map(({ models }) => models)).toEqual([['hiring'], ['churn']]);
});

test('a unit sees the same when it is judged alone', async () => {
  const repository = three();
  const all = await portfolios(repository);
  expect(await portfolios(repository, { models: ['churn'], environments: ['prod'] })).toEqual({ 'churn/prod': all['churn/prod'] });
});

describe('of models that git knows and nobody judges', () => {
  const remembered = path.join(builtFolder(), 'remembered');
  const known = () => (existsSync(remembered) ? readdirSync(remembered) : []).filter((name) => name.startsWith('portfolio-'));

  /** What churn is shown, judged alone as the head commit has it. */
  const alone = async (repository: Repository) => {
    const head = await gitTree(repository.root, 'HEAD');
    onTestFinished(() => {
      head.close();
    });
    const collection = await collect({
      root: repository.root,
      head,
      base: null,
      now,
      filter: { models: ['churn'], environments: ['prod'] },
    });
    for await (const { input } of collection.units()) return input.portfolio;
    throw new Error('no unit came');
  };

  /** The same with a view of its own, so that no other test has counted it. */
  const unseen = () => {
    const repository = three();
    declare(repository, 'pay', view('staff', OLD), view(`v${randomUUID().replaceAll('-', '_')}`, OLD));
    repository.commit('Change pay');
    return repository;
  };

  test('what was counted is remembered, and says the same', async () => {
    const repository = unseen();
    const [all, before] = [await portfolios(repository), known()];
    const counted = await alone(repository);
    expect(counted).toEqual(all['churn/prod']);
    expect(known()).toHaveLength(before.length + 1);
    expect(await alone(repository)).toEqual(counted);
    expect(known()).toHaveLength(before.length + 1);
  });

  test('another commit of one of them is counted again', async () => {
    const repository = unseen();
    expect((await alone(repository)).candidateTraffic).toBe(100);
    repository.place('hiring', { dev: { stable: '1.0.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } });
    repository.commit('Roll out hiring');
    expect(await alone(repository)).toMatchObject({ rollingOut: 2, candidateTraffic: 200 });
  });

  test('a memory that was written by half is not believed', async () => {
    const [repository, before] = [unseen(), known()];
    const counted = await alone(repository);
    const [made = '', ...more] = known().filter((name) => !before.includes(name));
    expect(more).toEqual([]);
    for (const half of ['', '[["prod",']) {
      writeFileSync(path.join(remembered, made), half);
      expect(await alone(repository)).toEqual(counted);
    }
  });
});

test('a model that is retired from an environment no longer counts there, whatever it left behind', async () => {
  const repository = three();
  repository.place('pay', { prod: { stable: '1.0.0', retired: { on: '2026-11-20', reason: 'Nobody asks it any more' } } });
  for (const file of repository.git('ls-files', 'synth/prod/pay').split('\n')) repository.remove(file);
  repository.write('synth/prod/pay/ConfigMap.pay-card.yaml', 'apiVersion: v1\n');
  expect((await portfolios(repository))['churn/prod']).toMatchObject({ models: 2, rollingOut: 1 });
});

test('a candidate that is spelled with escapes counts all the same', async () => {
  const repository = three();
  const text = stringify(releases('hiring', { dev: { stable: '1.0.0' }, prod: { stable: '1.0.0', candidate: '1.0.0' } }));
  repository.write('models/hiring/releases.yaml', text.replace('candidate:', '"\\x63andidate":'));
  expect((await portfolios(repository, { models: ['churn'] }))['churn/prod']).toMatchObject({ rollingOut: 2 });
});

test('a neighbour whose files do not read stops the judgement, and is complained about once', async () => {
  const repository = three();
  repository.write('synth/catalog/hiring.json', '{ "featureViews": }');
  const complaint = expect.stringContaining('synth/catalog/hiring.json') as unknown;
  expect(await refusals(() => portfolios(repository, { models: ['churn'] }))).toEqual([complaint]);
  expect(await refusals(() => portfolios(repository))).toEqual([complaint]);
});

test('a unit sees the most that all candidates beside it can get before they are promoted', async () => {
  const canary = spec('x', []).rollout;
  if (canary.strategy !== 'canary') throw new Error('the document has a canary');
  const steps = [5, 40, 20].map((percent) => ({ percent, pauseMinutes: 10 }));
  const analysis = canary.analysis;
  const strategies = {
    canary: { ...canary, steps },
    bandit: { strategy: 'bandit', steps, reward: 'sales', maxHours: 24, analysis },
    blueGreen: { strategy: 'blueGreen', mirrorPercent: 80, observeMinutes: 10, analysis },
    abTest: {
      strategy: 'abTest',
      steps: steps.slice(0, 1),
      split: { by: 'header', name: 'x-bucket' },
      shares: { stable: 30, candidate: 70 },
      hypothesis: {
        metric: 'sales',
        test: 'welch-t',
        better: 'higher',
        alpha: 0.05,
        power: 0.8,
        minimumEffect: 1,
        minimumSample: 100,
      },
      maxHours: 24,
      analysis,
    },
  };
  const repository = new Repository().init().thresholds();
  const declared = (id: string, rollout: object, kind: string) => {
    const made = spec(id, ['dev', 'prod']);
    const environments = made.environments.map((one) => ({ ...one, workloads: [{ kind, name: id, containers: ['server'] }] }));
    return `${JSON.stringify({ ...made, rollout, environments }, null, 2)}\n`;
  };
  const rolling = { dev: { stable: '1.0.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } };
  const seen: Record<string, number | undefined> = {};
  repository.commit('Start');
  for (const [name, rollout] of Object.entries(strategies)) {
    const id = name.toLowerCase();
    repository.model(id, rolling).write(`synth/catalog/${id}.json`, declared(id, rollout, 'Rollout'));
    seen[name] = (await portfolios(repository, { models: [id] }))[`${id}/prod`]?.candidateTraffic;
  }
  expect(seen).toEqual({ canary: 40, bandit: 80, blueGreen: 80, abTest: 150 });
  repository.model('plain', rolling).write('synth/catalog/plain.json', declared('plain', strategies.canary, 'Deployment'));
  const all = await portfolios(repository);
  expect(all['plain/prod']).toMatchObject({ models: 5, rollingOut: 5, candidateTraffic: 250 });
  expect(all['plain/dev']).toMatchObject({ rollingOut: 0, candidateTraffic: 0 });
});

test('data is retired by the base, from its day on', async () => {
  const repository = three();
  const file = (...retired: readonly object[]): string => stringify({ schemaVersion: 'modelgate.dev/datasets/v1', retired });
  repository.write('policies/datasets.yaml', file({ name: 'staff', on: '2026-06-01', reason: 'Consent was withdrawn' }));
  const base = repository.commit('Retire');
  repository.write('policies/datasets.yaml', file());
  const entry = { name: 'staff', version: null, sha256: null, on: instantOf('2026-06-01T00:00:00Z'), reason: 'Consent was withdrawn' };
  expect((await portfolios(repository, {}, base))['pay/prod']?.retiredDatasets).toEqual([entry]);
  expect((await portfolios(repository))['pay/prod']?.retiredDatasets).toEqual([]);
});

test('an erasure asks by the base for another training, within days that are counted from its own', async () => {
  const repository = three();
  const file = (...erasures: readonly object[]): string => stringify({ schemaVersion: 'modelgate.dev/datasets/v1', retired: [], erasures });
  repository.write('policies/datasets.yaml', file({ name: 'staff', on: '2027-12-15', retrainWithinDays: 90, reason: 'Two requests' }));
  const base = repository.commit('Erase');
  repository.write('policies/datasets.yaml', file());
  // 2028 has a 29 February.
  const due = instantOf('2028-03-14T00:00:00Z');
  const entry = { name: 'staff', version: null, on: instantOf('2027-12-15T00:00:00Z'), due, reason: 'Two requests' };
  expect((await portfolios(repository, {}, base))['pay/prod']?.erasures).toEqual([entry]);
  expect((await portfolios(repository))['pay/prod']?.erasures).toEqual([]);
  repository.write('policies/datasets.yaml', file({ name: 'staff', on: '2027-02-30', retrainWithinDays: 90, reason: 'Two requests' }));
  expect(await refusals(() => portfolios(repository))).toEqual([expect.stringContaining('erasures[0].on')]);
});

test('a day that does not exist is refused with its place', async () => {
  const repository = three();
  const retired = [{ name: 'staff', on: '2026-06-31', reason: 'Consent was withdrawn' }];
  repository.write('policies/datasets.yaml', stringify({ schemaVersion: 'modelgate.dev/datasets/v1', retired }));
  expect(await refusals(() => portfolios(repository))).toEqual([
    expect.stringContaining('policies/datasets.yaml: retired[0].on: "2026-06-31"; expected an existing day'),
  ]);
});

test('what a unit sees does not grow with the number of its neighbours', async () => {
  const models = Array.from({ length: 1000 }, (_, index) => `m${String(index).padStart(4, '0')}`);
  const catalogs = new Map(
    models.map((model, index) => {
      const commit = (index % 20).toString(16).padStart(40, '0');
      return [`synth/catalog/${model}.json`, JSON.stringify({ ...spec(model, ['prod']), data: { featureViews: [view('staff', commit)] } })];
    }),
  );
  const head = {
    name: 'work tree',
    list: () => Promise.resolve([]),
    read: (path: string) => Promise.resolve(catalogs.has(path) ? Buffer.from(catalogs.get(path) ?? '') : null),
  };
  const manifests = new Map(models.map((model) => [model, new Map([['prod', ['x']]])]));
  const { of, errors } = await readPortfolio(head, { models, manifests }, { retiredDatasets: [], erasures: [] }, []);
  const declared = { ...spec('m0007', ['prod']), data: { featureViews: [view('staff', NEW)] } } as unknown as Parameters<typeof of>[0];
  const seen = of(declared, 'prod');
  expect(errors).toEqual([]);
  expect(seen.models).toBe(1000);
  expect(seen.featureViews['staff']).toHaveLength(10);
  expect(seen.featureViews['staff']?.[0]).toEqual({
    registryCommit: '0'.repeat(40),
    count: 50,
    models: ['m0000', 'm0020', 'm0040', 'm0060', 'm0080'],
  });
  expect(JSON.stringify(seen).length).toBeLessThan(2000);
});
