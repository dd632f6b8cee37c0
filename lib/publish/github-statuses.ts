import { explained, githubClient, once, type GithubRepository } from './github-client.ts';
import { whoAmI, type IsOurs } from './github-identity.ts';
import type { Statuses } from './statuses.ts';

export interface GithubStatusOptions extends GithubRepository {
  /** Hash of the commit. */
  readonly commit: string;
  /** Name of the status: what branch protection asks for. */
  readonly context: string;
}

/** The statuses of a commit on GitHub. */
export async function githubStatuses(options: GithubStatusOptions): Promise<Statuses> {
  const { owner, repo, commit, context } = options;
  const octokit = await githubClient(options);
  const place = `${owner}/${repo}@${commit}`;
  let isOurs: IsOurs | null = null;

  return {
    async list() {
      isOurs ??= await whoAmI(octokit);
      const mine = isOurs;
      const all = await explained(`reading the statuses of ${place}`, () =>
        octokit.paginate(octokit.rest.repos.listCommitStatusesForRef, { owner, repo, ref: commit, per_page: 100 }),
      );
      return all
        .filter((status) => status.context === context)
        .map(({ state, description, target_url, creator }) => ({
          state: state === 'success' || state === 'error' ? state : 'failure',
          description: description ?? '',
          url: target_url,
          ours: creator !== null && mine(creator),
        }));
    },

    set: ({ state, description, url }) =>
      once(`setting the status of ${place}`, async () => {
        await octokit.rest.repos.createCommitStatus({
          owner,
          repo,
          sha: commit,
          state,
          context,
          description,
          ...(url === null ? {} : { target_url: url }),
        });
        return true as const;
      }),
  };
}
