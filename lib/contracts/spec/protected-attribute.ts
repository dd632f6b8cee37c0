import Type from 'typebox';
import { closed, Line } from '../common.ts';
import type { Of } from '../schema.ts';

/** A protected attribute whose groups must be measured. `reference` is one of `groups`: the one that differences are taken from. */
export const ProtectedAttribute = Type.Object(
  { name: Line, reference: Line, groups: Type.Array(Line, { minItems: 2, maxItems: 50, uniqueItems: true }) },
  closed,
);
export type ProtectedAttribute = Of<typeof ProtectedAttribute>;
