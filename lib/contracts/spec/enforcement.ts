import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** Checks by code, and how much their findings weigh for this model: never less than for others. */
export const OwnEnforcement = Type.Record(Type.String({ pattern: '^[a-z]+\\.[a-z][a-z0-9_]*$' }), Type.Enum(['deny', 'warn']), {
  minProperties: 1,
  maxProperties: 50,
  ...closed,
});
export type OwnEnforcement = Of<typeof OwnEnforcement>;
