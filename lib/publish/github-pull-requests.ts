import { failureOf, isAmbiguous } from './failure.ts';
import { explained, githubClient, orNull, type GithubRepository } from './github-client.ts';
import { githubError, isRateLimited } from './github-errors.ts';
import type { PullRequest, PullRequests } from './pull-requests.ts';

/** Branches and pull requests of a repository on GitHub. */
export async function githubPullRequests(options: GithubRepository): Promise<PullRequests> {
  const { owner, repo } = options;
  const octokit = await githubClient(options);
  const place = `${owner}/${repo}`;
  const where = { owner, repo };

  return {
    head: (branch) =>
      orNull(`reading branch ${branch} of ${place}`, async () => {
        const { data } = await octokit.rest.git.getRef({ ...where, ref: `heads/${branch}` });
        return data.object.sha;
      }),

    blob: (commit, path) =>
      orNull(`reading ${path} of ${place}`, async () => {
        const { data } = await octokit.rest.repos.getContent({ ...where, path, ref: commit });
        return Array.isArray(data) || data.type !== 'file' ? null : data.sha;
      }),

    newest: (branch, base) =>
      explained(`listing the pull requests from ${branch} of ${place}`, async () => {
        const { data } = await octokit.rest.pulls.list({
          ...where,
          head: `${owner}:${branch}`,
          base,
          state: 'all',
          sort: 'created',
          direction: 'desc',
          per_page: 1,
        });
        return data[0] === undefined ? null : known(data[0]);
      }),

    commit: (parent, message, files) =>
      explained(`writing a commit in ${place}`, async () => {
        const { data: below } = await octokit.rest.git.getCommit({ ...where, commit_sha: parent });
        const entry = { mode: '100644', type: 'blob' } as const;
        const { data: tree } = await octokit.rest.git.createTree({
          ...where,
          base_tree: below.tree.sha,
          tree: files.map(({ path, content }) => (content === null ? { ...entry, path, sha: null } : { ...entry, path, content })),
        });
        return (await octokit.rest.git.createCommit({ ...where, message, tree: tree.sha, parents: [parent] })).data.sha;
      }),

    point: async (branch, from, commit, force) => {
      const done = await unlessRefused(`moving branch ${branch} of ${place}`, async () => {
        if (from === null) await octokit.rest.git.createRef({ ...where, ref: `refs/heads/${branch}`, sha: commit });
        else await octokit.rest.git.updateRef({ ...where, ref: `heads/${branch}`, sha: commit, force });
        return true;
      });
      return done === true;
    },

    open: ({ branch, base, title, body }) =>
      unlessRefused(`opening a pull request from ${branch} of ${place}`, async () =>
        known((await octokit.rest.pulls.create({ ...where, head: branch, base, title, body })).data),
      ),
  };
}

function known(one: {
  readonly number: number;
  readonly html_url: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly head: { readonly sha: string };
}): PullRequest {
  const state = one.state === 'open' ? 'open' : one.merged_at === null ? 'closed' : 'merged';
  return { number: one.number, url: one.html_url, state, head: one.head.sha };
}

/** Null when GitHub says that things are not as they were seen a moment ago (409, 422), or says nothing: then only looking again can tell. */
async function unlessRefused<T>(what: string, request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (!isRateLimited(failure) && (failure.status === 409 || failure.status === 422 || isAmbiguous(failure))) return null;
    throw githubError(failure, what, thrown);
  }
}
