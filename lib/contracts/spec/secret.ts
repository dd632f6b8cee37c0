import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** A secret that an operator fetches from the store: names only, never a value. */
export const Secret = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$' }),
    /** Properties of the store's entry; each becomes a file. */
    keys: Type.Array(Type.String({ pattern: '^[A-Za-z0-9][-._A-Za-z0-9]{0,252}$' }), { minItems: 1, maxItems: 50, uniqueItems: true }),
    /** The folder of the files in the serving container. */
    mountPath: Type.String({ pattern: '^(/[a-z0-9][a-z0-9._-]*)+$', maxLength: 200 }),
  },
  closed,
);
export type Secret = Of<typeof Secret>;
