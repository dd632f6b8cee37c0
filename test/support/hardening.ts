import type { Manifest } from '../../lib/constructs/index.ts';
import { manifestsOf, type World } from './every-unit.ts';
import { every, one } from './json.ts';

/** One requirement of the hardening checklist: what is wrong in a world, and a change that it must notice. */
export interface Requirement {
  readonly title: string;
  readonly problems: (world: World) => readonly string[];
  readonly mutant: (world: World) => World;
}

type Path = string;

/** Sets, or with `undefined` removes, the field at a path in every manifest of the kinds. @throws Error when nothing was changed */
function change(world: World, kinds: readonly string[], holder: Path, field: string, value: unknown): World {
  const copy = structuredClone(world);
  const holders = manifestsOf(copy)
    .filter(({ kind }) => kinds.includes(kind))
    .flatMap((object) => (holder === '' ? [object] : every(object, holder))) as Record<string, unknown>[];
  for (const found of holders) {
    if (value === undefined) Reflect.deleteProperty(found, field);
    else found[field] = value;
  }
  if (holders.length === 0) throw new Error(`nothing to change at ${holder} in ${kinds.join(', ')}`);
  return copy;
}

function without(world: World, kind: string): World {
  const drop = (objects: readonly Manifest[]) => objects.filter((object) => object.kind !== kind);
  return { ...world, unit: drop(world.unit), platform: drop(world.platform), argocd: drop(world.argocd) };
}

const SERVING = ['Deployment', 'Rollout'];
const WORKLOADS = [...SERVING, 'CronWorkflow', 'WorkflowTemplate', 'Job'];
const SERVER = 'spec template spec containers[]';

const of = (objects: readonly Manifest[], ...kinds: readonly string[]) => objects.filter(({ kind }) => kinds.includes(kind));
const serving = ({ unit }: World) => of(unit, ...SERVING);
/** Those that serve the model itself, not what stands beside it. */
const modelServers = (world: World) =>
  serving(world).filter((object) => every(object, `${SERVER} name`).some((name) => name === 'server' || name === 'kserve-container'));
/** A CronWorkflow that starts a template has no containers of its own. */
const startsTemplate = (object: Manifest) => one(object, 'spec workflowSpec workflowTemplateRef') !== undefined;
const workloads = ({ unit }: World) => of(unit, ...WORKLOADS).filter((object) => !startsTemplate(object));
const isWorkflow = ({ kind }: Manifest) => kind === 'WorkflowTemplate' || kind === 'CronWorkflow';

/** The pod spec of a workload; a WorkflowTemplate's own spec has the same fields. */
function podOf(object: Manifest): unknown {
  if (object.kind === 'CronWorkflow') return one(object, 'spec workflowSpec');
  return isWorkflow(object) ? one(object, 'spec') : one(object, 'spec template spec');
}

function containersOf(object: Manifest): readonly unknown[] {
  const pod = podOf(object);
  return isWorkflow(object)
    ? ['container', 'script', 'initContainers[]', 'sidecars[]'].flatMap((place) => every(pod, `templates[] ${place}`))
    : [...every(pod, 'containers[]'), ...every(pod, 'initContainers[]'), ...every(pod, 'ephemeralContainers[]')];
}

const label = (object: Manifest, what: string) => `${object.kind}.${object.metadata.name}: ${what}`;

/** Every container of every workload has to satisfy `good`. */
const containers = (what: string, good: (container: unknown, pod: unknown) => boolean) => (world: World) => {
  const found = workloads(world);
  if (found.length === 0) return ['no workload'];
  return found.flatMap((object) => {
    const inside = containersOf(object);
    if (inside.length === 0) return [label(object, 'no container')];
    return inside.filter((container) => !good(container, podOf(object))).map(() => label(object, what));
  });
};

const pods = (what: string, good: (pod: unknown) => boolean) => (world: World) =>
  workloads(world)
    .filter((object) => !good(podOf(object)))
    .map((object) => label(object, what));

/** At least one such object, and each has to satisfy `good`. */
function each(objects: readonly Manifest[], what: string, good: (object: Manifest) => boolean): readonly string[] {
  return objects.length === 0
    ? [`nothing to check: ${what}`]
    : objects.filter((object) => !good(object)).map((object) => label(object, what));
}

const is =
  (path: Path, value: unknown) =>
  (object: unknown): boolean =>
    JSON.stringify(one(object, path)) === JSON.stringify(value);

const matches =
  (path: Path, pattern: RegExp) =>
  (object: unknown): boolean => {
    const value = one(object, path);
    return typeof value === 'string' && pattern.test(value);
  };

const setServer = (field: string, value: unknown) => (world: World) => change(world, SERVING, SERVER, field, value);
const setSecurity = (field: string, value: unknown) => (world: World) => change(world, SERVING, `${SERVER} securityContext`, field, value);
const setPod = (field: string, value: unknown) => (world: World) => change(world, SERVING, 'spec template spec', field, value);
const labelsOf = (object: unknown, path: Path): string => JSON.stringify(one(object, path));
const IMAGE = /^([a-z0-9.-]+(?:\/[a-z0-9._-]+)+)(?::([A-Za-z0-9._-]+))?@sha256:[0-9a-f]{64}$/;
const accounts = ({ unit, platform }: World) => of([...unit, ...platform], 'ServiceAccount').map(({ metadata }) => metadata.name);
const rules = (world: World) => of(manifestsOf(world), 'Role', 'ClusterRole').flatMap((object) => every(object, 'rules[]'));
const strings = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
const lists = (value: unknown, path: Path, wanted: unknown): boolean => every(value, path).includes(wanted);

export const REQUIREMENTS: readonly Requirement[] = [
  {
    title: 'the namespace enforces the restricted standard of a pinned version',
    problems: ({ platform }) =>
      each(of(platform, 'Namespace'), 'restricted, pinned', (object) => {
        const labels = one(object, 'metadata labels') as Record<string, string>;
        return (
          labels['pod-security.kubernetes.io/enforce'] === 'restricted' &&
          /^v1\.\d+$/.test(labels['pod-security.kubernetes.io/enforce-version'] ?? '')
        );
      }),
    mutant: (world) => change(world, ['Namespace'], 'metadata labels', 'pod-security.kubernetes.io/enforce-version', 'latest'),
  },
  {
    title: 'no container is privileged',
    problems: containers('privileged', is('securityContext privileged', false)),
    mutant: setSecurity('privileged', true),
  },
  {
    title: 'no container may escalate privileges',
    problems: containers('escalation', is('securityContext allowPrivilegeEscalation', false)),
    mutant: setSecurity('allowPrivilegeEscalation', undefined),
  },
  {
    title: 'every container runs as non-root',
    problems: containers('root', is('securityContext runAsNonRoot', true)),
    mutant: setSecurity('runAsNonRoot', false),
  },
  {
    title: 'every container runs as a user from 10000',
    problems: containers('low user', (container) => Number(one(container, 'securityContext runAsUser')) >= 10000),
    mutant: setSecurity('runAsUser', 1000),
  },
  {
    title: 'every container drops all capabilities and adds none',
    problems: containers('capabilities', is('securityContext capabilities', { drop: ['ALL'] })),
    mutant: setSecurity('capabilities', { drop: ['ALL'], add: ['NET_ADMIN'] }),
  },
  {
    title: 'every container has the runtime default seccomp profile',
    problems: containers('seccomp', is('securityContext seccompProfile', { type: 'RuntimeDefault' })),
    mutant: setSecurity('seccompProfile', { type: 'Unconfined' }),
  },
  {
    title: 'every root file system is read-only',
    problems: containers('writable root', is('securityContext readOnlyRootFilesystem', true)),
    mutant: setSecurity('readOnlyRootFilesystem', false),
  },
  {
    title: 'no pod shares a namespace of the host',
    problems: pods('host namespace', (pod) => ['hostNetwork', 'hostPID', 'hostIPC'].every((field) => one(pod, field) === undefined)),
    mutant: setPod('hostPID', true),
  },
  {
    title: 'no container has a host port or a port below 1024',
    problems: containers('port', (container) =>
      every(container, 'ports[]').every((port) => one(port, 'hostPort') === undefined && Number(one(port, 'containerPort')) >= 1024),
    ),
    mutant: (world) => change(world, SERVING, `${SERVER} ports[]`, 'containerPort', 80),
  },
  {
    title: 'every volume is of a type that the restricted standard admits, never the host',
    problems: pods('volume', (pod) =>
      every(pod, 'volumes[]').every((volume) =>
        Object.keys(volume as object).every((key) => ['name', 'emptyDir', 'configMap', 'projected', 'image', 'secret'].includes(key)),
      ),
    ),
    mutant: setPod('volumes', [{ name: 'host', hostPath: { path: '/' } }]),
  },
  {
    title: "no runtime's socket is mounted",
    problems: pods('socket', (pod) => !strings(pod).some((text) => /docker\.sock|containerd\.sock|crio\.sock/.test(text))),
    mutant: setServer('volumeMounts', [{ name: 'tmp', mountPath: '/var/run/docker.sock' }]),
  },
  {
    title: 'the proc mount is the default one and no sysctl is set',
    problems: (world) => [
      ...containers('proc mount', (container) => one(container, 'securityContext procMount') === undefined)(world),
      ...pods('sysctl', (pod) => one(pod, 'securityContext sysctls') === undefined)(world),
    ],
    mutant: setSecurity('procMount', 'Unmasked'),
  },
  {
    title: 'pods and all their containers have a security context',
    problems: (world) => [
      ...pods('pod context', is('securityContext runAsNonRoot', true))(world),
      ...containers('container context', (container) => one(container, 'securityContext') !== undefined)(world),
    ],
    mutant: setPod('securityContext', undefined),
  },
  {
    title: 'every image is pinned by digest',
    problems: (world) => [
      ...containers('digest', matches('image', IMAGE))(world),
      ...pods('volume digest', (pod) => every(pod, 'volumes[] image').every(matches('reference', IMAGE)))(world),
    ],
    mutant: setServer('image', 'registry.example.com/models/m:1.0.0'),
  },
  {
    title: 'no tag is latest, and a served image has a tag that people can read',
    problems: (world) => [
      ...containers('latest', (container) => !String(one(container, 'image')).includes(':latest'))(world),
      ...each(modelServers(world), 'tag', (object) => /:\d+\.\d+\.\d+@/.test(String(one(object, `${SERVER} image`)))),
    ],
    mutant: setServer('image', `registry.example.com/models/m:latest@sha256:${'0'.repeat(64)}`),
  },
  {
    title: 'every image comes from a known registry',
    problems: containers('registry', matches('image', /^registry\.example\.com\//)),
    mutant: setServer('image', `docker.io/library/m:1.0.0@sha256:${'0'.repeat(64)}`),
  },
  {
    title: 'the pull policy is explicit',
    problems: containers('pull policy', is('imagePullPolicy', 'IfNotPresent')),
    mutant: setServer('imagePullPolicy', undefined),
  },
  {
    title: 'CPU has a request and a limit',
    problems: containers(
      'cpu',
      (container) => matches('resources requests cpu', /^\d/)(container) && matches('resources limits cpu', /^\d/)(container),
    ),
    mutant: (world) => change(world, SERVING, `${SERVER} resources limits`, 'cpu', undefined),
  },
  {
    title: 'memory has a request and a limit, and they are equal',
    problems: containers('memory', (container) => {
      const request = one(container, 'resources requests memory');
      return typeof request === 'string' && request === one(container, 'resources limits memory');
    }),
    mutant: (world) => change(world, SERVING, `${SERVER} resources requests`, 'memory', '1Mi'),
  },
  {
    title: 'servers have liveness, readiness and startup probes on a declared port',
    problems: (world) =>
      each(serving(world), 'probe', (object) =>
        every(object, SERVER).every((container) => {
          const ports = every(container, 'ports[] name');
          return ['livenessProbe', 'readinessProbe', 'startupProbe'].every((probe) =>
            ports.includes(one(container, `${probe} httpGet port`)),
          );
        }),
      ),
    mutant: (world) => change(world, SERVING, `${SERVER} readinessProbe httpGet`, 'port', 'admin'),
  },
  {
    title: 'production has three replicas or more',
    problems: (world) =>
      world.progressive
        ? [
            ...each(serving(world), 'replicas', (object) => Number(one(object, 'spec replicas')) >= 3),
            ...each(
              of(world.unit, 'HorizontalPodAutoscaler', 'ScaledObject'),
              'smallest size',
              (object) => Number(one(object, 'spec minReplicas') ?? one(object, 'spec minReplicaCount')) >= 3,
            ),
          ]
        : [],
    mutant: (world) => change(world, ['HorizontalPodAutoscaler'], 'spec', 'minReplicas', 2),
  },
  {
    title: 'a disruption budget allows at least one eviction',
    problems: ({ unit }) => each(of(unit, 'PodDisruptionBudget'), 'eviction', (object) => Number(one(object, 'spec maxUnavailable')) >= 1),
    mutant: (world) => change(world, ['PodDisruptionBudget'], 'spec', 'maxUnavailable', 0),
  },
  {
    title: 'pods are spread over nodes',
    problems: (world) =>
      each(serving(world), 'spread', (object) =>
        lists(object, 'spec template spec topologySpreadConstraints[] topologyKey', 'kubernetes.io/hostname'),
      ),
    mutant: setPod('topologySpreadConstraints', undefined),
  },
  {
    title: 'a Deployment surges, a Rollout is analysed after each share of traffic, or before and after its switch',
    problems: (world) =>
      each(serving(world), 'strategy', (object) => {
        if (object.kind === 'Deployment') return is('spec strategy rollingUpdate', { maxSurge: '25%', maxUnavailable: 0 })(object);
        if (one(object, 'spec strategy blueGreen') !== undefined) {
          return ['pre', 'post'].every((when) => every(object, `spec strategy blueGreen ${when}PromotionAnalysis templates[]`).length > 0);
        }
        const steps = every(object, 'spec strategy canary steps[]') as Record<string, unknown>[];
        const shares = steps.flatMap((step, index) => (Number(step['setWeight'] ?? 0) > 0 ? [index] : []));
        return (
          shares.length > 0 &&
          shares.every((share, place) => steps.slice(share, shares[place + 1]).some((step) => step['analysis'] !== undefined))
        );
      }),
    mutant: (world) => change(world, SERVING, 'spec', 'strategy', { canary: { steps: [{ setWeight: 5 }] } }),
  },
  {
    title: 'selectors match the template, and every Service has a workload with its target port',
    problems: (world) => {
      const labelsIn = (object: Manifest): string => JSON.stringify(one(object, 'spec template metadata labels')).slice(1, -1);
      const selects = (object: Manifest, workload: Manifest, path: Path) =>
        labelsIn(workload).startsWith(labelsOf(object, path).slice(1, -1));
      return [
        ...each(serving(world), 'selector', (object) => selects(object, object, 'spec selector matchLabels')),
        ...each(of(world.unit, 'Service'), 'target', (object) => {
          const selected = serving(world).filter((workload) => selects(object, workload, 'spec selector'));
          const [workload, ...others] = selected;
          const open = every(workload, `${SERVER} ports[] name`);
          return others.length === 0 && every(object, 'spec ports[] targetPort').every((port) => open.includes(port));
        }),
      ];
    },
    mutant: (world) => change(world, ['Service'], 'spec', 'selector', { 'app.kubernetes.io/name': 'other' }),
  },
  {
    title: 'every pod has a service account of its own that exists',
    problems: (world) => {
      const used = workloads(world).map((object) => one(podOf(object), 'serviceAccountName'));
      return [
        ...pods('account', (pod) => accounts(world).includes(String(one(pod, 'serviceAccountName'))))(world),
        ...(new Set(used).size === used.length ? [] : ['two workloads share an account']),
      ];
    },
    mutant: setPod('serviceAccountName', 'default'),
  },
  {
    title: 'no token is mounted unless the pod asks for it',
    problems: (world) => [
      ...each(of(world.unit, 'ServiceAccount'), 'token', is('automountServiceAccountToken', false)),
      ...each(serving(world), 'token', is('spec template spec automountServiceAccountToken', false)),
    ],
    mutant: (world) => change(world, ['ServiceAccount'], '', 'automountServiceAccountToken', undefined),
  },
  {
    title: 'no right is a wildcard, reaches secrets, or is of the cluster',
    problems: (world) => [
      ...rules(world).flatMap((rule) => strings(rule).filter((text) => text === '*' || text === 'secrets')),
      ...of(manifestsOf(world), 'ClusterRole', 'ClusterRoleBinding').map((object) => label(object, 'cluster-wide')),
      ...of(manifestsOf(world), 'RoleBinding')
        .filter((object) => one(object, 'roleRef kind') !== 'Role')
        .map((object) => label(object, 'binds a cluster role')),
    ],
    mutant: (world) => change(world, ['Role'], 'rules[]', 'resources', ['*']),
  },
  {
    title: 'nobody may create pods',
    problems: (world) =>
      rules(world).flatMap((rule) =>
        every(rule, 'resources[]')
          .filter((resource) => String(resource).startsWith('pods'))
          .map(String),
      ),
    mutant: (world) => change(world, ['Role'], 'rules[]', 'resources', ['pods']),
  },
  {
    title: 'the namespace denies all connections both ways, and each workload names what it needs, DNS by name',
    problems: (world) => [
      ...each(
        of(world.platform, 'NetworkPolicy').filter(({ metadata }) => metadata.name === 'default-deny'),
        'default deny',
        (object) =>
          is('spec podSelector', {})(object) &&
          is('spec policyTypes', ['Ingress', 'Egress'])(object) &&
          one(object, 'spec ingress') === undefined &&
          one(object, 'spec egress') === undefined,
      ),
      ...workloads(world).flatMap((workload) => {
        const pod = isWorkflow(workload) ? one(podOf(workload), 'podMetadata labels') : one(workload, 'spec template metadata labels');
        const name = (pod as Record<string, string>)['app.kubernetes.io/name'];
        const own = of([...world.unit, ...world.platform], 'NetworkPolicy').filter(
          (object) => JSON.stringify(one(object, 'spec podSelector matchLabels')) === JSON.stringify({ 'app.kubernetes.io/name': name }),
        );
        return each(
          own,
          `policy of ${workload.metadata.name}`,
          (object) => lists(object, 'spec egress[] ports[] port', 53) && every(object, 'spec egress[] to[] podSelector').length > 0,
        );
      }),
    ],
    mutant: (world) => without(world, 'NetworkPolicy'),
  },
  {
    title: 'nothing is in the default namespace',
    problems: (world) =>
      manifestsOf(world)
        .filter(({ kind, metadata }) => kind !== 'Namespace' && [undefined, 'default'].includes(metadata.namespace))
        .map((object) => label(object, 'namespace')),
    mutant: (world) => change(world, ['Service'], 'metadata', 'namespace', 'default'),
  },
  {
    title: 'no Secret is written, and no variable reads one or holds a credential',
    problems: (world) => [
      ...of(manifestsOf(world), 'Secret').map((object) => label(object, 'secret')),
      ...containers('variable', (container) =>
        every(container, 'env[]').every(
          (variable) =>
            one(variable, 'valueFrom secretKeyRef') === undefined && !/secret|token|password|key/i.test(String(one(variable, 'name'))),
        ),
      )(world),
    ],
    mutant: setServer('env', [{ name: 'PASSWORD', value: 'x' }]),
  },
  {
    title: 'no Service is exposed outside the cluster',
    problems: ({ unit }) => each(of(unit, 'Service'), 'type', is('spec type', 'ClusterIP')),
    mutant: (world) => change(world, ['Service'], 'spec', 'type', 'LoadBalancer'),
  },
  {
    title: 'no API version or field is deprecated',
    problems: (world) => [
      ...manifestsOf(world)
        // EnvoyFilter has no other version: Istio will not call it stable.
        .filter(({ kind }) => kind !== 'EnvoyFilter')
        .filter(({ apiVersion }) => /beta|alpha[2-9]/.test(apiVersion) || apiVersion.startsWith('extensions/'))
        .map((object) => label(object, object.apiVersion)),
      ...pods('serviceAccount', (pod) => one(pod, 'serviceAccount') === undefined)(world),
    ],
    mutant: (world) => change(world, ['HorizontalPodAutoscaler'], '', 'apiVersion', 'autoscaling/v2beta2'),
  },
  {
    title: 'everything in a unit names its owner and a contact',
    problems: ({ unit }) =>
      each(unit, 'owner', ({ metadata }) => {
        const owner = (metadata['labels'] as Record<string, string>)['modelgate.dev/owner'];
        const contact = (metadata['annotations'] as Record<string, string>)['modelgate.dev/contact'];
        return owner !== undefined && /^[^@]+@[^@]+$/.test(contact ?? '');
      }),
    mutant: (world) => change(world, SERVING, 'metadata annotations', 'modelgate.dev/contact', undefined),
  },
  {
    title: 'the mesh is strict in the namespace',
    problems: ({ platform }) => each(of(platform, 'PeerAuthentication'), 'strict', is('spec', { mtls: { mode: 'STRICT' } })),
    mutant: (world) => change(world, ['PeerAuthentication'], 'spec mtls', 'mode', 'PERMISSIVE'),
  },
  {
    title: 'all calls are denied, and allowed again by identity, never by path alone',
    problems: ({ platform, unit }) => [
      ...each(of(platform, 'AuthorizationPolicy'), 'deny all', is('spec', {})),
      ...each(of(unit, 'AuthorizationPolicy'), 'identity', (object) =>
        every(object, 'spec rules[]').every((rule) => {
          const principals = every(rule, 'from[] source principals[]');
          return principals.length > 0 && principals.every((principal) => /^cluster\.local\/ns\/[a-z0-9-]+\/sa\/./.test(String(principal)));
        }),
      ),
    ],
    mutant: (world) => change(world, ['AuthorizationPolicy'], 'spec rules[]', 'from', undefined),
  },
  {
    title: 'projects list sources, destinations and kinds without a wildcard, no cluster-scoped kind for models, and warn about orphans',
    problems: ({ argocd }) => {
      const projects = of(argocd, 'AppProject');
      const models = projects.filter(({ metadata }) => metadata.name.startsWith('models-'));
      return [
        // Cron's asterisk is no wildcard.
        ...each(projects, 'wildcard', (object) =>
          strings({ ...(object['spec'] as object), syncWindows: every(object, 'spec syncWindows[] namespaces') }).every(
            (text) => !text.includes('*'),
          ),
        ),
        ...each(models, 'cluster kinds', is('spec clusterResourceWhitelist', [])),
        ...each(models, 'kinds', (object) => every(object, 'spec namespaceResourceWhitelist[]').length > 0),
        ...each(models, 'orphans', is('spec orphanedResources warn', true)),
      ];
    },
    mutant: (world) => change(world, ['AppProject'], 'spec', 'sourceRepos', ['*']),
  },
  {
    title: 'applications have a project of their own, never sync an empty folder, and a vanished folder deletes nothing in production',
    problems: ({ argocd, progressive }) =>
      each(of(argocd, 'ApplicationSet'), 'bounds', (object) => {
        const spec = one(object, 'spec template spec');
        return (
          one(spec, 'project') !== 'default' &&
          one(spec, 'syncPolicy automated allowEmpty') === undefined &&
          lists(spec, 'syncPolicy syncOptions[]', 'PruneLast=true') &&
          one(spec, 'source targetRevision') === 'main' &&
          (!progressive ||
            // An application that goes leaves behind what it applied.
            is('spec syncPolicy preserveResourcesOnDeletion', true)(object))
        );
      }),
    mutant: (world) => change(world, ['ApplicationSet'], 'spec template spec syncPolicy automated', 'allowEmpty', true),
  },
  {
    title: 'workflows collect their pods, have a deadline and an account, and no privileged step',
    problems: (world) =>
      each(workloads(world).filter(isWorkflow), 'workflow', (object) => {
        const spec = podOf(object);
        return (
          one(spec, 'podGC strategy') !== undefined &&
          Number(one(spec, 'activeDeadlineSeconds')) > 0 &&
          accounts(world).includes(String(one(spec, 'serviceAccountName'))) &&
          containersOf(object).every(is('securityContext privileged', false))
        );
      }),
    mutant: (world) => change(world, ['WorkflowTemplate'], 'spec', 'activeDeadlineSeconds', undefined),
  },
  {
    title: 'an analysis says how many failures, unclear answers and errors it forgives, and needs more measurements than those',
    problems: ({ unit, progressive }) =>
      progressive
        ? each(of(unit, 'AnalysisTemplate'), 'limits', (object) =>
            every(object, 'spec metrics[]').every((metric) => {
              const [failures, unclear, errors] = ['failureLimit', 'inconclusiveLimit', 'consecutiveErrorLimit'].map((limit) =>
                one(metric, limit),
              );
              if (typeof failures !== 'number' || typeof unclear !== 'number' || typeof errors !== 'number') return false;
              return Number(one(metric, 'count')) > failures + unclear;
            }),
          )
        : [],
    mutant: (world) => change(world, ['AnalysisTemplate'], 'spec metrics[]', 'inconclusiveLimit', undefined),
  },
];
