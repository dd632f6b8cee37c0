/** One value of a document, changed. */
export interface Mutation {
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** `delete`, or the new value as JSON. */
  readonly change: string;
}

type Container = Record<string, unknown> | unknown[];

const DELETED = Symbol('deleted');

/**
 * Changes every value of `document` in turn (deleted, null, "", 0, -1, another type, a boolean turned over) and calls `visit` while the
 * document is changed. Afterwards it is as before.
 */
export function eachMutation(document: unknown, visit: (mutation: Mutation) => void): void {
  if (isContainer(document)) descend(document, '', visit);
}

function descend(container: Container, pointer: string, visit: (mutation: Mutation) => void): void {
  for (const key of Object.keys(container)) {
    const here = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const original = (container as Record<string, unknown>)[key];
    for (const value of changesOf(original)) {
      const restore = put(container, key, value);
      try {
        visit({ pointer: here, change: value === DELETED ? 'delete' : JSON.stringify(value) });
      } finally {
        restore();
      }
    }
    if (isContainer(original)) descend(original, here, visit);
  }
}

function changesOf(original: unknown): readonly unknown[] {
  const others = [DELETED, null, '', 0, -1, otherType(original), ...(typeof original === 'boolean' ? [!original] : [])];
  return others.filter((value) => value === DELETED || JSON.stringify(value) !== JSON.stringify(original));
}

function otherType(value: unknown): unknown {
  if (typeof value === 'string') return 7;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? {} : [];
}

/** Puts a value in a place, or takes the place away. Key order changes nothing that a policy can see. */
function put(container: Container, key: string, value: unknown): () => void {
  if (Array.isArray(container)) {
    const before = [...container];
    if (value === DELETED) container.splice(Number(key), 1);
    else container[Number(key)] = value;
    return () => {
      container.splice(0, container.length, ...before);
    };
  }
  const before = { ...container };
  if (value === DELETED) Reflect.deleteProperty(container, key);
  else container[key] = value;
  return () => {
    Object.assign(container, before);
  };
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}
