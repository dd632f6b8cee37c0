import type { Review } from '../contracts/reviews.ts';
import { UserError } from '../errors.ts';
import { explained, githubClient, orNull, type GithubRepository } from './github-client.ts';
import type { ReviewsAndFile } from './reviews-and-file.ts';

export interface GithubReviewOptions extends GithubRepository {
  /** Number of the pull request. */
  readonly number: number;
  /** A file of the base branch to read as well: its path. */
  readonly path: string;
}

/** GitHub lists at most this many commits of a pull request. */
const MOST_COMMITS = 250;

const STATES: Readonly<Record<string, Review['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  DISMISSED: 'dismissed',
};

/**
 * Who said what about a pull request, and a file of the branch that it is to be merged into.
 * @throws UserError `github.*`, `approvals.too_many_commits`, `approvals.moved`
 */
export async function githubReviews(options: GithubReviewOptions): Promise<ReviewsAndFile> {
  const { owner, repo, number, path } = options;
  const octokit = await githubClient(options);
  const place = `${owner}/${repo}#${String(number)}`;
  const where = { owner, repo, pull_number: number };
  const look = async () => (await explained(`reading ${place}`, () => octokit.rest.pulls.get(where))).data;

  const before = await look();
  if (before.commits > MOST_COMMITS) {
    throw new UserError(
      'approvals.too_many_commits',
      `${place}: ${String(before.commits)} commits; expected at most ${String(MOST_COMMITS)}, as many as GitHub lists`,
      'Split the change: who wrote the rest of it cannot be told.',
    );
  }
  const commits = await explained(`reading the commits of ${place}`, () =>
    octokit.paginate(octokit.rest.pulls.listCommits, { ...where, per_page: 100 }),
  );
  const reviews = await explained(`reading the reviews of ${place}`, () =>
    octokit.paginate(octokit.rest.pulls.listReviews, { ...where, per_page: 100 }),
  );
  const base = (
    await explained(`reading branch ${before.base.ref} of ${owner}/${repo}`, () =>
      octokit.rest.git.getRef({ owner, repo, ref: `heads/${before.base.ref}` }),
    )
  ).data.object.sha;
  const bytes = await orNull(`reading ${path} of ${owner}/${repo}`, async () => {
    const { data } = await octokit.rest.repos.getContent({ owner, repo, path, ref: base });
    return Array.isArray(data) || data.type !== 'file' || !('content' in data) ? null : Buffer.from(data.content, 'base64');
  });
  const after = await look();
  if (after.head.sha !== before.head.sha || after.base.ref !== before.base.ref) {
    throw new UserError('approvals.moved', `${place}: was pushed to just now; expected it to hold still`, 'Run it again.');
  }

  const people = commits.flatMap(({ author, committer }) => [loginOf(author), loginOf(committer)]);
  return {
    base,
    bytes,
    pullRequest: {
      head: before.head.sha,
      base: before.base.ref,
      defaultBranch: before.base.repo.default_branch,
      author: before.user.login,
      writers: [...new Set(people.filter((name) => name !== null))],
      unknownWriters: commits.filter(({ author }) => loginOf(author) === null).length,
      reviews: reviews
        // A pending one is not said yet.
        .filter(({ state, submitted_at }) => state !== 'PENDING' && submitted_at !== undefined)
        .map(({ user, state, commit_id, submitted_at = '' }) => ({
          by: user?.login ?? null,
          state: STATES[state] ?? 'commented',
          commit: commit_id,
          at: submitted_at,
        }))
        .toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1)),
    },
  };
}

/** GitHub gives an empty object for some accounts that it does not know. */
function loginOf(account: object | null): string | null {
  return account !== null && 'login' in account && typeof account.login === 'string' ? account.login : null;
}
