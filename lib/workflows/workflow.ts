import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import { UserError } from '../errors.ts';

/** Keys and indexes from the top of a file. */
export type Place = readonly (string | number)[];

/** A step of a job or of a composite action. */
export interface Step {
  readonly place: Place;
  /** `owner/name@ref`, or null. */
  readonly uses: string | null;
  /** Its script, or null. */
  readonly run: string | null;
  readonly with: Readonly<Record<string, unknown>>;
  readonly continueOnError: boolean;
}

export interface Job {
  readonly place: Place;
  /** As written; undefined when the job says nothing. */
  readonly permissions: unknown;
  readonly hasTimeout: boolean;
  /** A workflow of its own that it calls, or null. */
  readonly uses: string | null;
  readonly continueOnError: boolean;
  readonly steps: readonly Step[];
}

/** A workflow file, or the `action.yml` of a composite action, as the rules see it. */
export interface Workflow {
  readonly file: string;
  readonly kind: 'workflow' | 'action';
  readonly triggers: ReadonlySet<string>;
  /** As written; undefined when the file says nothing. */
  readonly permissions: unknown;
  readonly jobs: readonly Job[];
  /** Every text of the file with its place. */
  readonly texts: readonly (readonly [place: Place, text: string])[];
  /** Line of a place, counted from 1; of the nearest thing above it that is there. */
  readonly line: (place: Place) => number;
}

type Fields = Readonly<Record<string, unknown>>;

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/**
 * Reads a workflow, or an action when the file is called action.yml.
 * @throws UserError `workflow.unreadable`
 */
export function readWorkflow(file: string, content: string): Workflow {
  const lines = new LineCounter();
  const document = parseDocument(content, { lineCounter: lines, uniqueKeys: true });
  const [wrong] = document.errors;
  const top = wrong === undefined ? plain(document) : null;
  if (typeof top !== 'object' || top === null || Array.isArray(top)) {
    throw new UserError('workflow.unreadable', `${file}: ${wrong?.message ?? 'not a map'}; expected a workflow`, 'Correct the YAML.');
  }
  const kind = /(?:^|\/)action\.ya?ml$/.test(file) ? 'action' : 'workflow';
  const whole = fields(top);
  return {
    file,
    kind,
    triggers: triggersOf(whole['on']),
    permissions: whole['permissions'],
    jobs: kind === 'action' ? [actionJob(whole)] : Object.entries(fields(whole['jobs'])).map(([id, job]) => jobOf(id, fields(job))),
    texts: textsOf(top, []),
    line: (place) => lines.linePos(offsetOf(document, place)).line,
  };
}

/** Null when its aliases lead in a circle, or multiply. */
function plain(document: Document): unknown {
  try {
    const top: unknown = document.toJS({ maxAliasCount: 100 });
    JSON.stringify(top);
    return top;
  } catch {
    return null;
  }
}

function triggersOf(on: unknown): ReadonlySet<string> {
  if (typeof on === 'string') return new Set([on]);
  return new Set(Array.isArray(on) ? on.map(String) : Object.keys(fields(on)));
}

function jobOf(id: string, job: Fields): Job {
  const place = ['jobs', id];
  return {
    place,
    permissions: job['permissions'],
    hasTimeout: job['timeout-minutes'] !== undefined,
    uses: text(job['uses']),
    continueOnError: isOn(job['continue-on-error']),
    steps: stepsOf(job['steps'], [...place, 'steps']),
  };
}

/** A composite action has the permissions and the time of the job that uses it. */
function actionJob(action: Fields): Job {
  const steps = stepsOf(fields(action['runs'])['steps'], ['runs', 'steps']);
  return { place: ['runs'], permissions: undefined, hasTimeout: true, uses: null, continueOnError: false, steps };
}

function stepsOf(steps: unknown, place: Place): readonly Step[] {
  return (Array.isArray(steps) ? (steps as readonly unknown[]) : []).map((one, index) => {
    const step = fields(one);
    return {
      place: [...place, index],
      uses: text(step['uses']),
      run: text(step['run']),
      with: fields(step['with']),
      continueOnError: isOn(step['continue-on-error']),
    };
  });
}

/** An expression may come out true. */
const isOn = (value: unknown): boolean => value !== undefined && value !== false && value !== 'false';

function textsOf(value: unknown, place: Place): Workflow['texts'] {
  if (typeof value === 'string') return [[place, value]];
  if (Array.isArray(value)) return value.flatMap((one, index) => textsOf(one, [...place, index]));
  return Object.entries(fields(value)).flatMap(([key, one]) => textsOf(one, [...place, key]));
}

/** Where the key of a place begins in the text: of the nearest thing above it when there is none. */
function offsetOf(document: Document, place: Place): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of place) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      offset = (pair.key as { readonly range?: readonly number[] }).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = (node as { readonly range?: readonly number[] } | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}
