import { byCodeUnit } from './by-code-unit.ts';

/** Canonical JSON: keys in code unit order, two spaces, one line feed at the end. */
export function sortedJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => byCodeUnit(a, b))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
