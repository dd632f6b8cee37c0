import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import type { Manifest } from '../../lib/constructs/index.ts';
import { PlatformInput } from '../../lib/contracts/platform-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { worlds, type World } from '../support/every-unit.ts';
import { REQUIREMENTS } from '../support/hardening.ts';
import { library, repository } from './library.ts';

const { evaluate } = await library();
const now = { at: '2026-11-21T08:00:00Z', seconds: 1_795_248_000 };

/** What the policies say against what is no unit. */
function said({ platform, argocd }: World): readonly string[] {
  const namespaces = platform.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  return [...judged('prod', namespaces, platform), ...judged(null, [], argocd)];
}

function judged(environment: string | null, namespaces: readonly string[], manifests: readonly Manifest[]): readonly string[] {
  const folder = environment === null ? 'argocd' : `${environment}/_platform`;
  const input = {
    schemaVersion: 'modelgate.dev/platform-input/v1',
    now,
    platform: { environment, namespaces },
    manifests: manifests.map((object) => ({ path: `synth/${folder}/${object.kind}.${object.metadata.name}.yaml`, object })),
  };
  expect(problems(PlatformInput, input)).toEqual([]);
  return evaluate(input)
    .filter(({ status }) => status !== 'pass' && status !== 'not_applicable')
    .map(({ code, failed }) => `${code}: ${failed.join(', ')}`);
}

test.each(worlds().map(([name, world]) => [name, world] as const))('what is shared beside %s passes every check', (_, world) => {
  expect(said(world)).toEqual([]);
});

describe('a change that breaks what the hardening checklist asks of it is denied', () => {
  const [, prod] = worlds().find(([name]) => name === 'binary-classification in prod with a candidate') ?? [];
  if (prod === undefined) throw new Error('no unit in prod');
  const HERE = /^(the namespace enforces|no right is a wildcard|the mesh is strict|projects list|applications have)/;
  const asked = REQUIREMENTS.filter(({ title }) => HERE.test(title));

  test('five rows of it are about this', () => {
    expect(asked).toHaveLength(5);
  });

  test.each(asked)('$title', ({ mutant }) => {
    expect(said(mutant(prod))).not.toEqual([]);
  });

  /** A manifest of a kind, changed or, by null, taken away. */
  const spoilt = (of: 'platform' | 'argocd', kind: string, name: string, change: ((object: Manifest) => object) | null): World => {
    const [one, ...others] = prod[of].filter((object) => object.kind === kind && object.metadata.name === name);
    if (one === undefined || others.length > 0) throw new Error(`no single ${kind} ${name}`);
    const rest = prod[of].filter((object) => object !== one);
    return { ...prod, [of]: change === null ? rest : [...rest, change(structuredClone(one)) as Manifest] };
  };
  const added = (of: 'platform' | 'argocd', object: object): World => ({ ...prod, [of]: [...prod[of], object as Manifest] });
  const withSpec = (spec: object) => (object: Manifest) => ({ ...object, spec });
  const metadata = { name: 'extra', namespace: prod.platform.find(({ kind }) => kind === 'NetworkPolicy')?.metadata.namespace };

  test.each<[string, World, string]>([
    ['the walls are gone', spoilt('platform', 'NetworkPolicy', 'default-deny', null), 'platform.network_open'],
    [
      'the walls have a hole',
      spoilt('platform', 'NetworkPolicy', 'default-deny', withSpec({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}] })),
      'platform.network_open',
    ],
    [
      'a second policy opens all pods',
      added('platform', { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec: { podSelector: {}, egress: [{}] } }),
      'platform.network_open',
    ],
    ['nobody denies calls', spoilt('platform', 'AuthorizationPolicy', 'deny-all', null), 'platform.calls_allowed'],
    ['everybody may call', spoilt('platform', 'AuthorizationPolicy', 'deny-all', withSpec({ rules: [{}] })), 'platform.calls_allowed'],
    ['nobody asks for mutual TLS', spoilt('platform', 'PeerAuthentication', 'default', null), 'platform.mesh_not_strict'],
    ['the namespace is gone', spoilt('platform', 'Namespace', metadata.namespace ?? '', null), 'platform.namespace_unrestricted'],
    [
      'rights in the whole cluster come along',
      added('platform', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata, rules: [] }),
      'platform.kind_not_allowed',
    ],
    ['a Secret comes along', added('platform', { apiVersion: 'v1', kind: 'Secret', metadata, data: {} }), 'platform.kind_not_allowed'],
    ['pods come along', added('argocd', { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {} }), 'platform.kind_not_allowed'],
    [
      'a role reads Secrets',
      added('platform', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata,
        rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
      }),
      'platform.role_too_wide',
    ],
  ])('%s', (_, world, code) => {
    const namespaces = prod.platform.filter(({ kind }) => kind === 'Namespace').map(({ metadata: { name } }) => name);
    const found = [...judged('prod', namespaces, world.platform), ...judged(null, [], world.argocd)];
    expect(found.map((one) => one.split(':', 1)[0])).toContain(code);
  });
});

describe('a shared pod that is not hardened is denied', () => {
  const folder = path.join(repository, 'synth/prod/_platform');
  const manifests = readdirSync(folder).map((name) => parseYaml(readFileSync(path.join(folder, name), 'utf8')) as Manifest);
  const namespaces = ['models-prod'];
  type Fields = Record<string, unknown>;

  /** Every object under a key, wherever it lies. */
  const under = (value: unknown, keys: readonly string[]): readonly Fields[] => {
    if (Array.isArray(value)) return value.flatMap((one) => under(one, keys));
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => [...(keys.includes(key) ? [inner as Fields] : []), ...under(inner, keys)]);
  };
  const CONTAINERS = ['container', 'containerTemplate', 'metricsContainerTemplate', 'reloaderContainerTemplate'];
  const holding = (keys: readonly string[]) => manifests.filter((object) => under(object, keys).length > 0);

  test('what lies in synth/ is hardened, and there are pods in it', () => {
    expect(judged('prod', namespaces, manifests)).toEqual([]);
    expect(holding(CONTAINERS).map(({ kind }) => kind).sort()).toEqual(['EventBus', 'EventSource', 'Sensor', 'WorkflowTemplate', 'WorkflowTemplate']);
  });

  const secured = (change: Fields) => (container: Fields) => ({ ...container, securityContext: { ...(container['securityContext'] as Fields), ...change } });
  const without = (field: string) => (container: Fields) => Object.fromEntries(Object.entries(container).filter(([key]) => key !== field));
  const OF_CONTAINERS: readonly (readonly [string, (container: Fields) => Fields])[] = [
    ['provenance.image_not_pinned', (one) => ({ ...one, image: 'registry.example.com/x:1' })],
    ['serving.capabilities_not_dropped', secured({ capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } })],
    ['serving.memory_overcommitted', (one) => ({ ...one, resources: { limits: { cpu: '1', memory: '2Gi' }, requests: { cpu: '1', memory: '1Gi' } } })],
    ['serving.privilege_escalation', secured({ privileged: true })],
    ['serving.privilege_escalation', secured({ allowPrivilegeEscalation: true })],
    ['serving.privileged_port', (one) => ({ ...one, ports: [{ containerPort: 8080, hostPort: 8080 }] })],
    ['serving.pull_policy_missing', without('imagePullPolicy')],
    ['serving.resources_missing', without('resources')],
    ['serving.run_as_root', secured({ runAsNonRoot: false })],
    ['serving.runtime_socket', (one) => ({ ...one, volumeMounts: [{ name: 'x', mountPath: '/run/containerd/containerd.sock' }] })],
    ['serving.seccomp_missing', secured({ seccompProfile: { type: 'Unconfined' } })],
    ['serving.secret_in_environment', (one) => ({ ...one, env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'x', key: 'y' } } }] })],
    ['serving.tag_latest', (one) => ({ ...one, image: `registry.example.com/x:latest@sha256:${'0'.repeat(64)}` })],
    ['serving.unsafe_kernel', secured({ procMount: 'Unmasked' })],
    ['serving.user_id_low', secured({ runAsUser: 100 })],
    ['serving.writable_root_filesystem', secured({ readOnlyRootFilesystem: false })],
  ];

  test.each(OF_CONTAINERS)('%s, in whichever of its containers', (code, change) => {
    for (const object of holding(CONTAINERS)) {
      const count = under(object, CONTAINERS).length;
      for (let index = 0; index < count; index++) {
        const copy = structuredClone(object);
        const container = under(copy, CONTAINERS)[index] ?? {};
        const changed = change(structuredClone(container));
        for (const key of Object.keys(container)) Reflect.deleteProperty(container, key);
        Object.assign(container, changed);
        const said = judged('prod', namespaces, manifests.map((one) => (one === object ? copy : one)));
        const file = `${object.kind}.${object.metadata.name}.yaml`;
        expect(said.filter((one) => one.startsWith('platform.pod_not_hardened: ') && one.includes(`${file}/`) && one.includes(` ${code}`)), file).not.toEqual([]);
      }
    }
  });

  test.each<[string, Fields]>([
    ['serving.host_namespace', { hostNetwork: true }],
    ['serving.pod_context_missing', { securityContext: {} }],
    ['serving.service_account_default', { serviceAccountName: 'default' }],
    ['serving.volume_type', { volumes: [{ name: 'host', hostPath: { path: '/' } }] }],
    ['serving.workflow_unbounded', { activeDeadlineSeconds: null }],
  ])('%s, in whichever workflow', (code, change) => {
    const workflows = manifests.filter(({ kind }) => kind === 'WorkflowTemplate');
    expect(workflows).toHaveLength(2);
    for (const object of workflows) {
      const copy = { ...object, spec: { ...(object as unknown as { spec: Fields }).spec, ...change } } as Manifest;
      const said = judged('prod', namespaces, manifests.map((one) => (one === object ? copy : one)));
      expect(said.filter((one) => one.startsWith('platform.pod_not_hardened: ') && one.includes(` ${code}`)), object.metadata.name).not.toEqual([]);
    }
  });
});
