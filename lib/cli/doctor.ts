import { execFile } from 'node:child_process';
import { messageOf, UserError } from '../errors.ts';
import { searchPath } from '../search-path.ts';
import { distinct, judgeVersion, needOf, projectOf, type Need, type Version } from './cluster-needs.ts';
import { flag, text, texts, type Command, type Io } from './command.ts';
import { doctorRepository } from './doctor-repository.ts';
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
    const over = await freezesOver(root);
    if (flag(given, 'json')) {
      io.out(`${JSON.stringify({ schemaVersion: 1, kinds: needs.length, lacks, versions, executors, freezesOver: over }, null, 2)}\n`);
    } else {
      for (const { name, seen, oldest, enough, why } of versions) {
        io.out(enough ? `ok     ${name} ${seen}\n` : `old    ${name} ${seen}: expected ${oldest} or newer, ${why}\n`);
      }
      for (const { apiVersion, kind, project, served } of lacks) {
        const instead = served.length === 0 ? 'its group is not there' : `the cluster serves ${served.join(', ')}`;
        io.out(`lacks  ${apiVersion} ${kind}: ${instead}\n  fix: Install ${project}, or a release of it that serves this version.\n`);
      }
      if (executors !== null) io.out(executors.length === 0 ? NO_EXECUTOR : executors.map(executorLine).join(''));
      for (const freeze of over)
        io.out(`over   ${freeze}\n  fix: Take it out of modelgate.config.ts: cron has no year, so it comes back.\n`);
      io.out(`${String(needs.length - lacks.length)} of ${String(needs.length)} kinds in synth/ are served\n`);
    }
    const strict = executors === null || (executors.length > 0 && executors.every(({ deviations }) => deviations.length === 0));
    return lacks.length > 0 || !strict || versions.some(({ enough }) => !enough) ? 1 : 0;
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

async function executorsOf(kubectl: Kubectl): Promise<readonly Executor[]> {
  const { judgeExecutor } = await import('./executor-needs.ts');
  const columns = 'custom-columns=namespace:.metadata.namespace,name:.metadata.name';
  const listed = await kubectl('get', 'configmaps', '--all-namespaces', '--no-headers', '--output', columns);
  const executors: Executor[] = [];
  for (const line of listed.split('\n')) {
    const [namespace = '', name = ''] = line.trim().split(/\s+/);
    if (!name.endsWith(CONTROLLER_CONFIG)) continue;
    const found = JSON.parse(await kubectl('get', 'configmap', name, '--namespace', namespace, '--output', 'json')) as {
      readonly data?: Readonly<Record<string, string>>;
    };
    executors.push({ configMap: `${namespace}/${name}`, deviations: judgeExecutor(found.data ?? {}) });
  }
  return executors;
}

function executorLine({ configMap, deviations }: Executor): string {
  if (deviations.length === 0) return `ok     executor of Argo Workflows (${configMap})\n`;
  const differs = deviations.map(({ field, seen, expected }) => `${field} is ${seen}, expected ${expected}`).join('; ');
  return `lax    ${configMap}: ${differs}: namespaces of models refuse every pod of a workflow\n  fix: Correct it there; what they need is ${EXECUTOR}.\n`;
}

async function freezesOver(root: string): Promise<readonly string[]> {
  const { loadConfig } = await import('../synth/index.ts');
  const today = new Date().toISOString().slice(0, 10);
  return (await loadConfig(root)).environments.flatMap(({ name, freeze = [] }) =>
    freeze.filter(({ to }) => to < today).map(({ from, to, reason }) => `freeze of ${name} from ${from} to ${to} (${reason})`),
  );
}
