/** A comment as the platform stores it. */
export interface PostedComment {
  /** Grows with time: of two comments the one with the smaller id is older. */
  readonly id: number;
  readonly body: string;
  /** Address for people. */
  readonly url: string;
}

/** The comments of one pull request, as our own account may touch them. Every method throws UserError `github.…` when it cannot. */
export interface Publisher {
  /** All comments that our own account wrote, the oldest first; whatever they say. */
  readonly ours: () => Promise<readonly PostedComment[]>;
  /** Posts, once. Null when the reply was lost: then the comment may exist or not, and only `ours` can tell. */
  readonly create: (body: string) => Promise<PostedComment | null>;
  /** Replaces the text. Null when the comment is gone. */
  readonly update: (id: number, body: string) => Promise<PostedComment | null>;
  /** Deletes; a comment that is gone already is no error. */
  readonly remove: (id: number) => Promise<void>;
  /** The commits that the pull request stands for now: its head, and the test merge that CI checks out. */
  readonly heads: () => Promise<readonly string[]>;
}

/** Waits so many milliseconds. */
export type Wait = (milliseconds: number) => Promise<void>;
