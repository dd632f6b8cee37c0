import type { ReviewedPullRequest } from '../contracts/reviews.ts';

/** Who said what about a pull request, and a file of the branch that it is to be merged into. */
export interface ReviewsAndFile {
  readonly pullRequest: ReviewedPullRequest;
  /** The commit of the base branch that the file was read from. */
  readonly base: string;
  /** The file's bytes; null when the base branch has no such file. */
  readonly bytes: Uint8Array | null;
}
