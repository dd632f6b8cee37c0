import { failureOf } from './failure.ts';
import { explained, githubClient, once, type GithubRepository } from './github-client.ts';
import { githubError } from './github-errors.ts';
import { whoAmI, type IsOurs } from './github-identity.ts';
import type { PostedComment, Publisher } from './publisher.ts';

export interface GithubOptions extends GithubRepository {
  /** Number of the pull request. */
  readonly number: number;
}

/** The comments of a pull request on GitHub. */
export async function githubPublisher(options: GithubOptions): Promise<Publisher> {
  const { owner, repo, number } = options;
  const octokit = await githubClient(options);
  const place = `${owner}/${repo}#${String(number)}`;
  const issue = { owner, repo, issue_number: number };
  let isOurs: IsOurs | null = null;

  return {
    async ours() {
      isOurs ??= await whoAmI(octokit);
      const mine = isOurs;
      const all = await explained(`reading the comments of ${place}`, () =>
        octokit.paginate(octokit.rest.issues.listComments, { ...issue, per_page: 100 }),
      );
      return all
        .filter(({ user }) => user !== null && mine(user))
        .map(posted)
        .toSorted((a, b) => a.id - b.id);
    },

    create: (body) =>
      once(`writing a comment on ${place}`, async () => posted((await octokit.rest.issues.createComment({ ...issue, body })).data)),

    update: (id, body) =>
      orNull(`changing the comment on ${place}`, async () =>
        posted((await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body })).data),
      ),

    async remove(id) {
      await orNull(`deleting a duplicate comment on ${place}`, () => octokit.rest.issues.deleteComment({ owner, repo, comment_id: id }));
    },

    async heads() {
      const { data } = await explained(`reading ${place}`, () => octokit.rest.pulls.get({ owner, repo, pull_number: number }));
      return [data.head.sha, ...(data.merge_commit_sha === null ? [] : [data.merge_commit_sha])];
    },
  };
}

function posted(comment: { readonly id: number; readonly body?: string; readonly html_url: string }): PostedComment {
  return { id: comment.id, body: comment.body ?? '', url: comment.html_url };
}

async function orNull<T>(what: string, request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.status === 404) return null;
    throw githubError(failure, what, thrown);
  }
}
