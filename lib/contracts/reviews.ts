/** What somebody said about a pull request, as the forge has it. */
export interface Review {
  /** Name on the forge; null when the account is gone. */
  readonly by: string | null;
  readonly state: 'approved' | 'changes_requested' | 'dismissed' | 'commented';
  /** The commit that was looked at; null when the forge no longer knows. */
  readonly commit: string | null;
  /** RFC 3339, UTC, whole seconds. */
  readonly at: string;
}

/** A pull request as far as approvals are about it. */
export interface ReviewedPullRequest {
  /** The commit that its branch has now. */
  readonly head: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  /** The branch that the repository calls its default one. */
  readonly defaultBranch: string;
  readonly author: string;
  /** Names of all who wrote or committed one of its commits, as far as the forge knows them. */
  readonly writers: readonly string[];
  /** Commits of which the forge does not know who wrote them. */
  readonly unknownWriters: number;
  /** The oldest first. */
  readonly reviews: readonly Review[];
}
