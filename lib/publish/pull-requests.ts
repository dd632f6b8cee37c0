/** A file as a pull request is to have it. */
export interface ProposedFile {
  /** From the repository's top, with `/`. */
  readonly path: string;
  /** UTF-8 text; null removes the file. A new file is not executable. */
  readonly content: string | null;
}

/** A pull request as the platform knows it. */
export interface PullRequest {
  readonly number: number;
  /** Address for people. */
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** The commit that its branch had when it was last open. */
  readonly head: string;
}

/** Branches and pull requests of one repository. Every method throws UserError `github.…` when it cannot. */
export interface PullRequests {
  /** The commit that a branch points at; null without such a branch. */
  readonly head: (branch: string) => Promise<string | null>;
  /** git's hash of a file's bytes in a commit; null when there is no such file. */
  readonly blob: (commit: string, path: string) => Promise<string | null>;
  /** The newest pull request from `branch` into `base`, whatever became of it; null without one. */
  readonly newest: (branch: string, base: string) => Promise<PullRequest | null>;
  /** Writes a commit that no branch has yet, so that a second one does no harm. */
  readonly commit: (parent: string, message: string, files: readonly ProposedFile[]) => Promise<string>;
  /**
   * Points a branch at a commit: a new branch when `from` is null, else one that has `from` or a descendant of it below `commit`, unless `force`.
   * False when that was refused, or when the reply was lost: then only looking again can tell.
   */
  readonly point: (branch: string, from: string | null, commit: string, force: boolean) => Promise<boolean>;
  /** Opens a pull request. Null when it was refused, or when the reply was lost. */
  readonly open: (text: {
    readonly branch: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
  }) => Promise<PullRequest | null>;
}
