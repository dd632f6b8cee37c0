import { explained, gitlabClient, once, type GitlabProject } from './gitlab-client.ts';
import type { Statuses } from './statuses.ts';

export interface GitlabStatusOptions extends GitlabProject {
  /** Hash of the commit. */
  readonly commit: string;
  /** Name of the status. */
  readonly context: string;
}

/** The statuses of a commit on GitLab. */
export async function gitlabStatuses(options: GitlabStatusOptions): Promise<Statuses> {
  const { project, commit, context } = options;
  const { commits, users } = await gitlabClient(options);
  const place = `${project}@${commit}`;
  let me: number | null = null;

  return {
    async list() {
      me ??= (await explained('asking whose token this is', () => users.showCurrentUser())).id;
      // Without `all` only the last one of each name is listed.
      const found = await explained(`reading the statuses of ${place}`, () =>
        commits.allStatuses(project, commit, { name: context, all: true }),
      );
      return found
        .filter(({ name }) => name === context)
        .toSorted((a, b) => b.id - a.id)
        .map(({ status, description, target_url, author }) => ({
          state: status === 'success' ? 'success' : 'failure',
          description: description ?? '',
          url: target_url,
          ours: author.id === me,
        }));
    },

    set: ({ state, description, url }) =>
      once(`setting the status of ${place}`, async () => {
        await commits.editStatus(project, commit, state === 'success' ? 'success' : 'failed', {
          name: context,
          description,
          ...(url === null ? {} : { targetUrl: url }),
        });
        return true as const;
      }),
  };
}
