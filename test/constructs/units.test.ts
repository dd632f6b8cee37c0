import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { argocdObjects, platformObjects, synthesizeUnit, type Manifest } from '../../lib/constructs/index.ts';
import { SYNC_WAVES } from '../../lib/constructs/delivery/sync-waves.ts';
import { BinaryClassifier } from '../../lib/index.ts';
import { complaints } from '../support/errors.ts';
import { manifestsOf, worlds } from '../support/every-unit.ts';
import { every, manifest, one, text } from '../support/json.ts';
import { binaryClassifier, classifierProps, config, context, forecaster, pipelineProps, release } from '../support/units.ts';

/** A churn model that declares one more object. */
function withObject(metadata: { name: string; namespace?: string }, kind = 'ConfigMap', more: object = {}) {
  return class extends BinaryClassifier {
    constructor(scope: Construct) {
      super(scope, 'churn', classifierProps);
      new ApiObject(this, 'Extra', { apiVersion: 'v1', kind, metadata, ...more });
    }
  };
}

const prod = context('churn', 'prod');
const withCandidate = context('churn', 'prod', { placement: { stable: '1.0.0', candidate: '1.1.0' } });
const image = (objects: readonly Manifest[], kind: string) => text(manifest(objects, kind), 'spec template spec containers[] image');

test('objects are ordered by kind and name', () => {
  const names = synthesizeUnit(binaryClassifier('churn'), prod).manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(names).toEqual([...names].sort());
});

test('the same unit gives the same bytes, whatever was synthesized before it', () => {
  const first = JSON.stringify(synthesizeUnit(binaryClassifier('churn'), prod));
  synthesizeUnit(forecaster('demand'), context('demand', 'prod'));
  expect(JSON.stringify(synthesizeUnit(binaryClassifier('churn'), prod))).toBe(first);
});

test('the catalog promises exactly the workloads that are written, with their containers', () => {
  for (const props of [classifierProps, pipelineProps]) {
    for (const environment of ['dev', 'prod']) {
      const { spec, manifests } = synthesizeUnit(binaryClassifier('model', props), context('model', environment));
      const promised = spec.environments.find(({ name }) => name === environment)?.workloads ?? [];
      const written = manifests
        .filter(({ kind }) => ['Deployment', 'Rollout', 'WorkflowTemplate'].includes(kind))
        .map((object) => ({
          kind: object.kind,
          name: object.metadata.name,
          containers: [...every(object, 'spec template spec containers[] name'), ...every(object, 'spec templates[] container name')],
        }));
      expect(new Set(written)).toEqual(new Set(promised));
      expect(written).toHaveLength(promised.length);
    }
  }
});

test('every kind of a unit is on the list of its project, and no Role or Secret is', () => {
  for (const [, { environment, unit, platform, argocd }] of worlds()) {
    const allowed = (project: Manifest) =>
      every(project, 'spec namespaceResourceWhitelist[]').map((entry) => `${text(entry, 'group')}/${text(entry, 'kind')}`);
    const groupKind = ({ apiVersion, kind }: Manifest) => `${apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''}/${kind}`;
    const allowedIn = (name: string) => allowed(manifest(argocd, 'AppProject', name));
    const tier = text(manifest(unit, 'Service'), 'metadata labels modelgate.dev/risk-tier');
    const models = allowedIn(`models-${environment}-${tier}`);
    const shared = allowedIn(`platform-${environment}`);
    expect(unit.map(groupKind).filter((entry) => !models.includes(entry))).toEqual([]);
    expect(platform.map(groupKind).filter((entry) => !shared.includes(entry))).toEqual(['/Namespace']);
    expect(models.filter((entry) => /Role|^\/Secret/.test(entry))).toEqual([]);
  }
});

test('every object has the sync wave of its kind', () => {
  for (const [, world] of worlds()) {
    for (const object of manifestsOf(world)) {
      const annotations = one(object, 'metadata annotations') as Record<string, string>;
      expect(annotations['argocd.argoproj.io/sync-wave']).toBe(String(SYNC_WAVES[object.kind as keyof typeof SYNC_WAVES]));
    }
  }
});

test('nothing waits for a rollout, which may last for hours', () => {
  expect(Object.values(SYNC_WAVES).filter((wave) => wave > SYNC_WAVES.Rollout)).toEqual([]);
});

test('no name or label holds a hash of a construct path', () => {
  for (const [, { unit }] of worlds()) expect(JSON.stringify(unit)).not.toMatch(/cdk8s\.io|-c8[0-9a-f]{6}/);
});

test('without a candidate the pods carry the stable release, with one the candidate', () => {
  expect(image(synthesizeUnit(binaryClassifier('churn'), prod).manifests, 'Rollout')).toMatch(/churn:1\.0\.0@sha256:/);
  expect(image(synthesizeUnit(binaryClassifier('churn'), withCandidate).manifests, 'Rollout')).toMatch(/churn:1\.1\.0@sha256:/);
});

test('promoting the candidate to stable changes no manifest, so it starts no second rollout', () => {
  const promoted = context('churn', 'prod', { placement: { stable: '1.1.0' } });
  expect(synthesizeUnit(binaryClassifier('churn'), promoted)).toEqual(synthesizeUnit(binaryClassifier('churn'), withCandidate));
});

test('of a retired unit its card stays, with the day and the reason', () => {
  const placement = { stable: '1.0.0', retired: { on: '2026-11-20', reason: 'Nobody asks it any more' } };
  const { manifests, spec } = synthesizeUnit(withObject({ name: 'extra' }), context('churn', 'prod', { placement }));
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['ConfigMap churn-card']);
  expect(one(manifests[0], 'metadata annotations')).toMatchObject({
    'modelgate.dev/retired-on': '2026-11-20',
    'modelgate.dev/retired-reason': 'Nobody asks it any more',
  });
  expect(spec).toEqual(synthesizeUnit(withObject({ name: 'extra' }), prod).spec);
});

test('a word in the card changes the card alone', () => {
  const before = synthesizeUnit(binaryClassifier('churn'), prod).manifests;
  const after = synthesizeUnit(binaryClassifier('churn'), { ...prod, card: 'other' }).manifests;
  expect(after.filter((object, index) => JSON.stringify(object) !== JSON.stringify(before[index])).map(({ kind }) => kind)).toEqual([
    'ConfigMap',
  ]);
  expect((one(manifest(before, 'ConfigMap'), 'data') as Record<string, string>)['card.yaml']).toBe(prod.card);
});

test('a release without a digest is written by its tag, for the gate to deny', () => {
  const unpinned = context('churn', 'dev', { versions: { '1.0.0': release('churn', '1.0.0', null) } });
  expect(image(synthesizeUnit(binaryClassifier('churn'), unpinned).manifests, 'Deployment')).toBe(
    'registry.example.com/models/churn:1.0.0',
  );
});

test("an object that a model adds itself is in the unit's namespace and has its labels", () => {
  const { manifests } = synthesizeUnit(withObject({ name: 'extra' }), prod);
  const extra = manifest(manifests, 'ConfigMap', 'extra');
  expect(extra.metadata.namespace).toBe('models-prod');
  expect(one(extra, 'metadata labels')).toEqual(one(manifest(manifests, 'ConfigMap', 'churn-card'), 'metadata labels'));
});

test('two objects of one kind and name are an error that names both', () => {
  expect(complaints(() => synthesizeUnit(withObject({ name: 'churn-card' }), prod))).toEqual([
    'manifest.duplicate prod/churn/Extra: ConfigMap.churn-card is declared at prod/churn/Serving/Card/Resource too; expected each kind and name once',
  ]);
});

test.each([
  ['VirtualService', { hosts: ['other.prod.models.example.com'] }, '"other.prod.models.example.com"'],
  ['VirtualService', { hosts: ['churn', '*'] }, '"*"'],
  ['ServiceEntry', { hosts: ['*'] }, '"*"'],
  ['ServiceEntry', {}, 'nothing'],
  ['DestinationRule', { host: 'other' }, '"other"'],
  ['HTTPRoute', {}, 'nothing'],
  ['Ingress', { rules: [{ host: 'churn.prod.models.example.com' }, {}] }, 'nothing'],
])('a %s of %j that a model adds is about a host that is not its own', (kind, spec, host) => {
  expect(complaints(() => synthesizeUnit(withObject({ name: 'extra' }, kind, { spec }), prod))).toEqual([
    `construct.invalid prod/churn/Traffic: ${kind} extra is about host ${host}; expected the model's own host, one of its Services or of its declared egress`,
  ]);
});

test('a route that a model adds for its own hosts is let through', () => {
  const hosts = ['churn.prod.models.example.com', 'churn-canary', 'churn.models-prod.svc.cluster.local'];
  const { manifests } = synthesizeUnit(withObject({ name: 'extra' }, 'VirtualService', { spec: { hosts } }), prod);
  expect(one(manifest(manifests, 'VirtualService', 'extra'), 'spec hosts')).toEqual(hosts);
});

test('a Secret is an error, whatever is in it, and so is a list that could hide one', () => {
  const secret = withObject({ name: 'extra' }, 'Secret', { stringData: { password: 'x' } });
  expect(complaints(() => synthesizeUnit(secret, prod))).toEqual([
    'manifest.secret prod/churn/Extra: kind is "Secret"; expected an ExternalSecret, which names the secret and holds no value',
  ]);
  const list = withObject({ name: 'extra' }, 'List', { items: [{ apiVersion: 'v1', kind: 'Secret' }] });
  expect(complaints(() => synthesizeUnit(list, prod))).toEqual([
    'manifest.list prod/churn/Extra: kind is "List"; expected one object, because Argo CD would apply whatever is inside',
  ]);
});

test("an object in another unit's namespace is an error", () => {
  expect(complaints(() => synthesizeUnit(withObject({ name: 'extra', namespace: 'models-dev' }), prod))).toEqual([
    'manifest.foreign_namespace prod/churn/Extra: namespace is "models-dev"; expected models-prod, the unit\'s own',
  ]);
});

test.each(['../../x', 'a/b', 'UPPER', '.', '..', 'a..b', `${'a'.repeat(64)}.b`, 'x\n'])(
  'an object named %j never becomes a path',
  (name) => {
    const [complaint] = complaints(() => synthesizeUnit(withObject({ name }), prod));
    expect(complaint).toContain('manifest.unsafe_name prod/churn/Extra: metadata.name is');
  },
);

test.each(['../x', 'config map', 'configMap', ''])('an object of kind %j never becomes a path', (kind) => {
  const [complaint] = complaints(() => synthesizeUnit(withObject({ name: 'extra' }, kind), prod));
  expect(complaint).toContain('manifest.unsafe_name prod/churn/Extra: kind is');
});

test('a value that is no plain data is an error with its construct', () => {
  const [complaint] = complaints(() => synthesizeUnit(withObject({ name: 'extra' }, 'ConfigMap', { data: { at: new Map() } }), prod));
  expect(complaint).toContain('manifest.unwritable prod/churn/Extra: ');
});

test("a construct's own validation is reported with its path", () => {
  class Checked extends BinaryClassifier {
    constructor(scope: Construct) {
      super(scope, 'churn', classifierProps);
      this.node.addValidation({ validate: () => ['the moon is full'] });
    }
  }
  expect(complaints(() => synthesizeUnit(Checked, prod))).toEqual(['construct.invalid prod/churn: the moon is full']);
});

test.each([
  [undefined, 'nothing'],
  [{}, 'a value of type object'],
  [Map, 'the function Map'],
  [() => 1, 'a function without a name'],
])('a default export that is no model is an error: %s', (declaration, seen) => {
  expect(complaints(() => synthesizeUnit(declaration, prod))).toEqual([
    `model.not_a_model models/churn/model.ts: the default export is ${seen}; expected a class that extends Model`,
  ]);
});

test("a model whose id is not its folder's name is an error", () => {
  expect(complaints(() => synthesizeUnit(binaryClassifier('other'), prod))).toEqual([
    'model.id_mismatch models/churn/model.ts: the model\'s id is "other"; expected churn, its folder\'s name',
  ]);
});

test('what a declaration throws itself comes through as it is', () => {
  class Throws extends BinaryClassifier {
    constructor(scope: Construct) {
      super(scope, 'churn', classifierProps);
      throw new RangeError('mine');
    }
  }
  expect(() => synthesizeUnit(Throws, prod)).toThrow(RangeError);
});

test.each([platformObjects, argocdObjects])('an environment that the configuration does not know is an error', (objects) => {
  expect(complaints(() => objects(config, 'qa'))).toEqual([
    'config.unknown_environment modelgate.config.ts: environment "qa" is not declared; expected one of dev, staging, prod',
  ]);
});
