import { expect, test } from 'vitest';
import { stringify } from 'yaml';
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
    featureViews: {
      staff: [
        { registryCommit: OLD, count: 2, models: ['hiring', 'pay'] },
        { registryCommit: NEW, count: 1, models: ['churn'] },
      ],
      office: [{ registryCommit: OLD, count: 1, models: ['churn'] }],
    },
    retiredDatasets: [],
  });
  expect(seen['churn/dev']).toMatchObject({ models: 2, rollingOut: 0 });
  expect(seen['churn/dev']?.featureViews['staff']?.map(({ models }) => models)).toEqual([['hiring'], ['churn']]);
});

test('a unit sees the same when it is judged alone', async () => {
  const repository = three();
  const all = await portfolios(repository);
  expect(await portfolios(repository, { models: ['churn'], environments: ['prod'] })).toEqual({ 'churn/prod': all['churn/prod'] });
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
  const { of, errors } = await readPortfolio(head, { models, manifests }, [], []);
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
