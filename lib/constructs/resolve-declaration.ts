import type { Task } from '../contracts/common.ts';
import type { Config } from '../contracts/config.ts';
import { ModelSpec, type ExpectedWorkload } from '../contracts/model-spec.ts';
import { problems } from '../contracts/schema.ts';
import type { ClassifierProps, Replicas } from './declaration.ts';
import type { Mistakes } from './mistakes.ts';
import { isDnsLabel, namespaceOf } from './names.ts';
import { SERVER_CONTAINER, trainingNameOf } from './plan.ts';
import { TRAINING_STEPS } from './training/steps.ts';

/** Fewest pods that survive a node and a deployment at once. */
const PROGRESSIVE_REPLICAS = 3;

const DEFAULT_SCRAPE_SECONDS = 30;

const PROPS: Readonly<Record<keyof ClassifierProps, true>> = {
  description: true,
  owner: true,
  riskTier: true,
  runtime: true,
  thresholds: true,
  protectedAttributes: true,
  traffic: true,
  rollout: true,
  monitoring: true,
  environments: true,
};

const CPU = /^(\d+(\.\d{1,3})?|\d+m)$/;
const MEMORY = /^\d+(Mi|Gi)$/;

/** What synthesis writes for a model in an environment, so that the gate can miss it. */
function workloadsOf(id: string, progressive: boolean): readonly ExpectedWorkload[] {
  return [
    { kind: progressive ? 'Rollout' : 'Deployment', name: id, containers: [SERVER_CONTAINER] },
    { kind: 'WorkflowTemplate', name: trainingNameOf(id), containers: [...TRAINING_STEPS] },
  ];
}

/**
 * The declaration as data. It is the same whichever environment is being synthesized: environments come in the configuration's
 * order, and `traffic.host` is the host in the last of them.
 */
function specOf(id: string, task: Task, props: ClassifierProps, config: Config): ModelSpec {
  const declared: Readonly<Record<string, Replicas | undefined>> = { ...props.environments };
  const environments = config.environments.flatMap(({ name, progressive }) => {
    const replicas = declared[name];
    return replicas === undefined ? [] : [{ name, namespace: namespaceOf(name), replicas, workloads: [...workloadsOf(id, progressive)] }];
  });
  // Values are passed on whole: what the types promise is checked by the schema, because declarations run without a type check.
  return {
    schemaVersion: 'modelgate.dev/model/v1',
    id,
    description: props.description,
    task,
    riskTier: props.riskTier,
    owner: props.owner,
    runtime: props.runtime,
    thresholds: props.thresholds ?? {},
    protectedAttributes: props.protectedAttributes ?? [],
    traffic: { ...props.traffic, host: hostOf(id, environments.at(-1)?.name ?? '', config) },
    rollout: props.rollout,
    monitoring: { scrapeSeconds: DEFAULT_SCRAPE_SECONDS, ...props.monitoring },
    environments,
  };
}

/** The host that callers outside the cluster use. */
export function hostOf(id: string, environment: string, config: Config): string {
  return `${id}.${environment}.${config.domain}`;
}

/** A declaration as data, and which of its parts can be relied on. */
export interface ResolvedDeclaration {
  readonly spec: ModelSpec;
  /** Whether the values of a part are of the types that they promise. */
  readonly sound: (part: keyof ModelSpec) => boolean;
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
  for (const { pointer, message } of found) {
    mistakes.note(dotted(pointer), valueAt(spec, pointer), message, 'Correct the value in the declaration.');
  }
  for (const name of Object.keys(props)) {
    if (!Object.hasOwn(PROPS, name))
      mistakes.note('', name, `expected one of ${Object.keys(PROPS).join(', ')}`, 'Remove the key, or spell it right.');
  }
  // A part of another type was noted above; the others are looked at all the same, so that everything is told in one go.
  const broken = new Set(found.map(({ pointer }) => pointer.split('/')[1]));
  const sound = (part: keyof ModelSpec): boolean => !broken.has(part) && !broken.has(undefined);
  if (sound('environments')) checkEnvironments(spec, props, config, mistakes);
  if (sound('owner')) checkOwner(spec, mistakes);
  if (sound('runtime')) checkRuntime(spec, mistakes);
  if (sound('rollout')) checkRollout(spec, mistakes);
  if (sound('protectedAttributes')) checkProtectedAttributes(spec, mistakes);
  if (sound('traffic')) checkConsumers(spec, mistakes);
  return { spec, sound };
}

function checkEnvironments(spec: ModelSpec, props: ClassifierProps, config: Config, mistakes: Mistakes): void {
  const known = config.environments.map(({ name }) => name);
  for (const name of Object.keys(props.environments)) {
    if (!known.includes(name))
      mistakes.note('environments', name, `expected one of ${known.join(', ')}`, 'Name an environment of modelgate.config.ts.');
  }
  for (const { name, replicas } of spec.environments) {
    if (replicas.max < replicas.min) {
      mistakes.note(`environments.${name}.max`, replicas.max, `expected at least min, ${String(replicas.min)}`, 'Raise max, or lower min.');
    }
    const progressive = config.environments.find((environment) => environment.name === name)?.progressive === true;
    if (progressive && replicas.min < PROGRESSIVE_REPLICAS) {
      mistakes.note(
        `environments.${name}.min`,
        replicas.min,
        `expected at least ${String(PROGRESSIVE_REPLICAS)} in a progressive environment`,
        'Raise min.',
      );
    }
  }
}

function checkOwner({ owner: { team } }: ModelSpec, mistakes: Mistakes): void {
  if (isDnsLabel(team)) return;
  mistakes.note('owner.team', team, 'expected lower-case letters, digits and "-", at most 63', 'Write the team as a label value.');
}

function checkRuntime({ runtime: { cpu, memory } }: ModelSpec, mistakes: Mistakes): void {
  if (!CPU.test(cpu) || Number.parseFloat(cpu) === 0) {
    mistakes.note('runtime.cpu', cpu, 'expected cores above zero, such as 1, 0.5 or 500m', 'Correct the quantity.');
  }
  if (!MEMORY.test(memory) || Number.parseFloat(memory) === 0) {
    mistakes.note('runtime.memory', memory, 'expected memory above zero in Mi or Gi', 'Correct the quantity.');
  }
}

function checkRollout({ rollout: { steps } }: ModelSpec, mistakes: Mistakes): void {
  steps.forEach(({ percent }, index) => {
    const before = steps[index - 1]?.percent ?? 0;
    if (percent <= before) {
      mistakes.note(
        `rollout.steps[${String(index)}]`,
        percent,
        `expected more than the step before, ${String(before)}`,
        'Let the shares rise.',
      );
    }
  });
}

function checkProtectedAttributes({ protectedAttributes }: ModelSpec, mistakes: Mistakes): void {
  const attributes = new Set<string>();
  for (const { name, groups, reference } of protectedAttributes) {
    if (attributes.has(name)) mistakes.note('protectedAttributes', name, 'expected each attribute once', 'Remove one of the two.');
    attributes.add(name);
    if (!groups.includes(reference)) {
      mistakes.note(
        `protectedAttributes.${name}.reference`,
        reference,
        `expected one of its groups, ${groups.join(', ')}`,
        'Choose the reference among the groups.',
      );
    }
  }
}

function checkConsumers({ traffic }: ModelSpec, mistakes: Mistakes): void {
  const consumers = new Set<string>();
  for (const { namespace, serviceAccount } of traffic.consumers) {
    const key = `${namespace}/${serviceAccount}`;
    if (consumers.has(key)) mistakes.note('traffic.consumers', key, 'expected each consumer once', 'Remove one of the two.');
    consumers.add(key);
  }
}

function dotted(pointer: string): string {
  return pointer
    .slice(1)
    .replaceAll(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replaceAll('/', '.');
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (here, key) => (typeof here === 'object' && here !== null ? (here as Record<string, unknown>)[key] : undefined),
      value,
    );
}
