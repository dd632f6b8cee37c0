import Type from 'typebox';
import { closed, Instant } from './common.ts';
import type { Of } from './schema.ts';

const Commit = Type.String({ pattern: '^([0-9a-f]{40}|[0-9a-f]{64})$' });
const Text = Type.String({ maxLength: 20_000 });

/** What `gate --format json --output FILE` leaves when it could not judge: no verdict, and so no merge. */
export const GateFailure = Type.Object(
  {
    schemaVersion: Type.Literal(1),
    verdict: Type.Literal('error'),
    base: Type.Union([Commit, Type.Null()]),
    head: Commit,
    now: Instant,
    errors: Type.Array(Type.Object({ code: Type.String({ minLength: 1, maxLength: 100 }), message: Text, fix: Text }, closed), {
      minItems: 1,
      maxItems: 10_000,
    }),
  },
  closed,
);
export type GateFailure = Of<typeof GateFailure>;
