import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { RiskTier } from '../../lib/contracts/common.ts';
import type { ModelSpec } from '../../lib/contracts/model-spec.ts';
import { collect, type CollectedUnit, type CollectionSummary, type Filter } from '../../lib/evidence/collect.ts';
import { gitTree } from '../../lib/evidence/commit-tree.ts';
import { digestOf } from '../../lib/digest-of.ts';
import { sha256 } from '../../lib/sha256.ts';
import { instantOf } from '../../lib/evidence/instant.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { card, evaluation, manifests, release, thresholds } from './support/documents.ts';
import { oneModel, Repository } from './support/repository.ts';
import { refusal, refusals } from './support/refusal.ts';

const now = instantOf('2026-11-21T00:00:00Z');
const ALL: Filter = { models: [], environments: [] };
const retired = { on: '2026-11-20', reason: 'Nobody asks it any more' };

async function gather(
  repository: Repository,
  baseRef: string | null = null,
  filter: Filter = ALL,
): Promise<{ units: readonly CollectedUnit[]; summary: CollectionSummary }> {
  const base = baseRef === null ? null : await gitTree(repository.root, baseRef);
  const collection = await collect({ root: repository.root, head: workTree(repository.root), base, now, filter });
  const units: CollectedUnit[] = [];
  for await (const unit of collection.units()) units.push(unit);
  return { units, summary: await collection.summary() };
}

async function unitOf(repository: Repository, environment: string, baseRef: string | null = null): Promise<CollectedUnit> {
  const unit = (await gather(repository, baseRef)).units.find((candidate) => candidate.environment === environment);
  if (unit === undefined) throw new Error(`no unit in ${environment}`);
  return unit;
}

describe('the units of a repository', () => {
  test('are its placements, by model and in promotion order', async () => {
    const repository = oneModel().model('alpha', { prod: { stable: '1.0.0' }, staging: { stable: '1.0.0' }, dev: { stable: '1.0.0' } });
    const { units } = await gather(repository);
    expect(units.map(({ model, environment }) => `${model}/${environment}`)).toEqual([
      'alpha/dev',
      'alpha/staging',
      'alpha/prod',
      'churn/dev',
      'churn/prod',
    ]);
  });

  test('leave out what is retired, which may keep its card and nothing else', async () => {
    const repository = oneModel().place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0', retired } });
    const strangers = repository.git('ls-files', 'synth/prod/churn').split('\n');
    expect(await refusals(() => gather(repository))).toEqual(
      strangers.map((file): unknown => expect.stringContaining(`${file}: churn/prod is retired`)),
    );
    for (const file of strangers) repository.remove(file);
    repository.write('synth/prod/churn/ConfigMap.churn-card.yaml', 'apiVersion: v1\n');
    expect((await gather(repository)).units.map(({ environment }) => environment)).toEqual(['dev']);
  });

  test('do not roll out where nothing serves', async () => {
    const repository = oneModel().place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0', candidate: '1.1.0', retired } });
    expect(await refusals(() => gather(repository))).toEqual([expect.stringContaining('prod is retired and has the candidate 1.1.0')]);
  });

  test('hold everything that policies may know', async () => {
    const { input } = await unitOf(oneModel(), 'prod');
    expect(input).toMatchObject({
      schemaVersion: 'modelgate.dev/gate-input/v1',
      now,
      environment: 'prod',
      model: { id: 'churn', riskTier: 'high' },
      stable: {
        version: '1.0.0',
        release: release('churn', '1.0.0'),
        evaluation: evaluation('churn', '1.0.0'),
        card: card('churn', ['1.1.0', '1.0.0']),
      },
      candidate: { version: '1.1.0', release: release('churn', '1.1.0') },
      incumbent: null,
      change: {
        compared: false,
        introduced: [],
        rewritten: [],
        rolledBack: false,
        card: false,
        declaration: false,
        manifests: false,
        policies: false,
      },
      history: {
        complete: true,
        began: instantOf('2026-11-05T00:00:00Z'),
        reached: { '1.1.0': { prod: instantOf('2026-11-05T00:00:00Z') } },
      },
      approvals: null,
      dates: {
        '1.0.0': {
          producedAt: instantOf('2026-11-02T10:00:00Z'),
          createdAt: instantOf('2026-11-01T10:00:00Z'),
          cardReviewed: instantOf('2026-11-03T00:00:00Z'),
          dataFrom: null,
          dataTaken: null,
        },
        '1.1.0': { producedAt: instantOf('2026-11-02T10:00:00Z') },
      },
    });
    expect(input.manifests.map((manifest) => manifest.path)).toEqual([
      'synth/prod/churn/ConfigMap.churn.yaml',
      'synth/prod/churn/Deployment.churn.yaml',
    ]);
  });

  test('have the limits of their tier, task and environment', async () => {
    const repository = oneModel().model('churn', {
      dev: { stable: '1.1.0' },
      staging: { stable: '1.1.0' },
      prod: { stable: '1.0.0', candidate: '1.1.0' },
    });
    expect((await unitOf(repository, 'dev')).input.thresholds.promotion).toEqual({ after: null, minSoakHours: 0 });
    expect((await unitOf(repository, 'staging')).input.thresholds.promotion).toEqual({ after: 'dev', minSoakHours: 24 });
  });

  test('without evaluation and card are judged, with null in their places', async () => {
    const repository = oneModel().remove('models/churn/versions/1.1.0/evaluation.json').remove('models/churn/card.yaml');
    const { input } = await unitOf(repository, 'dev');
    expect(input.stable).toMatchObject({ evaluation: null, card: null, release: { version: '1.1.0' } });
    expect(input.dates['1.1.0']).toEqual({
      producedAt: null,
      createdAt: instantOf('2026-11-01T10:00:00Z'),
      cardReviewed: null,
      dataFrom: null,
      dataTaken: null,
    });
  });

  test('are those that the filter names', async () => {
    const repository = oneModel().model('alpha', { dev: { stable: '1.0.0' } });
    const names = async (filter: Partial<Filter>): Promise<readonly string[]> =>
      (await gather(repository, null, { ...ALL, ...filter })).units.map(({ model, environment }) => `${model}/${environment}`);
    expect(await names({ models: ['alpha'] })).toEqual(['alpha/dev']);
    expect(await names({ environments: ['dev'] })).toEqual(['alpha/dev', 'churn/dev']);
    expect(await names({ models: ['churn'], environments: ['prod'] })).toEqual(['churn/prod']);
  });

  test('of a filter that names nothing are an error', async () => {
    const repository = oneModel();
    await expect(gather(repository, null, { ...ALL, models: ['chrun'] })).rejects.toMatchObject({
      code: 'filter.unknown_model',
      fix: 'Did you mean churn?',
    });
    expect(await refusal(() => gather(repository, null, { ...ALL, environments: ['staging'] }))).toMatch(
      /^gate\.no_units: models\/: no release is placed in staging; expected at least one unit/,
    );
    expect(await refusal(() => gather(repository, null, { ...ALL, environments: ['dev', 'prdo'] }))).toMatch(
      /^gate\.no_units: models\/: no release is placed in prdo; /,
    );
  });

  test('come in the same order and bytes a second time', async () => {
    const repository = oneModel();
    expect(JSON.stringify(await gather(repository, 'HEAD'))).toBe(JSON.stringify(await gather(repository, 'HEAD')));
  });
});

describe('what cannot be judged is an error', () => {
  test('no models', async () => {
    const repository = new Repository().init().thresholds();
    repository.commit('Start');
    expect(await refusal(() => gather(repository))).toBe('models.none: models/: no model; expected at least one folder models/<id>/');
  });

  test('no git repository, no commit', async () => {
    const repository = new Repository().thresholds().model('churn', { dev: { stable: '1.0.0' } });
    expect(await refusal(() => gather(repository))).toMatch(/^git\.not_a_repository: /);
    expect(await refusal(() => gather(repository.init()))).toMatch(/^git\.no_commits: /);
  });

  test('a model without its catalog', async () => {
    expect(await refusal(() => gather(oneModel().remove('synth/catalog/churn.json')))).toBe(
      'catalog.missing: synth/catalog/churn.json: absent; expected the resolved declaration of models/churn/',
    );
  });

  test('a catalog or manifests without their model', async () => {
    const repository = oneModel().synth('ghost', ['dev'], ['dev']);
    expect(await refusals(() => gather(repository))).toEqual([
      'synth.orphan: synth/catalog/ghost.json: there is no model of that name under models/; expected nothing in synth/ without its declaration',
      'synth.orphan: synth/dev/ghost/: there is no model of that name under models/; expected nothing in synth/ without its declaration',
    ]);
  });

  test('manifests of a unit that is not placed, a placed unit without manifests, an environment that is not declared', async () => {
    const repository = oneModel().synth('churn', ['dev', 'staging', 'prod'], ['staging']);
    expect(await refusal(() => gather(repository))).toMatch(
      /^synth\.not_placed: synth\/staging\/churn\/: there, but releases\.yaml places nothing in staging; /,
    );
    expect(await refusal(() => gather(oneModel().remove('synth/dev/churn')))).toMatch(
      /^synth\.missing: synth\/dev\/churn\/: absent, but releases\.yaml places a release there; /,
    );
    const unknown = oneModel().place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0' }, moon: { stable: '1.0.0' } });
    expect(await refusal(() => gather(unknown))).toBe(
      'placement.unknown_environment: models/churn/releases.yaml: environment "moon" is not in synth/catalog/churn.json; expected one of dev, staging, prod',
    );
  });

  test.each([
    'Deployment.churn.yml',
    'Secret.x.json',
    'sub/Deployment.churn.yaml',
    '.hidden.yaml',
    'kustomization.yaml',
    'Deployment.churn.yaml.orig',
  ])('%s among the manifests, which Argo CD might apply unjudged', async (name) => {
    const seen = await refusal(() => gather(oneModel().write(`synth/prod/churn/${name}`, '')));
    expect(seen).toBe(
      `manifest.unexpected_file: synth/prod/churn/${name}: expected only <Kind>.<name>.yaml files here, because Argo CD may apply whatever else it finds`,
    );
  });

  test('a link among the manifests or in place of a model', async () => {
    const repository = oneModel();
    symlinkSync('ConfigMap.churn.yaml', path.join(repository.root, 'synth/prod/churn/Secret.churn.yaml'));
    expect(await refusal(() => gather(repository))).toMatch(/^path\.symlink: synth\/prod\/churn\/Secret\.churn\.yaml: /);
    const other = oneModel();
    symlinkSync('churn', path.join(other.root, 'models/twin'));
    expect(await refusal(() => gather(other))).toMatch(/^path\.symlink: models\/twin: /);
  });

  test('a manifest that is not canonical', async () => {
    expect(await refusal(() => gather(oneModel().write('synth/prod/churn/Deployment.churn.yaml', 'kind: Deployment\n')))).toMatch(
      /^manifest\.not_canonical: synth\/prod\/churn\/Deployment\.churn\.yaml:1:1: /,
    );
  });

  test('a release that is not there, or evidence of another one', async () => {
    expect(await refusal(() => gather(oneModel().remove('models/churn/versions/1.1.0')))).toMatch(
      /^release\.missing: models\/churn\/versions\/1\.1\.0\/release\.yaml: absent, but /,
    );
    const moved = oneModel().write('models/churn/versions/1.1.0/evaluation.json', JSON.stringify(evaluation('churn', '1.0.0')));
    expect(await refusal(() => gather(moved))).toMatch(
      /^evidence\.wrong_subject: models\/churn\/versions\/1\.1\.0\/evaluation\.json: version is "1\.0\.0"; expected "1\.1\.0"/,
    );
  });

  test('in several models at once, told together', async () => {
    const repository = oneModel()
      .model('alpha', { dev: { stable: '1.0.0' } })
      .write('models/alpha/card.yaml', 'a: yes\n')
      .write('models/churn/card.yaml', 'a: 1\na: 2\n');
    expect(await refusals(() => gather(repository))).toEqual([
      expect.stringMatching(/^yaml\.ambiguous: models\/alpha\/card\.yaml:1:4/),
      expect.stringMatching(/^yaml\.duplicate_key: models\/churn\/card\.yaml:2:1/),
    ]);
  });

  test('a file that changes between two looks', async () => {
    const repository = oneModel();
    const collection = await collect({ root: repository.root, head: workTree(repository.root), base: null, now, filter: ALL });
    await collection.summary();
    repository.write('models/churn/card.yaml', stringify({ ...card('churn', ['1.1.0']), overview: 'Another.' }));
    expect(
      await refusal(async () => {
        for await (const unit of collection.units()) expect(unit.model).toBe('churn');
      }),
    ).toMatch(/^file\.changed_meanwhile: models\/churn\/card\.yaml: /);
  });
});

describe('against a base', () => {
  test('nothing has changed when nothing has', async () => {
    const unit = await unitOf(oneModel(), 'prod', 'HEAD');
    expect(unit.input.change).toEqual({
      compared: true,
      introduced: [],
      rewritten: [],
      rolledBack: false,
      card: false,
      declaration: false,
      manifests: false,
      policies: false,
    });
    expect(unit.manifestDiff).toEqual({ added: [], changed: [], removed: [] });
    expect(unit.input.incumbent).toMatchObject({ stable: { version: '1.0.0' }, candidate: { version: '1.1.0' } });
  });

  test('a version that was not there is introduced, in its environment only', async () => {
    const repository = oneModel()
      .version('churn', '1.2.0')
      .place('churn', { dev: { stable: '1.2.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } });
    expect((await unitOf(repository, 'dev', 'HEAD')).input.change).toMatchObject({ introduced: ['1.2.0'], rolledBack: false });
    expect((await unitOf(repository, 'dev', 'HEAD')).input.incumbent).toMatchObject({ stable: { version: '1.1.0' }, candidate: null });
    expect((await unitOf(repository, 'prod', 'HEAD')).input.change.introduced).toEqual([]);
  });

  test('a new unit and a new model have no incumbent', async () => {
    const repository = oneModel()
      .model('churn', { dev: { stable: '1.1.0' }, staging: { stable: '1.1.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } })
      .model('alpha', { dev: { stable: '1.0.0' } });
    for (const { model, environment, input } of (await gather(repository, 'HEAD')).units) {
      if (model === 'churn' && environment !== 'staging') continue;
      expect(input.incumbent, `${model}/${environment}`).toBeNull();
      expect(input.change.introduced).toEqual([input.stable.version]);
    }
  });

  test('an earlier stable version is a rollback, by SemVer', async () => {
    const repository = oneModel()
      .version('churn', '1.10.0')
      .place('churn', { dev: { stable: '1.10.0' }, prod: { stable: '1.0.0' } });
    repository.commit('Up');
    repository.version('churn', '1.9.0').place('churn', { dev: { stable: '1.9.0' }, prod: { stable: '1.0.0' } });
    expect((await unitOf(repository, 'dev', 'HEAD')).input.change.rolledBack).toBe(true);
    expect((await unitOf(repository, 'prod', 'HEAD')).input.change.rolledBack).toBe(false);
  });

  test.each([
    [
      'with other bytes',
      (repository: Repository) =>
        repository.write('models/churn/versions/1.0.0/evaluation.json', `${JSON.stringify(evaluation('churn', '1.0.0'))}\n`),
      ['1.0.0'],
    ],
    ['gone', (repository: Repository) => repository.remove('models/churn/versions/1.0.0/evaluation.json'), ['1.0.0']],
    ['added beside a merged release', (repository: Repository) => repository.version('churn', '1.5.0'), []],
  ])('evidence of a merged version %s', async (_, act, expected) => {
    const repository = oneModel();
    act(repository);
    expect((await unitOf(repository, 'dev', 'HEAD')).input.change.rewritten).toEqual(expected);
  });

  test('a version that is placed nowhere any more must not be rewritten either', async () => {
    const repository = oneModel().version('churn', '0.1.0');
    repository.commit('Old');
    repository.write(
      'models/churn/versions/0.1.0/release.yaml',
      stringify({ ...release('churn', '0.1.0'), createdAt: '2026-01-01T00:00:00Z' }),
    );
    expect((await unitOf(repository, 'dev', 'HEAD')).input.change.rewritten).toEqual(['0.1.0']);
  });

  test('card, declaration and policies are noticed', async () => {
    const change = async (file: string, contents: string): Promise<readonly string[]> => {
      const { input } = await unitOf(oneModel().write(file, contents), 'dev', 'HEAD');
      return Object.entries(input.change).flatMap(([key, value]) => (value === true && key !== 'compared' ? [key] : []));
    };
    expect(await change('models/churn/card.yaml', stringify({ ...card('churn', ['1.1.0']), overview: 'Another.' }))).toEqual(['card']);
    expect(await change('models/churn/model.ts', '// other\n')).toEqual(['declaration']);
    expect(await change('models/churn/helper.ts', '// new\n')).toEqual(['declaration']);
    expect(await change('models/churn/training/train.py', '# new\n')).toEqual([]);
    expect(await change('policies/rules/new.rego', 'package x\n')).toEqual(['policies']);
  });

  test('manifests are compared byte for byte', async () => {
    const repository = oneModel().synth('churn', ['dev', 'staging', 'prod'], ['prod'], 3).remove('synth/prod/churn/ConfigMap.churn.yaml');
    const text = manifests('churn', 'prod', 3)['Deployment.churn.yaml'] ?? '';
    repository.write('synth/prod/churn/Deployment.churn.yaml', text.replace('replicas: 2', 'replicas: 3'));
    const unit = await unitOf(repository, 'prod', 'HEAD');
    expect(unit.manifestDiff).toEqual({
      added: ['synth/prod/churn/DestinationRule.churn.yaml'],
      changed: ['synth/prod/churn/Deployment.churn.yaml'],
      removed: ['synth/prod/churn/ConfigMap.churn.yaml'],
    });
    expect(unit.replaced.map(({ path: file, object }) => [file, (object as { readonly kind: string }).kind])).toEqual([
      ['synth/prod/churn/Deployment.churn.yaml', 'Deployment'],
      ['synth/prod/churn/ConfigMap.churn.yaml', 'ConfigMap'],
    ]);
    expect(unit.input.change.manifests).toBe(true);
    expect((await unitOf(repository, 'dev', 'HEAD')).input.change.manifests).toBe(false);
  });

  test('an owner’s approval counts for models that the base gives to their team, whatever the change says', async () => {
    const repository = oneModel();
    const file = 'synth/catalog/churn.json';
    const spec = JSON.parse(readFileSync(path.join(repository.root, file), 'utf8')) as ModelSpec;
    const { team } = spec.owner;
    repository.write(file, `${JSON.stringify({ ...spec, owner: { ...spec.owner, team: 'mallory-inc' } }, null, 2)}\n`);
    const at = '2026-11-20T15:00:00Z';
    const given = [
      { by: 'bea', role: 'owner', at, team },
      { by: 'mallory', role: 'owner', at, team: 'mallory-inc' },
      { by: 'mira', role: 'model-risk', at },
    ];
    const seen = async (base: string | null): Promise<readonly string[]> => {
      const collection = await collect({
        root: repository.root,
        head: workTree(repository.root),
        base: base === null ? null : await gitTree(repository.root, base),
        now,
        filter: ALL,
        approvals: { author: 'zoe', given },
      });
      for await (const { input } of collection.units()) return (input.approvals?.given ?? []).map(({ by }) => by);
      return [];
    };
    expect(await seen('HEAD')).toEqual(['bea', 'mira']);
    // Without a base there is only the declaration to go by.
    expect(await seen(null)).toEqual(['mallory', 'mira']);
  });

  test('limits are those of the base and those that hold once the change is merged', async () => {
    expect((await unitOf(oneModel(), 'prod', 'HEAD')).limits).toBeNull();
    const repository = oneModel();
    const tier = (await unitOf(repository, 'prod', 'HEAD')).input.model.riskTier;
    const own = `policies/thresholds/${tier}.yaml`;
    const before = readFileSync(path.join(repository.root, own), 'utf8');
    repository.write(own, before.replace(/maxScore: [\d.]+/, 'maxScore: 7'));
    const { limits, input } = await unitOf(repository, 'prod', 'HEAD');
    expect(limits?.before?.thresholds).toEqual(input.thresholds);
    expect(limits?.after?.thresholds.drift.maxScore).toBe(7);
    repository.write(own, 'tier: [');
    const broken = await unitOf(repository, 'prod', 'HEAD');
    expect([broken.limits?.before === null, broken.limits?.after]).toEqual([false, null]);
  });

  test('what models share is compared too, and so are the files that decide about the gate', async () => {
    const repository = oneModel()
      .write('synth/prod/_platform/Gateway.models.yaml', 'kind: Gateway\n')
      .write('.github/workflows/gate.yml', 'on: push\n');
    repository.commit('platform');
    repository
      .write('synth/prod/_platform/Gateway.models.yaml', 'kind: Gateway\nspec: 1\n')
      .write('synth/argocd/AppProject.x.yaml', 'kind: AppProject\n')
      .write('policies/waivers/new.yaml', 'schemaVersion: modelgate.dev/waivers/v1\nwaivers: []\n')
      .remove('.github/workflows/gate.yml');
    const { shared } = (await gather(repository, 'HEAD')).summary;
    expect(shared).toEqual({
      before: [{ path: 'synth/prod/_platform/Gateway.models.yaml', object: { kind: 'Gateway' } }],
      after: [
        { path: 'synth/prod/_platform/Gateway.models.yaml', object: { kind: 'Gateway', spec: 1 } },
        { path: 'synth/argocd/AppProject.x.yaml', object: { kind: 'AppProject' } },
      ],
      guarded: ['.github/workflows/gate.yml', 'policies/waivers/new.yaml'],
    });
  });

  test('a change that lowers its risk tier is judged by the old one, and one that raises it by the new one', async () => {
    const tierAgainst = async (before: RiskTier, after: RiskTier): Promise<string> => {
      const repository = oneModel();
      const set = (tier: RiskTier): string => {
        const file = 'synth/catalog/churn.json';
        const spec = JSON.parse(readFileSync(path.join(repository.root, file), 'utf8')) as ModelSpec;
        repository.write(file, `${JSON.stringify({ ...spec, riskTier: tier }, null, 2)}\n`);
        return repository.commit(tier);
      };
      const base = set(before);
      set(after);
      return (await unitOf(repository, 'dev', base)).input.model.riskTier;
    };
    expect(await tierAgainst('high', 'low')).toBe('high');
    expect(await tierAgainst('low', 'limited')).toBe('limited');
  });

  test('limits come from the base, whatever the head says', async () => {
    const repository = oneModel();
    const lax = thresholds('high');
    repository.write(
      'policies/thresholds/high.yaml',
      stringify({ ...lax, all: { ...lax.all, metrics: { ...lax.all.metrics, floors: { f1: 0.1 } } } }),
    );
    expect((await unitOf(repository, 'dev')).input.thresholds.metrics.floors).toEqual({ f1: 0.1 });
    expect((await unitOf(repository, 'dev', 'HEAD')).input.thresholds.metrics.floors).toEqual({ f1: 0.8 });
  });

  test('history ends at the base: a pull request cannot date its own promotion back', async () => {
    const repository = oneModel();
    const base = repository.git('rev-parse', 'HEAD');
    repository
      .model('churn', { dev: { stable: '1.1.0' }, staging: { stable: '1.1.0' }, prod: { stable: '1.0.0', candidate: '1.1.0' } })
      .commit('Forged', '2020-01-01T00:00:00Z');
    expect(Object.keys((await unitOf(repository, 'staging', base)).input.history.reached['1.1.0'] ?? {})).toEqual(['dev', 'prod']);
  });

  test('models and units that are gone are named', async () => {
    const repository = oneModel().model('alpha', { dev: { stable: '1.0.0', retired } });
    repository.place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0', retired } }).commit('Two');
    for (const gone of ['models/alpha', 'synth/catalog/alpha.json', 'synth/dev/alpha', 'synth/prod/churn']) repository.remove(gone);
    repository.place('churn', { dev: { stable: '1.1.0' } });
    expect((await gather(repository, 'HEAD')).summary.removed).toEqual(['alpha', 'alpha/dev', 'churn/prod']);
    expect((await gather(repository, 'HEAD', { ...ALL, environments: ['dev'] })).summary.removed).toEqual(['alpha', 'alpha/dev']);
  });

  test('a unit that is gone without having been retired is an error, and so is a whole model', async () => {
    const repository = oneModel().model('alpha', { dev: { stable: '1.0.0' } });
    repository.commit('Two');
    for (const gone of ['models/alpha', 'synth/catalog/alpha.json', 'synth/dev/alpha', 'synth/prod/churn']) repository.remove(gone);
    repository.place('churn', { dev: { stable: '1.1.0' } });
    expect(await refusals(() => gather(repository, 'HEAD'))).toEqual([
      expect.stringContaining('models/alpha/releases.yaml: 1.0.0 still served dev at the base'),
      expect.stringContaining('models/churn/releases.yaml: 1.0.0 still served prod at the base'),
    ]);
    expect((await gather(repository, 'HEAD', { models: ['churn'], environments: ['dev'] })).units).toHaveLength(1);
  });

  test('what comes back from retirement is new to its environment', async () => {
    const repository = oneModel();
    repository.place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0', retired } }).commit('Retired');
    repository.place('churn', { dev: { stable: '1.1.0' }, prod: { stable: '1.0.0' } });
    const { input } = await unitOf(repository, 'prod', 'HEAD');
    expect(input.incumbent).toBeNull();
    expect(input.change.introduced).toEqual(['1.0.0']);
  });

  test('a base without thresholds cannot judge', async () => {
    const repository = new Repository().init().write('x', '');
    const base = repository.commit('Empty');
    repository
      .thresholds()
      .model('churn', { dev: { stable: '1.0.0' } })
      .commit('All');
    expect(await refusal(() => gather(repository, base))).toBe(
      `thresholds.missing: ${base.slice(0, 12)}:policies/thresholds/low.yaml: absent; expected the limits of risk tier low`,
    );
  });
});

describe('what a verdict names', () => {
  test('head, base and digests of the judged bytes', async () => {
    const repository = oneModel();
    const { summary } = await gather(repository, 'HEAD~0');
    const head = repository.git('rev-parse', 'HEAD');
    const digest = (...paths: readonly string[]): string => {
      const files = repository
        .git('ls-files', '--', ...paths)
        .split('\n')
        .filter(Boolean);
      return digestOf(new Map(files.map((file) => [file, sha256(`${repository.git('show', `HEAD:${file}`)}\n`)])));
    };
    expect(summary).toEqual({
      head,
      dirty: false,
      base: head,
      partial: false,
      removed: [],
      shared: { before: [], after: [], guarded: [] },
      digests: {
        synth: digest('synth'),
        evidence: digest('models/*/releases.yaml', 'models/*/card.yaml', 'models/*/versions/*'),
        thresholds: digest('policies/thresholds'),
        waivers: digestOf(new Map()),
        keys: digestOf(new Map()),
      },
    });
  });

  test('digests of the files of the models that were judged, and of what all share, so that a part never passes for the whole', async () => {
    const repository = oneModel()
      .model('alpha', { dev: { stable: '1.0.0' } })
      .write('synth/argocd/Application.x.yaml', 'x: 1\n');
    repository.commit('Alpha');
    const of = async (...models: readonly string[]) => (await gather(repository, null, { ...ALL, models })).summary;
    const [whole, churn, alpha] = [await of(), await of('churn'), await of('alpha')];
    const kinds = ['synth', 'evidence'] as const;
    for (const kind of kinds) expect(new Set([whole, churn, alpha].map(({ digests }) => digests[kind])).size).toBe(3);
    for (const part of [churn, alpha])
      expect(part).toEqual({
        ...whole,
        partial: true,
        digests: { ...whole.digests, synth: part.digests.synth, evidence: part.digests.evidence },
      });

    repository
      .write('models/alpha/card.yaml', 'x')
      .write('synth/dev/alpha/ConfigMap.alpha.yaml', 'x')
      .write('synth/catalog/alpha.json', '{}');
    expect(await of('churn')).toEqual(churn);
    repository.write('synth/argocd/Application.x.yaml', 'x: 2\n');
    const changed = await of('churn');
    expect(changed.dirty).toBe(true);
    expect(changed.digests.synth).not.toBe(churn.digests.synth);
  });

  test('of an environment all digests, and that it is a part', async () => {
    const repository = oneModel();
    const whole = (await gather(repository)).summary;
    const part = (await gather(repository, null, { ...ALL, environments: ['dev'] })).summary;
    expect(part).toEqual({ ...whole, partial: true });
  });

  test.each([
    ['a judged file', 'models/churn/card.yaml', '# more\n', true],
    ['a new file in synth/', 'synth/argocd/x.yaml', 'x', true],
    ['a policy', 'policies/thresholds/README.md', 'x', true],
    ['training code', 'models/churn/training/train.py', 'x', false],
    ['a readme', 'README.md', 'x', false],
  ])('%s that is not committed: dirty', async (_, file, extra, expected) => {
    const repository = oneModel();
    const before = file.endsWith('card.yaml') ? stringify(card('churn', ['1.1.0', '1.0.0'])) : '';
    repository.write(file, before + extra);
    expect((await gather(repository)).summary.dirty).toBe(expected);
  });

  test('dirty even if the index was told to look away', async () => {
    const repository = oneModel();
    repository.git('update-index', '--assume-unchanged', 'models/churn/card.yaml');
    repository.write('models/churn/card.yaml', `${stringify(card('churn', ['1.1.0', '1.0.0']))}# more\n`);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect((await gather(repository)).summary.dirty).toBe(true);
  });

  test('dirty when a committed manifest is gone', async () => {
    expect((await gather(oneModel().remove('synth/prod/churn/ConfigMap.churn.yaml'))).summary.dirty).toBe(true);
  });
});
