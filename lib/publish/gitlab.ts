import { explained, gitlabClient, once, orNull, type GitlabProject } from './gitlab-client.ts';
import type { PostedComment, Publisher } from './publisher.ts';

export interface GitlabOptions extends GitlabProject {
  /** Number of the merge request within its project. */
  readonly number: number;
}

/** The notes of a merge request on GitLab. */
export async function gitlabPublisher(options: GitlabOptions): Promise<Publisher> {
  const { project, number, host = 'https://gitlab.com' } = options;
  const { notes, mergeRequests, users } = await gitlabClient(options);
  const place = `${project}!${String(number)}`;
  const page = `${host.replace(/\/+$/, '')}/${project}/-/merge_requests/${String(number)}`;
  const posted = ({ id, body }: { readonly id: number; readonly body: string }): PostedComment => ({
    id,
    body,
    url: `${page}#note_${String(id)}`,
  });
  let me: number | null = null;

  return {
    async ours() {
      me ??= (await explained('asking whose token this is', () => users.showCurrentUser())).id;
      const all = await explained(`reading the notes of ${place}`, () => notes.all(project, number, { perPage: 100 }));
      return all
        .filter(({ author, system }) => author.id === me && !system)
        .map(posted)
        .toSorted((a, b) => a.id - b.id);
    },

    create: (body) => once(`writing a note on ${place}`, async () => posted(await notes.create(project, number, body))),

    update: (id, body) => orNull(`changing the note on ${place}`, async () => posted(await notes.edit(project, number, id, { body }))),

    async remove(id) {
      await orNull(`deleting a duplicate note on ${place}`, () => notes.remove(project, number, id));
    },

    async heads() {
      const { sha } = await explained(`reading ${place}`, () => mergeRequests.show(project, number));
      return [sha];
    },
  };
}

/**
 * A note's text that does nothing: GitLab carries out a line that begins with a slash (`/merge`, `/approve`) as whoever writes it. The slash is
 * escaped, so that the line reads the same.
 */
export function withoutQuickActions(body: string): string {
  return body.replaceAll(/^([ \t]*)\//gm, '$1\\/');
}
