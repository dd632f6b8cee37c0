import Type from 'typebox';
import { closed, Line, Timestamp } from './common.ts';
import type { Of } from './schema.ts';

/** Who wrote a change, and who approved it. Names are the forge's; a person with two roles is there twice. */
export const Approvals = Type.Object(
  {
    author: Line,
    given: Type.Array(Type.Object({ by: Line, role: Line, at: Timestamp }, closed), { maxItems: 100 }),
  },
  closed,
);
export type Approvals = Of<typeof Approvals>;

/**
 * The file of `gate --approvals`: written by a job that asked the forge, never by the change itself. Approvals hold for one commit; a push after
 * them takes them back.
 */
export const ApprovalsFile = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/approvals/v1'),
    commit: Type.String({ pattern: '^[0-9a-f]{40}$' }),
    ...Approvals.properties,
  },
  closed,
);
export type ApprovalsFile = Of<typeof ApprovalsFile>;
