const LAST_SECOND = 253402300799;

/**
 * A moment since 1970 in our spelling, whole seconds, rounded down; null when it is none up to the year 9999.
 * @param value a number, or digits as text, as MLflow's REST API writes it
 */
export function timestampOf(value: unknown, unit: 'seconds' | 'milliseconds'): string | null {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  const seconds = Math.floor(unit === 'milliseconds' ? number / 1000 : number);
  return seconds >= 0 && seconds <= LAST_SECOND ? `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z` : null;
}
