import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Static, TSchema } from 'typebox';
import { UserError, UserErrors } from '../errors.ts';
import { validateFunction } from '../validate-function.ts';
import { shown } from './shown.ts';

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
  return (explain.errors ?? []).filter((error) => error.keyword !== 'anyOf' || !hasInnerEnum(error)).map((error) => problem(error, schema));
}

function hasInnerEnum(error: ErrorObject): boolean {
  return error.keyword === 'anyOf' && error.schemaPath.includes('/anyOf/0/');
}

/** The words by which a value may say which of several shapes it has. */
function shapesAt(schema: TSchema, { schemaPath, params }: ErrorObject): readonly unknown[] {
  const { oneOf } = valueAt(schema, schemaPath.replace(/^#|\/discriminator$/g, '')) as { readonly oneOf?: readonly unknown[] };
  return (oneOf ?? []).map((shape) => valueAt(shape, `/properties/${String((params as Record<string, unknown>)['tag'])}/const`));
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

function problem(error: ErrorObject, schema: TSchema): SchemaProblem {
  const params = error.params as Record<string, unknown>;
  const detail =
    error.keyword === 'additionalProperties'
      ? `has a key "${String(params['additionalProperty'])}" that is not known here`
      : error.keyword === 'enum'
        ? `must be one of ${listed(params['allowedValues'] as unknown[])}`
        : error.keyword === 'const'
          ? `must be ${JSON.stringify(params['allowedValue'])}`
          : error.keyword === 'discriminator'
            ? `must have a ${String(params['tag'])} that is one of ${listed(shapesAt(schema, error))}`
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
            `${where}${locate(pointer)}: ${pointer === '' ? 'the document' : pointer} ${message}; seen ${shown(valueAt(value, pointer))}`,
            'Correct the value; the format is described in docs/formats.md.',
          ),
      ),
  );
}

/** What a JSON pointer points at; undefined where there is nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  let here: unknown = value;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}
