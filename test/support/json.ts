import type { Manifest } from '../../lib/constructs/index.ts';

/** One step of a path: `name`, or `name[]` for each element of a list. */
function step(values: readonly unknown[], name: string): readonly unknown[] {
  const each = name.endsWith('[]');
  const key = each ? name.slice(0, -2) : name;
  return values.flatMap((value) => {
    if (typeof value !== 'object' || value === null || !(key in value)) return [];
    const inner = (value as Record<string, unknown>)[key];
    return each ? (Array.isArray(inner) ? (inner as unknown[]) : []) : [inner];
  });
}

/** Every value at a path such as `spec template spec containers[] name`; what is absent is left out. */
export function every(value: unknown, path: string): readonly unknown[] {
  return path.split(' ').reduce(step, [value]);
}

/** The one value at a path; undefined when it is absent. */
export function one(value: unknown, path: string): unknown {
  return every(value, path)[0];
}

/** The text at a path. @throws Error when there is none */
export function text(value: unknown, path: string): string {
  const found = one(value, path);
  if (typeof found !== 'string') throw new Error(`${path}: no text there`);
  return found;
}

/** The manifest of a kind and, when there are several, a name. @throws Error when there is none */
export function manifest(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = manifests.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (found === undefined) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
}
