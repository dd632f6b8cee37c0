import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyCrds, startKube, type Kube, type KubeObject } from '../cluster/kube.ts';
import { freePorts } from '../cluster/ports.ts';
import { waitFor, type Processes, type Running } from '../cluster/processes.ts';

/** Programs that a control plane is made of, and where each is. */
export const PROGRAMS = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'rollouts-controller',
  'workflow-controller',
  'events-relay',
  'argocd-core',
  'kubectl',
] as const;
export type Programs = Readonly<Record<(typeof PROGRAMS)[number], string>>;

/** Controllers that a Deployment, a Job and a namespace need. The scheduler and the nodes are what is missing. */
const CONTROLLERS = [
  'replicaset-controller',
  'deployment-controller',
  'job-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'endpointslice-controller',
  'disruption-controller',
];

const READY_SECONDS = 180;

/** Seconds between two looks of Argo CD at git that nobody asked for. */
const RESYNC_SECONDS = 20;

export interface ControlPlane {
  readonly kube: Kube;
  readonly crds: number;
}

async function answers(url: string): Promise<true | string> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(2000) });
    return status < 500 ? true : `${url}: ${String(status)}`;
  } catch (error) {
    return `${url}: ${error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)}`;
  }
}

async function ready(one: Running, url: string): Promise<void> {
  await waitFor(one.name, one, READY_SECONDS, () => answers(url));
}

async function startControllers(processes: Processes, programs: Programs, kubeconfig: string): Promise<void> {
  const [manager = 0, metrics = 0, health = 0] = await freePorts(3);
  const started = processes.start('kube-controller-manager', programs['kube-controller-manager'], [
    ...['--kubeconfig', kubeconfig, '--leader-elect=false'],
    ...['--bind-address', '127.0.0.1', '--secure-port', String(manager), '--cert-dir', path.join(processes.folder, 'manager')],
    ...['--controllers', CONTROLLERS.join(',')],
  ]);
  const rollouts = processes.start('rollouts-controller', programs['rollouts-controller'], [
    ...['--kubeconfig', kubeconfig, '--leader-elect=false'],
    ...['--metricsport', String(metrics), '--healthzPort', String(health), '--loglevel', 'info'],
  ]);
  const workflows = processes.start(
    'workflow-controller',
    programs['workflow-controller'],
    [
      ...['--kubeconfig', kubeconfig, '--namespace', WORKFLOWS, '--managed-namespace', 'models-prod', '--namespaced'],
      ...['--executor-image', 'argoexec'],
    ],
    { ...process.env, LEADER_ELECTION_DISABLE: 'true' },
  );
  await ready(rollouts, `http://127.0.0.1:${String(health)}/healthz`);
  // Its address for health is the same on every machine.
  await ready(workflows, 'http://127.0.0.1:6060/healthz');
  if (!started.isRunning()) await waitFor(started.name, started, 0, () => Promise.resolve('ended'));
}

/** Where Argo Workflows is installed. */
const WORKFLOWS = 'argo';

/** What the namespaces' standard asks of the containers that Argo puts beside a step: without it every pod of a workflow is refused. */
const EXECUTOR = `securityContext:
  allowPrivilegeEscalation: false
  capabilities: { drop: [ALL] }
`;

/** What the installations of Argo CD, Argo Workflows and Istio bring along; the rest comes from the repository. */
const INSTALLATION: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: WORKFLOWS } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'workflow-controller-configmap', namespace: WORKFLOWS },
    data: { executor: EXECUTOR, metricsConfig: 'enabled: false\n', telemetryConfig: 'enabled: false\n' },
  } as KubeObject,
  // Istio's installation makes it.
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'istio-ingress' } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    data: { 'timeout.reconciliation': `${String(RESYNC_SECONDS)}s` },
  } as KubeObject,
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argocd-rbac-cm', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
  } as KubeObject,
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-secret', namespace: 'argocd', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
    stringData: { 'server.secretkey': 'of-a-cluster-that-lives-for-minutes' },
  } as KubeObject,
];

async function startArgoCd(processes: Processes, program: string, kubeconfig: string): Promise<void> {
  const home = path.join(processes.folder, 'argocd');
  const place = (name: string): string => {
    const folder = path.join(home, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const ssh = place('ssh');
  writeFileSync(path.join(ssh, 'ssh_known_hosts'), '');
  const env = {
    PATH: process.env['PATH'],
    HOME: place('home'),
    TMPDIR: place('tmp'),
    KUBECONFIG: kubeconfig,
    HOSTNAME: 'argocd-application-controller-0',
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_TLS_DATA_PATH: place('tls'),
    ARGOCD_SSH_DATA_PATH: ssh,
    ARGOCD_GPG_DATA_PATH: place('gpg'),
    ARGOCD_GNUPGHOME: place('gpg'),
    ARGOCD_PLUGINSOCKFILEPATH: place('plugins'),
  };
  const [redis = 0, repo = 0, repoMetrics = 0, application = 0, setMetrics = 0, setProbe = 0] = await freePorts(6);
  const at = (port: number): string => `127.0.0.1:${String(port)}`;
  const logging = ['--logformat', 'text', '--loglevel', 'info'];
  processes.start('argocd-redis', program, ['redis', '--address', at(redis)], env);
  const repoServer = processes.start(
    'argocd-repo-server',
    program,
    [
      ...['repo-server', '--address', '127.0.0.1', '--port', String(repo), '--metrics-address', '127.0.0.1'],
      ...['--metrics-port', String(repoMetrics), '--redis', at(redis), ...logging],
    ],
    env,
  );
  const controller = processes.start(
    'argocd-application-controller',
    program,
    [
      ...['application-controller', '--namespace', 'argocd', '--redis', at(redis), '--repo-server', at(repo)],
      ...['--metrics-port', String(application), '--app-resync', String(RESYNC_SECONDS), ...logging],
    ],
    env,
  );
  const sets = processes.start(
    'argocd-applicationset-controller',
    program,
    [
      ...['applicationset-controller', '--namespace', 'argocd', '--argocd-repo-server', at(repo)],
      ...['--metrics-addr', at(setMetrics), '--probe-addr', at(setProbe), ...logging],
    ],
    env,
  );
  await ready(repoServer, `http://${at(repoMetrics)}/metrics`);
  await ready(controller, `http://${at(application)}/metrics`);
  await ready(sets, `http://${at(setProbe)}/healthz`);
}

/**
 * Starts a control plane with Argo CD and Argo Rollouts, without nodes.
 * @throws UserError `cluster.*`
 */
export async function startControlPlane(processes: Processes, programs: Programs, crds: string): Promise<ControlPlane> {
  const kube = await startKube(processes, programs);
  const count = await applyCrds(kube, crds);
  for (const object of INSTALLATION) {
    const { status, body } = await kube.apply(object);
    if (status >= 300) throw new Error(`${object.kind} ${object.metadata.name}: ${JSON.stringify(body)}`);
  }
  await startControllers(processes, programs, kube.kubeconfig);
  await startArgoCd(processes, programs['argocd-core'], kube.kubeconfig);
  return { kube, crds: count };
}
