import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Static, TSchema } from 'typebox';
import { UserError, UserErrors } from '../errors.ts';
import { validateFunction } from '../validate-function.ts';

/** Deeply readonly: what crosses a room is a value, never something to change in place. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T;

/** The type that a schema describes. */
export type Of<S extends TSchema> = Frozen<Static<S>>;

/** One place where a value departs from its schema. */
export interface SchemaProblem {
  /** JSON pointer (RFC 6901) into the value; empty for the value itself. */
  readonly pointer: string;
  readonly message: string;
}

/** Every departure of `value` from `schema`, in document order; empty when it fits. */
export function problems(schema: TSchema, value: unknown): readonly SchemaProblem[] {
  if (validateFunction(schema, 'accept')(value)) return [];
  const explain = validateFunction(schema, 'explain');
  // A value that one of the two refuses does not fit, whatever the other finds.
  if (explain(value)) return [{ pointer: '', message: 'does not fit its schema' }];
  return (explain.errors ?? []).filter((error) => error.keyword !== 'anyOf' || !hasInnerEnum(error)).map(problem);
}

function hasInnerEnum(error: ErrorObject): boolean {
  return error.keyword === 'anyOf' && error.schemaPath.includes('/anyOf/0/');
}

function problem(error: ErrorObject): SchemaProblem {
  const params = error.params as Record<string, unknown>;
  const detail =
    error.keyword === 'additionalProperties'
      ? `has a key "${String(params['additionalProperty'])}" that is not known here`
      : error.keyword === 'enum'
        ? `must be one of ${(params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`
        : error.keyword === 'const'
          ? `must be ${JSON.stringify(params['allowedValue'])}`
          : (error.message ?? 'does not fit its schema');
  return { pointer: error.instancePath, message: detail };
}

/** Where in a file a JSON pointer lies, for messages: `:line:column`, or an empty text when unknown. */
export type Locate = (pointer: string) => string;

/**
 * Checks `value` and returns it typed.
 * @param where file path for messages
 * @param locate turns a pointer into `:line:column`, when the reader knows positions
 * @throws UserErrors with code `schema.invalid`, one error a departure (at most 20)
 */
export function parse<S extends TSchema>(schema: S, value: unknown, where: string, locate: Locate = () => ''): Of<S> {
  const found = problems(schema, value);
  if (found.length === 0) return value as Of<S>;
  throw new UserErrors(
    found
      .slice(0, 20)
      .map(
        ({ pointer, message }) =>
          new UserError(
            'schema.invalid',
            `${where}${locate(pointer)}: ${pointer === '' ? 'the document' : pointer} ${message}; seen ${show(at(value, pointer))}`,
            'Correct the value; the format is described in docs/formats.md.',
          ),
      ),
  );
}

function at(value: unknown, pointer: string): unknown {
  let here: unknown = value;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
