/** A value that only cdk8s can resolve: a token, or an instance of a class. */
export const NOT_PLAIN = Symbol('not plain');

/**
 * A copy of plain data as cdk8s writes it, in one pass: keys in code-unit order, what is null or undefined left out.
 * cdk8s looks for tokens in every value and copies twice, which is most of its time; what has none needs neither.
 * @returns `NOT_PLAIN` when anything in it is neither text, number, boolean, list nor plain object
 */
export function plainJson(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return NOT_PLAIN;
  return Array.isArray(value) ? list(value) : mapping(value);
}

function list(items: readonly unknown[]): unknown {
  const copy: unknown[] = [];
  for (const item of items) {
    const inner = plainJson(item);
    if (inner === NOT_PLAIN) return NOT_PLAIN;
    copy.push(inner);
  }
  return copy;
}

function mapping(value: object): unknown {
  if (Object.getPrototypeOf(value) !== Object.prototype) return NOT_PLAIN;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    const given = (value as Record<string, unknown>)[key];
    if (given === undefined || given === null) continue;
    const inner = plainJson(given);
    // The value of a `resolve` method, or a setter in disguise: cdk8s has its own answer to both.
    if (inner === NOT_PLAIN || key === '__proto__') return NOT_PLAIN;
    copy[key] = inner;
  }
  return copy;
}
