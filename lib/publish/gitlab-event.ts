import { MergeRequestEvent } from '../contracts/gitlab-event.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { explained, gitlabClient, type GitlabProject } from './gitlab-client.ts';
import type { ForgeEvent } from './github-event.ts';

/**
 * The merge request that a webhook tells of, as it is now: of the message only its number is believed. Null when it is not open.
 * @param where the file, for messages
 * @throws UserError `event.other_project`, `gitlab.*`; UserErrors `schema.invalid`
 */
export async function gitlabEvent(
  payload: unknown,
  where: string,
  gitlab: GitlabProject,
): Promise<(ForgeEvent & { readonly kind: 'pull request'; readonly number: number }) | null> {
  const { project, object_attributes: told } = parse(MergeRequestEvent, payload, where);
  if (project.path_with_namespace !== gitlab.project) {
    throw new UserError(
      'event.other_project',
      `${where}: is about ${JSON.stringify(project.path_with_namespace)}; expected ${gitlab.project}`,
      'Let the webhook of that project start this pipeline, or name the project by --repo.',
    );
  }
  const { mergeRequests } = await gitlabClient(gitlab);
  const { sha, state } = await explained(`reading ${gitlab.project}!${String(told.iid)}`, () =>
    mergeRequests.show(gitlab.project, told.iid),
  );
  return state === 'opened' ? { kind: 'pull request', number: told.iid, head: sha } : null;
}
