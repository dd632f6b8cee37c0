/** What a commit status says. */
export interface CommitStatus {
  /** `error`: it could not be judged. Like a failure it blocks. */
  readonly state: 'success' | 'failure' | 'error';
  /** One line, at most 140 characters. */
  readonly description: string;
  /** Where people read more; null when there is no such place. */
  readonly url: string | null;
}

/** The statuses of one commit in one context. Every method throws UserError `github.…` or `gitlab.…` when it cannot. */
export interface Statuses {
  /** The newest first. `ours`: our own account set it. */
  readonly list: () => Promise<readonly (CommitStatus & { readonly ours: boolean })[]>;
  /** Sets one above all others. Null when the reply was lost: then only `list` can tell. */
  readonly set: (status: CommitStatus) => Promise<true | null>;
}
