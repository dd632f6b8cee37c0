import { UserError } from '../errors.ts';
import { explained, gitlabClient, orNull, type GitlabProject } from './gitlab-client.ts';
import type { ReviewsAndFile } from './reviews-and-file.ts';

export interface GitlabReviewOptions extends GitlabProject {
  /** Number of the merge request within its project. */
  readonly number: number;
  /** A file of the target branch to read as well: its path. */
  readonly path: string;
}

/** What the branch of a merge request held from a moment on. */
interface Version {
  readonly head_commit_sha: string;
  readonly created_at: string;
}

/**
 * Who approved a merge request, and a file of the branch that it is to be merged into. GitLab says who approved, and newer ones when, but not which
 * commit: the moment is held against the versions of the merge request. It knows who wrote a commit by address, not by account, so the project has to
 * keep those people from approving.
 * @throws UserError `gitlab.*`, `approvals.committers_may_approve`, `approvals.unbound`, `approvals.moved`
 */
export async function gitlabReviews(options: GitlabReviewOptions): Promise<ReviewsAndFile> {
  const { project, number, path } = options;
  const { mergeRequests, approvals, projects, branches, files } = await gitlabClient(options);
  const place = `${project}!${String(number)}`;
  const look = () => explained(`reading ${place}`, () => mergeRequests.show(project, number));

  const before = await look();
  const settings = await orNull(`reading the approval settings of ${project}`, () => approvals.showConfiguration(project));
  if (settings?.merge_requests_disable_committers_approval !== true) {
    throw new UserError(
      'approvals.committers_may_approve',
      `${project}: ${settings === null ? 'has no approval settings (they need GitLab Premium)' : 'lets people approve what they have written'}; expected "Prevent approvals by users who add commits", because GitLab does not say which accounts wrote a commit`,
      'Switch it on in Settings > Merge requests > Merge request approvals.',
    );
  }
  const { approved_by: approvedBy = [] } = await explained(`reading the approvals of ${place}`, () =>
    approvals.showConfiguration(project, { mergerequestIId: number }),
  );
  const versions = (await explained(`reading the versions of ${place}`, () => mergeRequests.allDiffVersions(project, number))).toSorted(
    (a, b) => b.id - a.id,
  );
  const { default_branch: defaultBranch } = await explained(`reading ${project}`, () => projects.show(project));
  const { commit } = await explained(`reading branch ${before.target_branch} of ${project}`, () =>
    branches.show(project, before.target_branch),
  );
  const file = await orNull(`reading ${path} of ${project}`, () => files.show(project, path, commit.id));
  const after = await look();
  const settled = after.sha === before.sha && after.target_branch === before.target_branch && versions[0]?.head_commit_sha === after.sha;
  // The client's types do not know all of them.
  const mergeStatus: string = after.detailed_merge_status;
  if (!settled || mergeStatus === 'approvals_syncing') {
    throw new UserError('approvals.moved', `${place}: was pushed to just now; expected it to hold still`, 'Run it again.');
  }

  const reviews = approvedBy.map((approval) => {
    const at = 'approved_at' in approval && typeof approval.approved_at === 'string' ? approval.approved_at : null;
    if (at === null && versions.length > 1 && !settings.reset_approvals_on_push) throw unbound(place, approval.user.username);
    return {
      by: approval.user.username,
      state: 'approved' as const,
      commit: at === null ? before.sha : commitAt(at, versions),
      at: wholeSeconds(at ?? versions[0]?.created_at ?? before.created_at),
    };
  });
  return {
    base: commit.id,
    bytes: file === null ? null : Buffer.from(file.content, 'base64'),
    pullRequest: {
      head: before.sha,
      base: before.target_branch,
      defaultBranch,
      author: before.author.username,
      writers: [],
      unknownWriters: 0,
      reviews: reviews.toSorted((a, b) => (a.at === b.at ? 0 : a.at < b.at ? -1 : 1)),
    },
  };
}

/** What stood there at a moment; null when nothing did yet. GitLab lists a version a little after its push, so none is taken for a newer one. */
function commitAt(moment: string, versions: readonly Version[]): string | null {
  const at = Date.parse(moment);
  return versions.find(({ created_at: from }) => Date.parse(from) <= at)?.head_commit_sha ?? null;
}

function wholeSeconds(time: string): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function unbound(place: string, name: string): UserError {
  return new UserError(
    'approvals.unbound',
    `${place}: GitLab does not say when ${name} approved, there were pushes, and a push takes no approval back here; expected to know which commit was approved`,
    'Switch on "Remove all approvals" when a commit is added, in Settings > Merge requests > Merge request approvals; then have it approved again.',
  );
}
