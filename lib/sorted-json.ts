/** Canonical JSON: keys in code unit order, two spaces, one line feed at the end. */
export function sortedJson(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const copy: Record<string, unknown> = {};
  // Without a comparison of ours, sort() orders texts by code unit.
  for (const key of Object.keys(given).sort()) {
    // Assigned, it would be no key but what the copy inherits from.
    if (key === '__proto__') Object.defineProperty(copy, key, { value: sorted(given[key]), enumerable: true });
    else copy[key] = sorted(given[key]);
  }
  return copy;
}
