import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { UserError, UserErrors } from '../errors.ts';
import type { Importer } from './importer.ts';
import { measured, Notes } from './json.ts';

const keysOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const NUMBER = /^(?:0|[1-9]\d{0,4})$/;

/** What a pointer points to; undefined when there is nothing. */
function at(value: unknown, pointer: string): unknown {
  let here = value;
  for (const key of keysOf(pointer)) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Readonly<Record<string, unknown>>)[key];
  }
  return here;
}

/** A level of the evaluation that is being put together; a list when all its keys are numbers. */
type Level = Map<string, unknown>;

function put(root: Level, pointer: string, value: unknown): boolean {
  const keys = keysOf(pointer);
  const last = keys.at(-1);
  let here = root;
  for (const key of keys.slice(0, -1)) {
    const next = here.get(key) ?? new Map<string, unknown>();
    if (!(next instanceof Map)) return false;
    here.set(key, next);
    here = next as Level;
  }
  if (last === undefined || here.has(last)) return false;
  here.set(last, value);
  return true;
}

function built(level: unknown): unknown {
  if (!(level instanceof Map)) return level;
  const entries = [...(level as Level)].map(([key, value]) => [key, built(value)] as const);
  if (entries.every(([key]) => NUMBER.test(key))) return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
  return Object.fromEntries(entries);
}

/** Whether a number that is none hides in a value. */
function holdsNotMeasured(value: unknown): boolean {
  if (typeof value === 'number') return typeof measured(value) === 'string';
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNotMeasured);
}

function leaves(value: unknown, pointer: string, taken: ReadonlySet<string>, notes: Notes): void {
  if (taken.has(pointer)) return;
  if (![...taken].some((one) => one.startsWith(`${pointer}/`)) && pointer !== '') {
    notes.note(pointer, 'not in the map');
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    leaves(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, taken, notes);
}

/** Any JSON by a map of JSON pointers (RFC 6901): where a value is, and where in the evaluation it belongs. */
export const genericJson: Importer = {
  format: 'json',
  summary: 'any JSON, by a map of JSON pointers into it to JSON pointers into evaluation.json (--map FILE)',
  syntax: 'json',
  take(value, { map }, where) {
    if (map.size === 0) {
      throw new UserError(
        'import.no_map',
        `${where}: the format json without a map; expected one that says what is what`,
        'Give --map FILE: {"/pointer/into/the/source": "/pointer/into/the/evaluation"}.',
      );
    }
    const notes = new Notes();
    const mistakes: UserError[] = [];
    const root: Level = new Map();
    for (const [from, to] of map) {
      const found = at(value, from);
      const mistake = (message: string, fix: string) => mistakes.push(new UserError('import.bad_map', `${where}: ${message}`, fix));
      if (!/^(?:\/[^/]*)+$/.test(to) || !/^(?:\/[^/]*)*$/.test(from))
        mistake(`${JSON.stringify(from)} to ${JSON.stringify(to)}; expected JSON pointers, which start with "/"`, 'Correct the map.');
      else if (found === undefined) mistake(`nothing at ${from}; expected the value of ${to}`, 'Correct the map, or import what holds it.');
      else if (holdsNotMeasured(found)) notes.note(from, 'not measured: holds a number that is not finite, or beyond every metric');
      else if (!put(root, to, found)) mistake(`${to} is given twice, or lies inside of another; expected one value`, 'Correct the map.');
    }
    if (mistakes.length > 0) throw new UserErrors(mistakes);
    leaves(value, '', new Set(map.keys()), notes);
    const made = root.size === 0 ? {} : built(root);
    return { evaluation: made as PartialEvaluation, unmapped: notes.list };
  },
};
