import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Role } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { expect, test } from 'vitest';
import type { Manifest } from '../../lib/constructs/index.ts';
import { CUSTOM_KINDS, departures, groupKindOf, stored } from '../support/crd-schemas.ts';
import { created, jobWorlds } from '../support/every-job.ts';
import { servingWorlds } from '../support/every-serving.ts';
import { targetWorlds } from '../support/every-target.ts';
import { manifestsOf, worlds } from '../support/every-unit.ts';
import { manifest, one } from '../support/json.ts';

const core: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  ConfigMap,
  Deployment,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  Namespace,
  NetworkPolicy,
  PodDisruptionBudget,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
};

/** Kubernetes' own kinds: Knative has a Service too. */
const isCore = (object: Manifest) => object.kind in core && !CUSTOM_KINDS.includes(groupKindOf(object));

const written: readonly Manifest[] = [...worlds(), ...servingWorlds(), ...targetWorlds(), ...jobWorlds()].flatMap(([, world]) =>
  manifestsOf(world),
);
/** What workflows create later is held to the same. */
const objects: readonly Manifest[] = [...written, ...created(written)];
const custom = objects.filter((object) => CUSTOM_KINDS.includes(groupKindOf(object)));

function withField(object: Manifest, change: (copy: { spec: Record<string, unknown> }) => void): Manifest {
  const copy = structuredClone(object) as Manifest & { spec: Record<string, unknown> };
  change(copy);
  return copy;
}

test('every kind that is emitted has a schema, and every schema has an object to check', () => {
  const emitted = new Set(objects.map((object) => (isCore(object) ? object.kind : groupKindOf(object))));
  expect([...emitted].sort()).toEqual([...Object.keys(core), ...CUSTOM_KINDS].sort());
});

test('every custom resource fits its CRD and has no field that the API server would drop', () => {
  expect(custom.flatMap(departures)).toEqual([]);
  // The schemas of workflows take most of it, a minute on two busy cores.
}, 180_000);

test('a field that the CRD does not know, or of another type, is found', () => {
  const rollout = manifest(custom, 'Rollout');
  expect(departures(withField(rollout, ({ spec }) => (spec['strategi'] = {})))).toHaveLength(1);
  expect(departures(withField(rollout, ({ spec }) => (spec['replicas'] = '3')))).toHaveLength(1);
});

test('every core resource fits the schema of its kind', () => {
  for (const object of objects) {
    const Kind = isCore(object) ? core[object.kind] : undefined;
    if (Kind !== undefined) new Kind(object as never).validate();
  }
  const deployment = withField(manifest(objects, 'Deployment'), ({ spec }) => (spec['replicas'] = '1'));
  expect(() => {
    new Deployment(deployment).validate();
  }).toThrow('/spec/replicas');
});

test('every field that a CRD defaults is written out, so that Argo CD sees no difference', () => {
  for (const object of custom) expect(stored(object)).toEqual(object);
});

test('a Rollout port without its protocol would be seen', () => {
  const rollout = structuredClone(manifest(custom, 'Rollout'));
  const port = one(rollout, 'spec template spec containers[] ports[]') as Record<string, unknown>;
  delete port['protocol'];
  expect(stored(rollout)).not.toEqual(rollout);
});
