import type { IWorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1/WorkflowTemplate';
import type { Config } from '../../contracts/config.ts';
import { selectorLabels } from '../metadata.ts';
import { containerSecurity, podSecurity } from '../security/hardening.ts';
import { githubOf } from '../github-of.ts';

type Spec = NonNullable<IWorkflowTemplate['spec']>;
export type Template = NonNullable<Spec['templates']>[number];

/** What the steps of a run share: the checkout, and what one leaves for the next. */
export const WORKSPACE = '/workspace';
export const CHECKOUT = `${WORKSPACE}/repository`;
/** Output parameters are files here: one a value. */
export const OUTPUTS = '/tmp/outputs';

const TOKEN_FOLDER = '/var/run/secrets/modelgate/pipeline';
/** The key of the Secret, and the file in it, that holds the token for pull requests. */
export const TOKEN = 'github-token';

const KEY_FOLDER = '/var/run/secrets/modelgate/evidence';
/** The key of the Secret, and the file in it, that holds the private key that signs evidence. */
export const EVIDENCE_KEY = 'evidence-key';
export const EVIDENCE_KEY_FILE = `${KEY_FOLDER}/${EVIDENCE_KEY}`;

const RESOURCES = { cpu: '1', memory: '2Gi' };
/** Also the longest cooldown, because the runs before a run are counted as long as they are kept. */
const KEEP_SECONDS = 7 * 24 * 3600;

/** What a pipeline is, besides its templates. */
export interface Frame {
  /** Of its account and its mutex, and of the labels that its runs are counted and its pods' connections are allowed by. */
  readonly name: string;
  readonly deadlineSeconds: number;
  /** Steps share one volume. */
  readonly shared: boolean;
  /** Some steps have an empty volume of their own. */
  readonly scratch: boolean;
  /** The Secret of the token, for pipelines that propose something. */
  readonly tokenSecret?: string;
  /** The Secret of the key, for pipelines that sign something. */
  readonly keySecret?: string;
}

/**
 * Everything of a workflow but its templates and arguments. One run at a time holds the mutex, whatever started it; a finished run goes after
 * seven days, its pods at once unless they failed.
 */
export function frame({ name, deadlineSeconds, shared, scratch, tokenSecret, keySecret }: Frame) {
  return {
    activeDeadlineSeconds: deadlineSeconds,
    // A failed run's pods stay until the run itself goes, for their logs.
    podGC: { strategy: 'OnPodSuccess' },
    ttlStrategy: { secondsAfterCompletion: KEEP_SECONDS },
    synchronization: { mutexes: [{ name }] },
    workflowMetadata: { labels: { 'modelgate.dev/pipeline': name } },
    serviceAccountName: name,
    // Asked for: the executor beside each step reports its result to the API server; the namespace's roles allow little else.
    automountServiceAccountToken: true,
    securityContext: podSecurity(),
    // No proxy: a step ends when its own container does, and nothing calls it.
    podMetadata: { labels: { ...selectorLabels(name), 'sidecar.istio.io/inject': 'false' } },
    ...(shared
      ? {
          volumeClaimTemplates: [
            {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              metadata: { name: 'workspace' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
            },
          ],
          volumeClaimGC: { strategy: 'OnWorkflowCompletion' },
        }
      : {}),
    volumes: [
      { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
      ...(scratch ? [{ name: 'scratch', emptyDir: { sizeLimit: '5Gi' } }] : []),
      ...secretVolume('token', TOKEN, tokenSecret),
      ...secretVolume('evidence-key', EVIDENCE_KEY, keySecret),
    ],
  } satisfies Spec;
}

/** One key of a Secret as a file; nothing without a Secret. */
function secretVolume(name: string, key: string, secretName: string | undefined) {
  if (secretName === undefined) return [];
  return [{ name, secret: { secretName, defaultMode: 0o440, optional: false, items: [{ key, path: key }] } }];
}

/** One step: a container that runs one command in the checkout. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** Names of input parameters, which tasks pass. */
  readonly inputs?: readonly string[];
  /** Names of output parameters: files that the command writes in `OUTPUTS`. */
  readonly outputs?: readonly string[];
  /** Fetches the repository, whole: verdicts look at its history. */
  readonly checkout?: boolean;
  /** Downloads this to that path. */
  readonly download?: { readonly url: string; readonly path: string };
  /** Works in an empty volume of its own, not in the shared one. */
  readonly scratch?: boolean;
  readonly token?: boolean;
  /** Mounts the key that signs evidence. */
  readonly evidenceKey?: boolean;
  readonly metrics?: Template['metrics'];
}

/** What could not be done (exit code 2, or a pod that was lost) is tried again with growing pauses; what was judged and found wanting is not. */
export const UNJUDGED_AGAIN = {
  limit: 3,
  retryPolicy: 'Always',
  expression: 'lastRetry.status == "Error" || asInt(lastRetry.exitCode) == 2',
  backoff: { duration: '30s', factor: 2, maxDuration: '30m' },
} satisfies Template['retryStrategy'];

/** Tasks that run one after the other, each when the one before succeeded. */
export function chain(names: readonly string[]) {
  return names.map((name, index) => {
    const before = names[index - 1];
    return { name, template: name, ...(before === undefined ? {} : { depends: `${before}.Succeeded` }) };
  });
}

/** A step's template. */
export function template(
  config: Config,
  { name, command, inputs = [], outputs = [], checkout, download, scratch, token, evidenceKey, metrics }: Step,
): Template {
  const { url: repo, branch: revision } = config.repository;
  const artifacts = [
    ...(checkout === true ? [{ name: 'repository', path: CHECKOUT, git: { repo, revision } }] : []),
    ...(download === undefined ? [] : [{ name: 'rows', path: download.path, http: { url: download.url } }]),
  ];
  const api = token === true ? githubOf(config)?.api : undefined;
  return {
    name,
    ...(inputs.length + artifacts.length === 0
      ? {}
      : {
          inputs: {
            ...(inputs.length === 0 ? {} : { parameters: inputs.map((input) => ({ name: input })) }),
            ...(artifacts.length === 0 ? {} : { artifacts }),
          },
        }),
    ...(outputs.length === 0
      ? {}
      : { outputs: { parameters: outputs.map((output) => ({ name: output, valueFrom: { path: `${OUTPUTS}/${output}` } })) } }),
    ...(metrics === undefined ? {} : { metrics }),
    retryStrategy: UNJUDGED_AGAIN,
    container: {
      name,
      image: config.pipelineImage,
      imagePullPolicy: 'IfNotPresent',
      command: [...command],
      workingDir: CHECKOUT,
      env: [
        // The only folders that can be written to.
        { name: 'HOME', value: '/tmp' },
        { name: 'XDG_CACHE_HOME', value: `${WORKSPACE}/cache` },
        ...(api === undefined ? [] : [{ name: 'GITHUB_API_URL', value: api }]),
      ],
      resources: { requests: { ...RESOURCES }, limits: { ...RESOURCES } },
      securityContext: containerSecurity(),
      volumeMounts: [
        { name: scratch === true ? 'scratch' : 'workspace', mountPath: WORKSPACE },
        { name: 'tmp', mountPath: '/tmp' },
        ...(token === true ? [{ name: 'token', mountPath: TOKEN_FOLDER, readOnly: true }] : []),
        ...(evidenceKey === true ? [{ name: 'evidence-key', mountPath: KEY_FOLDER, readOnly: true }] : []),
      ],
    },
  };
}

/** One step of Python's, with its own options. */
export function job(name: string, model: string, ...options: readonly string[]): readonly string[] {
  return ['npm', 'run', 'evidence', '--', name, '--model', model, ...options, '--outputs', OUTPUTS];
}

/** What differs in the checkout, as a pull request whose branch names it. */
export function proposal(config: Config, branch: string, title: string, ...paths: readonly string[]): readonly string[] {
  const { branch: base } = config.repository;
  return [
    ...['modelgate', 'pull-request', 'open', '--repo', githubOf(config)?.repo ?? '', '--base', base],
    ...['--token-file', `${TOKEN_FOLDER}/${TOKEN}`, '--branch', branch, '--title', title],
    ...paths.flatMap((path) => ['--path', path]),
  ];
}

/** A task of a DAG: the step of its name (or another), with parameters from other tasks. */
export function task(
  name: string,
  given: { readonly uses?: string; readonly after?: string; readonly when?: string; readonly with?: Readonly<Record<string, string>> } = {},
) {
  const parameters = Object.entries(given.with ?? {}).map(([parameter, value]) => ({ name: parameter, value }));
  return {
    name,
    template: given.uses ?? name,
    ...(given.after === undefined ? {} : { depends: given.after }),
    ...(given.when === undefined ? {} : { when: given.when }),
    ...(parameters.length === 0 ? {} : { arguments: { parameters } }),
  };
}

/** An output parameter of a task, for a later one. */
export function output(of: string, name: string): string {
  return `{{tasks.${of}.outputs.parameters.${name}}}`;
}
