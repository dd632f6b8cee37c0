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

/**
 * Resolves what a model says about itself against what the repository shares, and notes every mistake in it.
 * @returns the declaration as data, which fits its schema unless a mistake was noted
 */
export function resolveDeclaration(id: string, task: Task, props: ClassifierProps, config: Config, mistakes: Mistakes): ModelSpec {
  const spec = specOf(id, task, props, config);
  for (const { pointer, message } of problems(ModelSpec, spec)) {
    mistakes.note(dotted(pointer), valueAt(spec, pointer), message, 'Correct the value in the declaration.');
  }
  // What follows reads the values as their types promise; a value of another type was noted above.
  if (!mistakes.isEmpty()) return spec;

  for (const name of Object.keys(props)) {
    if (!Object.hasOwn(PROPS, name))
      mistakes.note('', name, `expected one of ${Object.keys(PROPS).join(', ')}`, 'Remove the key, or spell it right.');
  }
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
  if (!isDnsLabel(spec.owner.team)) {
    mistakes.note(
      'owner.team',
      spec.owner.team,
      'expected lower-case letters, digits and "-", at most 63',
      'Write the team as a label value.',
    );
  }
  if (!CPU.test(spec.runtime.cpu) || Number.parseFloat(spec.runtime.cpu) === 0) {
    mistakes.note('runtime.cpu', spec.runtime.cpu, 'expected cores above zero, such as 1, 0.5 or 500m', 'Correct the quantity.');
  }
  if (!MEMORY.test(spec.runtime.memory) || Number.parseFloat(spec.runtime.memory) === 0) {
    mistakes.note('runtime.memory', spec.runtime.memory, 'expected memory above zero in Mi or Gi', 'Correct the quantity.');
  }
  spec.rollout.steps.forEach(({ percent }, index) => {
    const before = spec.rollout.steps[index - 1]?.percent ?? 0;
    if (percent <= before) {
      mistakes.note(
        `rollout.steps[${String(index)}]`,
        percent,
        `expected more than the step before, ${String(before)}`,
        'Let the shares rise.',
      );
    }
  });
  const attributes = new Set<string>();
  for (const { name, groups, reference } of spec.protectedAttributes) {
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
  const consumers = new Set<string>();
  for (const { namespace, serviceAccount } of spec.traffic.consumers) {
    const key = `${namespace}/${serviceAccount}`;
    if (consumers.has(key)) mistakes.note('traffic.consumers', key, 'expected each consumer once', 'Remove one of the two.');
    consumers.add(key);
  }
  return spec;
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
