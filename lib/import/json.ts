import type { Unmapped } from './importer.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The value as an object; null when it is none. */
export function objectOf(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;
}

export function listOf(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null;
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** An own property; undefined when it is absent. */
export function get(value: unknown, ...keys: readonly string[]): unknown {
  let here: unknown = value;
  for (const key of keys) {
    const object = objectOf(here);
    if (object === null || !Object.hasOwn(object, key)) return undefined;
    here = object[key];
  }
  return here;
}

/** JSON pointer (RFC 6901) of a path of keys. */
export function pointer(...keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Larger magnitudes fit no evaluation. MLflow's databases write infinity as the largest double. */
const LARGEST = 1e12;
const NOT_FINITE = /^[-+]?(?:nan|inf|infinity)$/i;

/** A number that was measured, or why it is none. Libraries write NaN as a bare word, as null and as text. */
export function measured(value: unknown): number | string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `not measured: ${String(value)}`;
    if (Math.abs(value) > LARGEST) return `not measured: ${String(value)} is beyond every metric (some stores write infinity so)`;
    return value === 0 ? 0 : value;
  }
  if (value === null) return 'not measured: null';
  if (typeof value === 'string' && NOT_FINITE.test(value)) return `not measured: ${value}`;
  return 'not a number';
}

/** A whole number from 0 on; null for everything else. */
export function countOf(value: unknown): number | null {
  const number = measured(value);
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : null;
}

/** What an importer leaves behind, in the order of the source. */
export class Notes {
  readonly list: Unmapped[] = [];

  note(place: string, reason: string): void {
    this.list.push({ place, reason });
  }
}
