import { execFile } from 'node:child_process';
import type { Config } from '../contracts/config.ts';
import { messageOf, UserError } from '../errors.ts';
import { searchPath } from '../search-path.ts';
import { distinct, judgeVersion, needOf, projectOf, type Need, type Version } from './cluster-needs.ts';
import { flag, text, texts, type Command, type Io } from './command.ts';
import { doctorRepository } from './doctor-repository.ts';
import type { AccessLog } from './access-log-needs.ts';
import type { Executor } from './executor-needs.ts';
import { GITHUB_OPTIONS } from './github.ts';
import { repositoryRoot } from './repository.ts';

/** Runs kubectl with these arguments and returns what it printed. */
type Kubectl = (...args: readonly string[]) => Promise<string>;

interface Lack extends Need {
  /** Whose release brings it. */
  readonly project: string;
  /** Versions of the kind's group that the cluster serves. */
  readonly served: readonly string[];
}

const TIMEOUT = '--request-timeout=20s';

/** Says what stands in the way. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'tell what is missing to run what is in synth/, or what lets people around the gate',
  options: [
    { flags: '--cluster', kind: 'flag', help: 'ask the cluster of the current kubeconfig context, through kubectl' },
    { flags: '--env <name>', kind: 'texts', help: 'only what this environment’s cluster needs (repeatable)' },
    ...GITHUB_OPTIONS.map((option) => ({ ...option, required: false })),
  ],
  examples: [
    ['modelgate doctor --cluster', 'exit 1 when the cluster lacks a kind, or a program in it is too old or set up otherwise than needed'],
    [
      'modelgate doctor --repo acme/models',
      'exit 1 when its settings on GitHub let people around the gate, 2 when the token may not see whether; needs `administration: read`',
    ],
    ['modelgate doctor --cluster --env prod', 'without the kinds that only the other environments and Argo CD’s own cluster need'],
  ],
  async run(given, io) {
    if (flag(given, 'cluster') === (text(given, 'repo') !== undefined)) {
      throw new UserError(
        'usage.one_patient',
        'doctor: expected either --cluster or --repo',
        'Name what to look at: the cluster that runs the models, or the repository that holds them.',
      );
    }
    if (!flag(given, 'cluster')) return doctorRepository(given, io);
    const root = repositoryRoot(io.cwd);
    const needs = await needsOf(root, texts(given, 'env'));
    const kubectl = await kubectlOf(io);
    const versions = await versionsOf(kubectl);
    const lacks = await lacksOf(needs, kubectl);
    const executors = needs.some(isWorkflow) && !lacks.some(isWorkflow) ? await executorsOf(kubectl) : null;
    const config = await configOf(root);
    const accessLogs = needs.some(isTelemetry) && !lacks.some(isTelemetry) ? await accessLogsOf(kubectl, config) : [];
    const over = freezesOver(config);
    if (flag(given, 'json')) {
      io.out(
        `${JSON.stringify({ schemaVersion: 1, kinds: needs.length, lacks, versions, executors, accessLogs, freezesOver: over }, null, 2)}\n`,
      );
    } else {
      for (const { name, seen, oldest, enough, why } of versions) {
        io.out(enough ? `ok     ${name} ${seen}\n` : `old    ${name} ${seen}: expected ${oldest} or newer, ${why}\n`);
      }
      for (const { apiVersion, kind, project, served } of lacks) {
        const instead = served.length === 0 ? 'its group is not there' : `the cluster serves ${served.join(', ')}`;
        io.out(`lacks  ${apiVersion} ${kind}: ${instead}\n  fix: Install ${project}, or a release of it that serves this version.\n`);
      }
      if (executors !== null) io.out(executors.length === 0 ? NO_EXECUTOR : executors.map(executorLine).join(''));
      io.out(accessLogs.map(accessLogLine).join(''));
      for (const freeze of over)
        io.out(`over   ${freeze}\n  fix: Take it out of modelgate.config.ts: cron has no year, so it comes back.\n`);
      io.out(`${String(needs.length - lacks.length)} of ${String(needs.length)} kinds in synth/ are served\n`);
    }
    const strict = executors === null || (executors.length > 0 && executors.every(({ deviations }) => deviations.length === 0));
    const told = accessLogs.every(({ deviations }) => deviations.length === 0);
    return lacks.length > 0 || !strict || !told || versions.some(({ enough }) => !enough) ? 1 : 0;
  },
};

async function needsOf(root: string, environments: readonly string[]): Promise<readonly Need[]> {
  const { workTree } = await import('../evidence/index.ts');
  const tree = workTree(root);
  const paths = (await tree.list('synth/')).filter((path) => {
    const [, environment = ''] = path.split('/');
    return path.endsWith('.yaml') && (environments.length === 0 || environments.includes(environment));
  });
  const needs: Need[] = [];
  for (const path of paths) {
    const need = needOf(Buffer.from((await tree.read(path)) ?? []).toString('utf8'));
    if (need !== null) needs.push(need);
  }
  if (needs.length > 0) return distinct(needs);
  const where = environments.length === 0 ? 'synth/' : environments.map((name) => `synth/${name}/`).join(', ');
  throw new UserError('doctor.nothing', `${where}: no manifest; expected at least one`, 'Run `npx modelgate synth`, or correct --env.');
}

async function kubectlOf({ env }: Io): Promise<Kubectl> {
  const program = await searchPath('kubectl', env);
  if (program === null) {
    throw new UserError(
      'kubectl.missing',
      'no kubectl on the PATH; expected it, because it knows how to reach the cluster',
      'Install kubectl.',
    );
  }
  return (...args) =>
    new Promise((resolve, reject) => {
      execFile(program, [TIMEOUT, ...args], { env: { ...env }, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else {
          const said = stderr.trim().split('\n').at(-1) ?? '';
          reject(
            new UserError(
              'kubectl.failed',
              `kubectl ${args.join(' ')}: ${said === '' ? messageOf(error) : said}`,
              'Run `kubectl cluster-info`: the current context has to name a cluster that answers you.',
              { cause: error },
            ),
          );
        }
      });
    });
}

function isNotFound(thrown: unknown): boolean {
  return thrown instanceof UserError && /NotFound|could not find the requested resource|404/.test(thrown.message);
}

/** Discovery of one path; null when the server has nothing there. */
async function discover(kubectl: Kubectl, path: string): Promise<unknown> {
  try {
    return JSON.parse(await kubectl('get', '--raw', path)) as unknown;
  } catch (thrown) {
    if (isNotFound(thrown)) return null;
    throw thrown;
  }
}

async function lacksOf(needs: readonly Need[], kubectl: Kubectl): Promise<readonly Lack[]> {
  const kinds = new Map<string, readonly string[]>();
  const lacks: Lack[] = [];
  for (const need of needs) {
    const { apiVersion, kind } = need;
    if (!kinds.has(apiVersion)) {
      const answer = await discover(kubectl, apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`);
      kinds.set(
        apiVersion,
        ((answer as { readonly resources?: readonly Need[] } | null)?.resources ?? []).map((resource) => resource.kind),
      );
    }
    if (kinds.get(apiVersion)?.includes(kind) === true) continue;
    const [group = ''] = apiVersion.split('/');
    const known = (await discover(kubectl, `/apis/${group}`)) as { readonly versions?: readonly { readonly version: string }[] } | null;
    lacks.push({ ...need, project: projectOf(need), served: (known?.versions ?? []).map(({ version }) => `${group}/${version}`) });
  }
  return lacks;
}

interface Workloads {
  readonly items: readonly {
    readonly metadata: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly image: string }[] } } };
  }[];
}

/** Programs in the cluster whose version matters, by the label that their manifests give them. */
const PARTS: Readonly<Record<string, string>> = { argocd: 'Argo CD', 'argo-rollouts': 'Argo Rollouts' };

async function versionsOf(kubectl: Kubectl): Promise<readonly Version[]> {
  const { gitVersion } = JSON.parse(await kubectl('get', '--raw', '/version')) as { readonly gitVersion: string };
  const selector = `app.kubernetes.io/part-of in (${Object.keys(PARTS).join(', ')})`;
  const listed = await kubectl('get', 'deployments,statefulsets', '--all-namespaces', '--selector', selector, '--output', 'json');
  const seen = new Map<string, string>([['Kubernetes', gitVersion]]);
  for (const { metadata, spec } of (JSON.parse(listed) as Workloads).items) {
    const name = PARTS[metadata.labels?.['app.kubernetes.io/part-of'] ?? ''];
    const tag = /\/(?:argocd|argo-rollouts):(v[^@]+)/.exec(spec.template.spec.containers[0]?.image ?? '')?.[1];
    if (name !== undefined && tag !== undefined) seen.set(name, tag);
  }
  return [...seen].flatMap(([name, version]) => judgeVersion(name, version) ?? []);
}

/** What Argo Workflows' controller makes pods of. */
function isWorkflow({ apiVersion, kind }: Need): boolean {
  return apiVersion.startsWith('argoproj.io/') && ['CronWorkflow', 'WorkflowTemplate'].includes(kind);
}

/** The end of every name that an installation gives its controller's configuration: Argo's manifests this alone, its Helm chart one that starts with the release's. */
const CONTROLLER_CONFIG = 'workflow-controller-configmap';
const EXECUTOR = '`executor: { securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }`';
const NO_EXECUTOR = `lacks  ConfigMap ${CONTROLLER_CONFIG}, in any namespace: expected the configuration of Argo Workflows\n  fix: Make it beside the controller, with ${EXECUTOR}.\n`;

/** Every ConfigMap of that name, in any namespace. */
async function configMaps(
  kubectl: Kubectl,
  isWanted: (name: string) => boolean,
): Promise<readonly { readonly configMap: string; readonly data: Readonly<Record<string, string>> }[]> {
  const columns = 'custom-columns=namespace:.metadata.namespace,name:.metadata.name';
  const listed = await kubectl('get', 'configmaps', '--all-namespaces', '--no-headers', '--output', columns);
  const found = [];
  for (const line of listed.split('\n')) {
    const [namespace = '', name = ''] = line.trim().split(/\s+/);
    if (!isWanted(name)) continue;
    const { data = {} } = JSON.parse(await kubectl('get', 'configmap', name, '--namespace', namespace, '--output', 'json')) as {
      readonly data?: Readonly<Record<string, string>>;
    };
    found.push({ configMap: `${namespace}/${name}`, data });
  }
  return found;
}

async function executorsOf(kubectl: Kubectl): Promise<readonly Executor[]> {
  const { judgeExecutor } = await import('./executor-needs.ts');
  const found = await configMaps(kubectl, (name) => name.endsWith(CONTROLLER_CONFIG));
  return found.map(({ configMap, data }) => ({ configMap, deviations: judgeExecutor(data) }));
}

function executorLine({ configMap, deviations }: Executor): string {
  if (deviations.length === 0) return `ok     executor of Argo Workflows (${configMap})\n`;
  const differs = deviations.map(({ field, seen, expected }) => `${field} is ${seen}, expected ${expected}`).join('; ');
  return `lax    ${configMap}: ${differs}: namespaces of models refuse every pod of a workflow\n  fix: Correct it there; what they need is ${EXECUTOR}.\n`;
}

/** What istiod reads the mesh's settings from: `istio`, or `istio-<revision>`. */
const MESH_CONFIG = /^istio(-[a-z0-9-]+)?$/;
/** Where such a ConfigMap keeps them. */
const MESH_KEY = 'mesh';

function isTelemetry({ apiVersion, kind }: Need): boolean {
  return apiVersion.startsWith('telemetry.istio.io/') && kind === 'Telemetry';
}

/** Empty where the mesh keeps its settings elsewhere: what can't be read is not judged. */
async function accessLogsOf(kubectl: Kubectl, { istio }: Config): Promise<readonly AccessLog[]> {
  const { judgeAccessLog } = await import('./access-log-needs.ts');
  const found: AccessLog[] = [];
  for (const { configMap, data } of await configMaps(kubectl, (name) => MESH_CONFIG.test(name))) {
    const mesh = data[MESH_KEY];
    if (mesh !== undefined) found.push({ configMap, deviations: judgeAccessLog(mesh, istio.accessLog?.provider) });
  }
  return found;
}

function accessLogLine({ configMap, deviations }: AccessLog): string {
  if (deviations.length === 0) return `ok     access log of Istio (${configMap})\n`;
  return `lax    ${configMap}: ${deviations.join('; ')}: calls can't be found by what the servers log\n  fix: Correct it there; docs/logs.md has settings to take.\n`;
}

async function configOf(root: string): Promise<Config> {
  const { loadConfig } = await import('../synth/index.ts');
  return loadConfig(root);
}

function freezesOver({ environments }: Config): readonly string[] {
  const today = new Date().toISOString().slice(0, 10);
  return environments.flatMap(({ name, freeze = [] }) =>
    freeze.filter(({ to }) => to < today).map(({ from, to, reason }) => `freeze of ${name} from ${from} to ${to} (${reason})`),
  );
}
