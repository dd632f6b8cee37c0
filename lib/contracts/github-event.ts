import Type from 'typebox';
import type { Of } from './schema.ts';

const open = { additionalProperties: true };
const Commit = Type.String({ pattern: '^[0-9a-f]{40}$' });
const Number = Type.Integer({ minimum: 1 });

/** What GitHub writes down of a pull request when something happens to it. Source: docs.github.com, webhook events and payloads. */
export const PullRequestEvent = Type.Object(
  { pull_request: Type.Object({ number: Number, head: Type.Object({ sha: Commit }, open) }, open) },
  open,
);
export type PullRequestEvent = Of<typeof PullRequestEvent>;

/** A workflow came to its end; here the one that runs when a review is given. */
export const WorkflowRunEvent = Type.Object(
  {
    workflow_run: Type.Object(
      {
        event: Type.String(),
        head_branch: Type.String({ minLength: 1 }),
        head_sha: Commit,
        head_repository: Type.Object({ owner: Type.Object({ login: Type.String({ minLength: 1 }) }, open) }, open),
      },
      open,
    ),
  },
  open,
);
export type WorkflowRunEvent = Of<typeof WorkflowRunEvent>;

/** A pull request stands at the head of the merge queue, merged into what is to be there before it. */
export const MergeGroupEvent = Type.Object(
  { merge_group: Type.Object({ head_sha: Commit, base_sha: Commit, head_ref: Type.String({ minLength: 1 }) }, open) },
  open,
);
export type MergeGroupEvent = Of<typeof MergeGroupEvent>;
