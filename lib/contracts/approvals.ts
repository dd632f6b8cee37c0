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
    author: Line,
    /** `team`: it holds for the models of that team alone; absent: for all. */
    given: Type.Array(Type.Object({ by: Line, role: Line, at: Timestamp, team: Type.Optional(Line) }, closed), { maxItems: 100 }),
  },
  closed,
);
export type ApprovalsFile = Of<typeof ApprovalsFile>;

/** What the file says about the commit that it names. */
export type GivenApprovals = Pick<ApprovalsFile, 'author' | 'given'>;

/** What of it holds for a model of `team`. */
export function approvalsFor({ author, given }: GivenApprovals, team: string): Approvals {
  return {
    author,
    given: given.filter((one) => one.team === undefined || one.team === team).map(({ by, role, at }) => ({ by, role, at })),
  };
}
