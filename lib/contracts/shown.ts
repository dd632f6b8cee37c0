const LONGEST = 80;

/**
 * A value as a message shows it: JSON where it has that, on one line and of bounded length. Never throws, whatever a declaration came up with.
 */
export function shown(value: unknown): string {
  const text = written(value);
  if (text.length <= LONGEST) return text;
  // Half a character is none.
  return `${text.slice(0, LONGEST - 3).replace(/[\uD800-\uDBFF]$/, '')}...`;
}

function written(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON has neither, and would say null.
  if (typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  try {
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === 'bigint' || (typeof inner === 'number' && !Number.isFinite(inner)) ? String(inner) : inner,
    );
  } catch {
    return 'an object that JSON cannot hold';
  }
}
