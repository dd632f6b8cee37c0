/** Every finite number anywhere in `values`. */
export function numbersIn(...values: readonly unknown[]): readonly number[] {
  return values.flatMap((value) => {
    if (typeof value === 'number') return [value];
    return typeof value === 'object' && value !== null ? numbersIn(...(Object.values(value) as unknown[])) : [];
  });
}

/**
 * A number with as few digits (`least` significant ones at least) as tell it apart from every different one in `beside`, so that a value
 * just below its limit never reads as equal to it. Whole numbers stay exact.
 */
export function showNumber(value: number, beside: readonly number[] = [], least = 4): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
  const whole = Math.trunc(Math.abs(value));
  const shown = whole === 0 ? 0 : String(whole).length + 2;
  for (let digits = Math.min(Math.max(least, shown), 17); digits < 17; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    const apart = beside.every((other) => other === value || (other !== rounded && Number(other.toPrecision(digits)) !== rounded));
    if (apart) return String(rounded);
  }
  return String(value);
}

/** A JSON value on one line, keys sorted, as people read it: a text stands bare unless it could be taken for something else. */
export function showValue(value: unknown, beside: readonly number[] = []): string {
  if (typeof value === 'string') return bare(value) ? value : JSON.stringify(value);
  return inner(value, beside);
}

function inner(value: unknown, beside: readonly number[]): string {
  if (typeof value === 'number') return showNumber(value, beside, 6);
  if (Array.isArray(value)) return `[${value.map((item) => inner(item, beside)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0
      ? '{}'
      : `{ ${entries.map(([key, item]) => `${/^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key)}: ${inner(item, beside)}`).join(', ')} }`;
  }
  return value === undefined ? 'not reported' : JSON.stringify(value);
}

/** False for texts like `0.99`, `true` or `null`, which without quotes would hide that they are texts. */
function bare(text: string): boolean {
  if (text.trim() !== text || text === '' || text === 'not reported' || /^(NaN|-?Infinity)$/.test(text)) return false;
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}
