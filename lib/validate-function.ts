import { hash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import type { TSchema } from 'typebox';

/** How schemas are compiled, here and by the build. */
export const AJV_OPTIONS = {
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
  // A value with several shapes says which one it has: then only that one's mistakes are told.
  discriminator: true,
  // That our own schemas are sound is a test's business: compiling what checks them takes as long as they do.
  validateSchema: false,
  meta: false,
  // V8 optimizes what ajv compiles; ajv's own pass over it took most of the time and memory of compiling.
  code: { optimize: false },
} as const;

/** How the build compiles what only says whether a value fits: it ends at the first mistake, and each part that `shareParts` finds is one function. */
export const ACCEPT_OPTIONS = { ...AJV_OPTIONS, allErrors: false, messages: false, inlineRefs: false } as const;

let ajv: Ajv2020 | undefined;

/** `accept` says whether a value fits; `explain` says all that is wrong with one, and is up to eight times as long. */
type Purpose = 'accept' | 'explain';
const compiled = { accept: new WeakMap<TSchema, ValidateFunction>(), explain: new WeakMap<TSchema, ValidateFunction>() };

/** Name of the file that the build writes for a schema, so that no run has to load ajv and compile it: by content, so never of another. */
export function validatorFile(schema: TSchema, purpose: Purpose): string {
  return `${purpose}-${hash('sha256', JSON.stringify(schema), 'hex').slice(0, 32)}.cjs`;
}

function compile(schema: TSchema, purpose: Purpose): ValidateFunction {
  const require = createRequire(import.meta.url);
  const built = path.join(path.dirname(fileURLToPath(import.meta.url)), validatorFile(schema, purpose));
  if (existsSync(built)) return require(built) as ValidateFunction;
  // Under a test runner this is the source, nothing is built beside it, and one function serves both purposes.
  if (purpose === 'accept') return validateFunction(schema, 'explain');
  ajv ??= new (require('ajv/dist/2020.js') as { Ajv2020: typeof Ajv2020 }).Ajv2020(AJV_OPTIONS);
  return ajv.compile(schema);
}

/** What checks a value against a schema: the build's, or compiled now and kept. */
export function validateFunction(schema: TSchema, purpose: Purpose): ValidateFunction {
  const known = compiled[purpose].get(schema);
  if (known !== undefined) return known;
  const made = compile(schema, purpose);
  compiled[purpose].set(schema, made);
  return made;
}
