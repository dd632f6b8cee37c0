import { MergeGroupEvent, PullRequestEvent, WorkflowRunEvent } from '../contracts/github-event.ts';
import { parse } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import { explained, githubClient, type GithubRepository } from './github-client.ts';

/** Something that happened on a forge after which a pull request has to be judged. */
export type ForgeEvent =
  /** `head`: the commit that it was about; the pull request may have a newer one by now. */
  | { readonly kind: 'pull request'; readonly number: number; readonly head: string }
  /** Somebody reviewed: of the pull request only its branch is known, and whose it is. */
  | { readonly kind: 'pull request'; readonly number: null; readonly head: string; readonly owner: string; readonly branch: string }
  | { readonly kind: 'merge group'; readonly number: number; readonly head: string; readonly base: string };

/** As the queue names its branches: `gh-readonly-queue/main/pr-42-<commit below it>`. */
const QUEUED = /\/pr-([1-9]\d{0,9})-[0-9a-f]{40}$/;

/**
 * Reads an event.
 * @param name as GITHUB_EVENT_NAME has it
 * @param where the file, for messages
 * @throws UserError `event.unknown`; UserErrors `schema.invalid`
 */
export function eventOf(name: string, payload: unknown, where: string): ForgeEvent {
  if (name === 'pull_request_target') {
    const { number, head } = parse(PullRequestEvent, payload, where).pull_request;
    return { kind: 'pull request', number, head: head.sha };
  }
  if (name === 'workflow_run') {
    const { event, head_branch: branch, head_sha: head, head_repository: from } = parse(WorkflowRunEvent, payload, where).workflow_run;
    if (event === 'pull_request_review') return { kind: 'pull request', number: null, head, owner: from.owner.login, branch };
    throw unknown(`a workflow_run after ${JSON.stringify(event)}`);
  }
  if (name === 'merge_group') {
    const { head_sha: head, base_sha: base, head_ref: ref } = parse(MergeGroupEvent, payload, where).merge_group;
    const number = QUEUED.exec(ref)?.[1];
    if (number !== undefined) return { kind: 'merge group', number: Number(number), head, base };
    throw unknown(`a merge_group of ${JSON.stringify(ref)}`);
  }
  throw unknown(JSON.stringify(name));
}

function unknown(seen: string): UserError {
  return new UserError(
    'event.unknown',
    `GITHUB_EVENT_NAME: ${seen}; expected pull_request_target, merge_group, or workflow_run after pull_request_review`,
    'Start the job by one of these events. After pull_request it would run with the code, and the workflow file, of the pull request.',
  );
}

/** The number of the pull request; null when none is open for the branch. @throws UserError `github.*` */
export async function pullRequestOf(event: ForgeEvent, github: GithubRepository): Promise<number | null> {
  if (event.number !== null) return event.number;
  const { owner, repo } = github;
  const octokit = await githubClient(github);
  const head = `${event.owner}:${event.branch}`;
  const { data } = await explained(`looking for the pull request of ${head}`, () =>
    octokit.rest.pulls.list({ owner, repo, head, state: 'open', per_page: 2 }),
  );
  return data[0]?.number ?? null;
}
