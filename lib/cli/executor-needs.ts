import { parseDocument } from 'yaml';

/** One thing that the controller's configuration says otherwise than the namespaces of models need it. */
export interface Deviation {
  /** Dotted path in the configuration: `executor.securityContext.privileged`. */
  readonly field: string;
  /** What is there, as JSON; `absent` for nothing. */
  readonly seen: string;
  readonly expected: string;
}

/** One ConfigMap of a workflow controller, and what it lacks. */
export interface Executor {
  /** `namespace/name`. */
  readonly configMap: string;
  readonly deviations: readonly Deviation[];
}

/** What Pod Security asks of one field of a container. */
interface Rule {
  readonly field: string;
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const absentOr =
  (...allowed: readonly unknown[]) =>
  (value: unknown): boolean =>
    isAbsent(value) || allowed.includes(value);

/** What "restricted" asks a container to say itself. */
const REQUIRED: readonly Rule[] = [
  { field: 'allowPrivilegeEscalation', expected: 'false', holds: (value) => value === false },
  { field: 'capabilities.drop', expected: '[ALL]', holds: (value) => Array.isArray(value) && value.includes('ALL') },
];

/** What a container may leave to its pod, but not say otherwise: the pods of our workflows name user, group and seccomp profile. */
const INHERITED: readonly Rule[] = [
  { field: 'privileged', expected: 'false or absent', holds: absentOr(false) },
  { field: 'runAsNonRoot', expected: 'true or absent', holds: absentOr(true) },
  {
    field: 'runAsUser',
    expected: 'a user other than 0, or absent',
    holds: (value) => isAbsent(value) || (Number.isInteger(value) && value !== 0),
  },
  { field: 'seccompProfile.type', expected: 'RuntimeDefault, Localhost or absent', holds: absentOr('RuntimeDefault', 'Localhost') },
];

/** What may not be asked for, and what our steps do not speak of. */
const ASKED_FOR: readonly Rule[] = [
  {
    field: 'capabilities.add',
    expected: 'NET_BIND_SERVICE at most',
    holds: (value) => isAbsent(value) || (Array.isArray(value) && value.every((name) => name === 'NET_BIND_SERVICE')),
  },
  { field: 'procMount', expected: 'Default or absent', holds: absentOr('Default') },
  { field: 'appArmorProfile.type', expected: 'RuntimeDefault, Localhost or absent', holds: absentOr('RuntimeDefault', 'Localhost') },
  { field: 'seLinuxOptions.user', expected: 'absent', holds: absentOr('') },
  { field: 'seLinuxOptions.role', expected: 'absent', holds: absentOr('') },
  {
    field: 'seLinuxOptions.type',
    expected: 'a type of containers, or absent',
    holds: absentOr('', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'),
  },
  { field: 'windowsOptions.hostProcess', expected: 'false or absent', holds: absentOr(false) },
];

/**
 * `executor` is the whole security context of the containers that the controller puts beside a step (`init`, `wait`, `supervisor`).
 * `mainContainer` is merged below what a step declares: ours name what is required and inherited, the rest would come from there.
 */
const CONTAINERS: readonly (readonly [name: string, rules: readonly Rule[]])[] = [
  ['executor', [...REQUIRED, ...INHERITED, ...ASKED_FOR]],
  ['mainContainer', ASKED_FOR],
];

/**
 * What the configuration of a workflow controller says otherwise than the namespaces of models need it.
 * @param data of the ConfigMap: everything below `config`, or a key for each setting
 */
export function judgeExecutor(data: Readonly<Record<string, string>>): readonly Deviation[] {
  const whole = data['config'];
  const config = whole === undefined ? undefined : parsed('config', whole);
  if (config instanceof Unreadable) return [config.deviation];
  return CONTAINERS.flatMap(([container, rules]) => {
    const text = data[container];
    const settings = whole === undefined ? (text === undefined ? undefined : parsed(container, text)) : at(config, [container]);
    if (settings instanceof Unreadable) return [settings.deviation];
    return rules.flatMap(({ field, expected, holds }) => {
      const value = at(settings, ['securityContext', ...field.split('.')]);
      return holds(value)
        ? []
        : [{ field: `${container}.securityContext.${field}`, seen: isAbsent(value) ? 'absent' : JSON.stringify(value), expected }];
    });
  });
}

class Unreadable {
  readonly deviation: Deviation;

  constructor(field: string) {
    this.deviation = { field, seen: 'no YAML', expected: 'YAML' };
  }
}

/** As Kubernetes's own readers take it: YAML 1.1. */
function parsed(field: string, text: string): unknown {
  const document = parseDocument(text, { version: '1.1', logLevel: 'silent' });
  return document.errors.length > 0 ? new Unreadable(field) : (document.toJS() as unknown);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (here, key) =>
      typeof here === 'object' && here !== null && Object.hasOwn(here, key) ? (here as Record<string, unknown>)[key] : undefined,
    value,
  );
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}
