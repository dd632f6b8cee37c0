/** A workflow run, as GitHub's API has it. */
export interface RunFacts {
  /** The workflow's file; some servers add `@` and a ref. */
  readonly path: string;
  readonly event: string;
  /** `owner/name` of the repository that it ran in. */
  readonly repository: string;
  readonly headSha: string;
}

export interface Expected {
  readonly repository: string;
  /** Path of the workflow that may be believed. */
  readonly workflow: string;
  /** The commit that the verdict is about. */
  readonly commit: string;
  /** Whether the queue's commit holds the same workflow file as what was below it: the queue runs the file that its commit brings. */
  readonly queueTrusted: boolean;
}

/** After these GitHub runs the default branch's workflow file, whatever a pull request brings. */
const DEFAULT_BRANCH = ['pull_request_target', 'workflow_run'];

/** Why the word of a run is not to be believed; null when it is. Anybody can start a run, with a file of their own, that leaves an artifact of any name. */
export function mistrust(run: RunFacts, { repository, workflow, commit, queueTrusted }: Expected): string | null {
  if (run.repository.toLowerCase() !== repository.toLowerCase()) return `ran in ${JSON.stringify(run.repository)}`;
  if (run.path.split('@', 1)[0] !== workflow) return `ran ${JSON.stringify(run.path)}, not ${workflow}`;
  if (DEFAULT_BRANCH.includes(run.event)) return null;
  if (run.event !== 'merge_group') return `ran after ${JSON.stringify(run.event)}, with a file that the pull request brings`;
  if (run.headSha !== commit) return `is about ${JSON.stringify(run.headSha)}`;
  return queueTrusted ? null : `ran a ${workflow} that the merge itself changed`;
}
