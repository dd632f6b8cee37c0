import type { PartialEvaluation } from '../contracts/partial-evaluation.ts';
import { UserError, UserErrors } from '../errors.ts';
import { objectOf, pointer, type Json } from './json.ts';
import { sameNumber } from './metrics.ts';

/** What one file says, and how messages name it. */
export interface Said {
  readonly where: string;
  readonly evaluation: PartialEvaluation;
}

/** Lists whose entries have names: two of the same name are one. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  '/groups': ['attribute', 'group'],
  '/suites': ['name'],
  '/drift/features': ['name'],
  '/explainability/features': ['name'],
};
/** Their merged value is no matter of agreement: see `merge`. */
const SETTLED = new Set(['/producedAt', '/producer', '/drift/score']);

class Merging {
  readonly conflicts: UserError[] = [];
  /** Who said a place first. */
  readonly #origin = new Map<string, string>();

  add(before: unknown, more: unknown, place: string, where: string): unknown {
    if (before === undefined) {
      this.#origin.set(place, where);
      return more;
    }
    const [a, b] = [objectOf(before), objectOf(more)];
    if (a !== null && b !== null) return this.#objects(a, b, place, where);
    const keys = NAMED[place];
    if (keys !== undefined && Array.isArray(before) && Array.isArray(more)) return this.#lists(before, more, keys, place, where);
    if (!same(before, more) && !SETTLED.has(place)) this.#conflict(before, more, place, where);
    return before;
  }

  #objects(before: Json, more: Json, place: string, where: string): Json {
    const made: Record<string, unknown> = { ...before };
    for (const [key, value] of Object.entries(more)) made[key] = this.add(made[key], value, `${place}${pointer(key)}`, where);
    return made;
  }

  #lists(before: readonly unknown[], more: readonly unknown[], keys: readonly string[], place: string, where: string): readonly unknown[] {
    const nameOf = (entry: unknown): string => pointer(...keys.map((key) => String(objectOf(entry)?.[key])));
    const made = new Map(before.map((entry) => [nameOf(entry), entry]));
    for (const entry of more) made.set(nameOf(entry), this.add(made.get(nameOf(entry)), entry, `${place}${nameOf(entry)}`, where));
    return [...made.values()];
  }

  #conflict(before: unknown, more: unknown, place: string, where: string): void {
    let here = place;
    while (here !== '' && !this.#origin.has(here)) here = here.slice(0, here.lastIndexOf('/'));
    const first = this.#origin.get(here) ?? 'another source';
    this.conflicts.push(
      new UserError(
        'import.conflict',
        `${where}: ${place} is ${show(more)}; expected ${show(before)}, as ${first} says`,
        'Find out which of the two was measured on this release, and import that one only.',
      ),
    );
  }
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return sameNumber(a, b);
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => same(one, b[index]));
  return a === b;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/**
 * One evaluation of what several files say. Where two speak of the same thing they must agree. An evaluation is as old as its oldest part, and
 * its drift is its worst.
 * @throws UserErrors `import.conflict`, all of them
 */
export function merge(said: readonly Said[]): PartialEvaluation {
  const merging = new Merging();
  let merged: unknown = {};
  for (const { where, evaluation } of said) merged = merging.add(merged, evaluation, '', where);
  if (merging.conflicts.length > 0) throw new UserErrors(merging.conflicts);
  const made = merged as PartialEvaluation;
  const times = said.flatMap(({ evaluation }) => evaluation.producedAt ?? []).sort();
  const drift = made.drift;
  const scores = said.flatMap(({ evaluation }) => evaluation.drift?.score ?? []);
  return {
    ...made,
    ...(times[0] !== undefined && { producedAt: times[0] }),
    ...(drift !== undefined && { drift: { ...drift, score: Math.max(...scores) } }),
  };
}
