/** What one branch protection or ruleset asks of a branch. */
export interface Protection {
  /** `branch protection`, or a ruleset with its number and name. */
  readonly name: string;
  /** Who may pass it by; null when the token may not see that. */
  readonly bypass: readonly string[] | null;
  /** Statuses that have to be there; `bound`: taken from one app only. */
  readonly checks: readonly { readonly context: string; readonly bound: boolean }[];
  /** A branch has to have the base's head below it before it is merged. */
  readonly upToDate: boolean;
  readonly mergeQueue: boolean;
  readonly noForcePush: boolean;
  readonly noDeletion: boolean;
  /** What a change by pull request needs; null when changes need none. */
  readonly pullRequest: {
    readonly approvals: number;
    readonly staleDismissed: boolean;
    readonly codeOwners: boolean;
    readonly lastPush: boolean;
  } | null;
}

/** How a repository on a forge is guarded. What the token may not see is null. */
export interface RepositorySettings {
  /** The default branch. */
  readonly branch: string;
  readonly isPrivate: boolean;
  readonly protections: readonly Protection[];
  /** Whether there may be a protection that the token may not see. */
  readonly hidden: boolean;
  /** What the forge cannot make out in CODEOWNERS, one sentence each; `none`: there is no such file; null when the token may not see. */
  readonly codeOwnersErrors: readonly string[] | 'none' | null;
  /** What a workflow's token may do when the workflow does not say. */
  readonly workflowToken: 'read' | 'write' | null;
  readonly workflowsApprove: boolean | null;
  /** Whose workflows wait for a person, in GitHub's words. */
  readonly forkApproval: string | null;
}
