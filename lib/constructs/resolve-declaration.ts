import type { Task } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import { ModelSpec } from '../contracts/model-spec.ts';
import type { ExpectedWorkload } from '../contracts/spec/expected-workload.ts';
import { problems, valueAt } from '../contracts/schema.ts';
import { CHECKS } from './checks.ts';
import { resolveData } from './data/declare.ts';
import { HIDDEN } from './data/check-data.ts';
import type { ClassifierProps, Replicas } from './declaration.ts';
import { externalWorkloads } from './external/steps.ts';
import { fromGiven, withDefaults } from './from-given.ts';
import type { Mistakes } from './mistakes.ts';
import { hostOf, isDnsLabel, namespaceOf } from './names.ts';
import { trainingNameOf } from './plan.ts';
import { analysisJobOf, JOB_CONTAINER } from './rollout/analysis-job.ts';
import { servingWorkloads } from './serving/serving-workloads.ts';
import { measuringNameOf } from './training/measuring-workflow.ts';
import { searchNameOf } from './training/search-workflow.ts';
import { measuringSteps, searchSteps, trainingSteps } from './training/steps.ts';

const DEFAULT_MONITORING = { scrapeSeconds: 30 };
const DEFAULT_RETRAIN = { cooldownHours: 24, maxAttempts: 3, mitigationAttempts: 3 };

/** Parts where somebody may have written a password after all: what is wrong there is told without showing it. */
const MAY_HOLD_SECRETS = /^\/(data(\/connectors.*)?|secrets(\/\d+)?)$/;

/** Departures from the schema that are told: more come of one slip, such as a whole file in place of a value. */
const MOST_TOLD = 50;

const MISSING = /^must have required property '(\w+)'$/;

const PROPS: Readonly<Record<keyof ClassifierProps, true>> = {
  description: true,
  owner: true,
  riskTier: true,
  runtime: true,
  target: true,
  modelVolume: true,
  autoscaling: true,
  card: true,
  batch: true,
  stages: true,
  explainer: true,
  thresholds: true,
  enforcement: true,
  protectedAttributes: true,
  traffic: true,
  secrets: true,
  rollout: true,
  monitoring: true,
  retrain: true,
  search: true,
  drift: true,
  biasAudit: true,
  data: true,
  privacy: true,
  trainer: true,
  environments: true,
};

/** What synthesis writes for a model in an environment, so that the gate can miss it. @param last where pipelines start by themselves */
function workloadsOf(id: string, task: Task, progressive: boolean, last: boolean, props: ClassifierProps): readonly ExpectedWorkload[] {
  const job = progressive ? analysisJobOf(id, props.rollout) : null;
  const declared = { ...props, task, protectedAttributes: props.protectedAttributes ?? [] };
  const templates = [
    [trainingNameOf(id), trainingSteps(declared, last)],
    [searchNameOf(id), searchSteps(declared, last)],
    [measuringNameOf(id), measuringSteps(declared, last)],
  ] as const;
  return [
    ...servingWorkloads(id, progressive, last, props),
    ...(job === null ? [] : [{ kind: 'AnalysisTemplate' as const, name: job, containers: [JOB_CONTAINER] }]),
    ...templates.flatMap(([name, steps]) =>
      steps.length === 0 ? [] : [{ kind: 'WorkflowTemplate' as const, name, containers: [...steps] }],
    ),
    ...externalWorkloads(id, props),
  ];
}

/**
 * The declaration as data. It is the same whichever environment is being synthesized: environments come in the configuration's
 * order, and `traffic.host` is the host in the last of them.
 */
function specOf(id: string, task: Task, props: ClassifierProps, config: Config): ModelSpec {
  const declared: Readonly<Record<string, Replicas | undefined>> = { ...props.environments };
  const last = config.environments.filter(({ name }) => declared[name] !== undefined).at(-1);
  const environments = config.environments.flatMap(({ name, progressive }) => {
    const replicas = declared[name];
    return replicas === undefined
      ? []
      : [{ name, namespace: namespaceOf(name), replicas, workloads: [...workloadsOf(id, task, progressive, name === last?.name, props)] }];
  });
  const named: unknown = valueAt(props, '/traffic/subdomain');
  const subdomain = typeof named === 'string' ? named : id;
  // Values are passed on whole: what the types promise is checked by the schema, because declarations run without a type check.
  return {
    schemaVersion: 'modelgate.dev/model/v1',
    id,
    description: props.description,
    task,
    riskTier: props.riskTier,
    owner: props.owner,
    runtime: props.runtime,
    ...given(props, ['target', 'modelVolume', 'autoscaling', 'card', 'batch', 'stages', 'explainer']),
    thresholds: props.thresholds ?? {},
    ...given(props, ['enforcement']),
    protectedAttributes: props.protectedAttributes ?? [],
    traffic: fromGiven(props.traffic, (traffic) => ({ ...traffic, host: hostOf(subdomain, environments.at(-1)?.name ?? '', config) })),
    ...(props.secrets === undefined ? {} : { secrets: props.secrets }),
    rollout: props.rollout,
    monitoring: withDefaults(DEFAULT_MONITORING, props.monitoring),
    ...(props.retrain === undefined ? {} : { retrain: withDefaults(DEFAULT_RETRAIN, props.retrain) }),
    ...(props.search === undefined ? {} : { search: props.search }),
    ...(props.drift === undefined ? {} : { drift: props.drift }),
    ...(props.biasAudit === undefined ? {} : { biasAudit: props.biasAudit }),
    ...(props.data === undefined ? {} : { data: resolveData(props.data) }),
    ...given(props, ['privacy', 'trainer']),
    environments,
  };
}

/** Parts that may be absent, as they were written. */
function given<K extends keyof ClassifierProps>(props: ClassifierProps, parts: readonly K[]): Partial<Pick<ClassifierProps, K>> {
  return Object.fromEntries(parts.flatMap((part) => (props[part] === undefined ? [] : [[part, props[part]]]))) as Partial<
    Pick<ClassifierProps, K>
  >;
}

/** A declaration as data, and which of its parts can be relied on. */
export interface ResolvedDeclaration {
  readonly spec: ModelSpec;
  /** Whether the values of a part are of the types that they promise. */
  readonly sound: (part: keyof ModelSpec) => boolean;
  /** First label of its hosts; null when that doesn't fit, whatever else of its traffic does. */
  readonly subdomain: string | null;
}

/**
 * Resolves what a model says about itself against what the repository shares, and notes every mistake in it.
 * @returns the declaration as data, which fits its schema unless a mistake was noted
 */
export function resolveDeclaration(
  id: string,
  task: Task,
  props: ClassifierProps,
  config: Config,
  mistakes: Mistakes,
): ResolvedDeclaration {
  const spec = specOf(id, task, props, config);
  const found = problems(ModelSpec, spec);
  for (const { pointer, message } of found.slice(0, MOST_TOLD)) {
    // A part that is missing is told by its name: the whole declaration beside it would say nothing.
    const missing = pointer === '' ? MISSING.exec(message)?.[1] : undefined;
    const seen = MAY_HOLD_SECRETS.test(pointer) ? HIDDEN : valueAt(spec, pointer);
    mistakes.note(missing ?? dotted(pointer), missing === undefined ? seen : undefined, message, 'Correct the value in the declaration.');
  }
  for (const name of Object.keys(props)) {
    if (!Object.hasOwn(PROPS, name))
      mistakes.note('', name, `expected one of ${Object.keys(PROPS).join(', ')}`, 'Remove the key, or spell it right.');
  }
  // A part of another type was noted above; the others are looked at all the same, so that everything is told in one go.
  const broken = new Set(found.map(({ pointer }) => pointer.split('/')[1]));
  const sound = (part: keyof ModelSpec): boolean => !broken.has(part) && !broken.has(undefined);
  const readable = broken.size === 0 ? spec : withoutBroken(spec, broken);
  for (const [part, check] of CHECKS) {
    if (!sound(part)) continue;
    try {
      check(readable, { props, config, mistakes });
    } catch (thrown) {
      if (!(thrown instanceof BrokenPart)) throw thrown;
    }
  }
  const named = valueAt(spec, '/traffic/subdomain') ?? id;
  const subdomain = typeof named === 'string' && isDnsLabel(named) && sound('id') ? named : null;
  return { spec, sound, subdomain };
}

/** What was to be looked at depends on a part that does not fit: there is nothing more to say before that is mended. */
class BrokenPart extends Error {}

/** A declaration that cannot be read where it is of another type than its readers believe. */
function withoutBroken(spec: ModelSpec, broken: ReadonlySet<string | undefined>): ModelSpec {
  return new Proxy(spec, {
    get(target, part, receiver): unknown {
      if (typeof part === 'string' && broken.has(part)) throw new BrokenPart();
      return Reflect.get(target, part, receiver);
    },
  });
}

function dotted(pointer: string): string {
  return pointer
    .slice(1)
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
