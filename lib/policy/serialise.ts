import { MAX_GATE_INPUT_BYTES } from '../contracts/gate-input.ts';
import { UserError, messageOf } from '../errors.ts';

/** Deepest nesting of a gate input; deeper ones overflow the stack of JSON readers. */
export const MAX_DEPTH = 64;

const FIX = 'Correct the evidence or manifest that this value comes from.';
/** How `JSON.stringify` writes half of a surrogate pair: the WASM's reader gives up on it. */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

/**
 * A gate input as the engine reads it: UTF-8 JSON in an ArrayBuffer of its own. Only what JSON holds without loss passes, because the
 * engine reads cut-off text as no input at all and ignores what follows a document.
 * @param input an object, or the bytes that `JSON.stringify` writes for one
 * @param where what the input is about, for messages
 * @throws UserError `input.unusable` for what JSON cannot say, `input.too_deep`, `input.too_large`, `input.not_an_object`
 */
export function serialise(input: unknown, where: string): ArrayBuffer {
  const value = input instanceof Uint8Array ? parsed(input, where) : input;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError('input.not_an_object', `${where}: gate input is ${kind(value)}; expected an object`, FIX);
  }
  refuseUnsayable(value, where, [], 1);
  const text = JSON.stringify(value);
  if (text.includes('\\ud') && LONE_SURROGATE.test(text)) {
    throw new UserError('input.unusable', `${where}: gate input has half of a surrogate pair in a text; expected whole characters`, FIX);
  }
  const bytes = new TextEncoder().encode(text);
  if (input instanceof Uint8Array && !Buffer.from(bytes).equals(input)) {
    throw new UserError(
      'input.unusable',
      `${where}: gate input repeats a key or is spelt oddly; expected the bytes that JSON.stringify writes`,
      FIX,
    );
  }
  // A view may lie in a larger buffer; the engine reads a buffer to its end.
  if (bytes.length <= MAX_GATE_INPUT_BYTES) return bytes.slice().buffer;
  throw new UserError(
    'input.too_large',
    `${where}: gate input has ${String(bytes.length)} bytes; expected at most ${String(MAX_GATE_INPUT_BYTES)}`,
    'Declare fewer manifests, groups or features.',
  );
}

function parsed(bytes: Uint8Array, where: string): unknown {
  if (bytes.length > MAX_GATE_INPUT_BYTES) {
    throw new UserError(
      'input.too_large',
      `${where}: gate input has ${String(bytes.length)} bytes; expected at most ${String(MAX_GATE_INPUT_BYTES)}`,
      'Declare fewer manifests, groups or features.',
    );
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw new UserError('input.unusable', `${where}: gate input is no JSON: ${messageOf(cause)}; expected one JSON object`, FIX, { cause });
  }
}

/** What JSON would drop or change in silence: NaN becomes null, undefined vanishes, a Map becomes {}. */
function refuseUnsayable(value: unknown, where: string, path: (string | number)[], depth: number): void {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'object' || !isPlain(value)) {
    throw new UserError('input.unusable', `${where}: gate input has ${kind(value)} at ${pointer(path)}; expected what JSON can say`, FIX);
  }
  if (depth > MAX_DEPTH) {
    throw new UserError(
      'input.too_deep',
      `${where}: gate input nests deeper than ${String(MAX_DEPTH)} at ${pointer(path)}; expected at most that`,
      FIX,
    );
  }
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) descend(value[index], where, path, index, depth);
    return;
  }
  for (const key in value) descend((value as Record<string, unknown>)[key], where, path, key, depth);
}

function descend(value: unknown, where: string, path: (string | number)[], step: string | number, depth: number): void {
  path.push(step);
  refuseUnsayable(value, where, path, depth + 1);
  path.pop();
}

/** Plain in any realm: its prototype is nothing, or has none itself. */
function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || Object.getPrototypeOf(prototype) === null) && !('toJSON' in value && typeof value.toJSON === 'function');
}

function pointer(path: readonly (string | number)[]): string {
  return `/${path.slice(0, 8).join('/')}${path.length > 8 ? '/...' : ''}`;
}

function kind(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' ? `a ${value.constructor.name}` : `a value of type ${typeof value}`;
}
