import Type from 'typebox';
import { closed } from '../contracts/common.ts';
import type { Of } from '../contracts/schema.ts';

const Pointer = Type.String({ pattern: '^(/([^/~]|~[01])*)*$' });

/** One operation of a JSON Patch (RFC 6902). */
export const PatchOperation = Type.Union([
  Type.Object({ op: Type.Enum(['add', 'replace', 'test']), path: Pointer, value: Type.Unknown() }, closed),
  Type.Object({ op: Type.Literal('remove'), path: Pointer }, closed),
  Type.Object({ op: Type.Enum(['move', 'copy']), from: Pointer, path: Pointer }, closed),
]);
export type PatchOperation = Of<typeof PatchOperation>;

type Container = Record<string, unknown> | unknown[];

/**
 * Applies a JSON Patch (RFC 6902) to a copy of `document`.
 * @throws Error naming the operation whose place is not there or whose test does not hold
 */
export function applyPatch(document: unknown, patch: readonly PatchOperation[]): unknown {
  return patch.reduce((value, operation) => applied(value, operation), structuredClone(document));
}

function applied(document: unknown, operation: PatchOperation): unknown {
  const holder = { root: document };
  switch (operation.op) {
    case 'add':
      put(holder, operation.path, structuredClone(operation.value));
      break;
    case 'replace':
      take(holder, operation.path);
      put(holder, operation.path, structuredClone(operation.value));
      break;
    case 'remove':
      take(holder, operation.path);
      break;
    case 'move':
      put(holder, operation.path, take(holder, operation.from));
      break;
    case 'copy':
      put(holder, operation.path, structuredClone(look(holder, operation.from)));
      break;
    case 'test':
      if (!same(look(holder, operation.path), operation.value)) throw new Error(`test ${operation.path}: has another value`);
      break;
  }
  return holder.root;
}

/** The container of a place, and its key there. */
function locate(holder: { root: unknown }, pointer: string): readonly [Container, string] {
  const steps = ['root', ...pointer.split('/').slice(1)].map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop() ?? '';
  let here: unknown = holder;
  for (const step of steps) here = child(here, step, pointer);
  if (typeof here !== 'object' || here === null) throw new Error(`${pointer}: there is no such place`);
  return [here as Container, last];
}

function child(container: unknown, key: string, pointer: string): unknown {
  if (
    typeof container === 'object' &&
    container !== null &&
    Object.hasOwn(container, key) &&
    !(Array.isArray(container) && key === 'length')
  ) {
    return (container as Record<string, unknown>)[key];
  }
  throw new Error(`${pointer}: there is no such place`);
}

function look(holder: { root: unknown }, pointer: string): unknown {
  const [container, key] = locate(holder, pointer);
  return child(container, key, pointer);
}

function take(holder: { root: unknown }, pointer: string): unknown {
  const [container, key] = locate(holder, pointer);
  const value = child(container, key, pointer);
  if (Array.isArray(container)) container.splice(Number(key), 1);
  else Reflect.deleteProperty(container, key);
  return value;
}

function put(holder: { root: unknown }, pointer: string, value: unknown): void {
  const [container, key] = locate(holder, pointer);
  if (!Array.isArray(container)) {
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
    return;
  }
  const index = key === '-' ? container.length : /^(0|[1-9]\d*)$/.test(key) ? Number(key) : Infinity;
  if (index > container.length) throw new Error(`${pointer}: there is no such place`);
  container.splice(index, 0, value);
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same((a as never)[key], (b as never)[key]));
}
