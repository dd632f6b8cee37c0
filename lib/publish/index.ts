import { setTimeout } from 'node:timers/promises';
import type { CheckRun } from '../contracts/check-run.ts';
import { githubCheckRuns, type GithubCheckRunOptions } from './github-check-runs.ts';
import type { GithubRepository } from './github-client.ts';
import { githubPublisher, type GithubOptions } from './github.ts';
import { githubPullRequests } from './github-pull-requests.ts';
import { githubStatuses, type GithubStatusOptions } from './github-statuses.ts';
import { gitlabPublisher, withoutQuickActions, type GitlabOptions } from './gitlab.ts';
import { gitlabStatuses, type GitlabStatusOptions } from './gitlab-statuses.ts';
import { openPullRequest, type Proposal, type Proposed } from './open-pull-request.ts';
import { publishCheckRun, type CheckRunAction } from './publish-check-run.ts';
import { publishComment, type Published } from './publish-comment.ts';
import { publishStatus, withRun, type StatusAction } from './publish-status.ts';
import type { Wait } from './publisher.ts';
import type { CommitStatus } from './statuses.ts';

export type { GithubRepository } from './github-client.ts';
export { eventOf, pullRequestOf, type ForgeEvent } from './github-event.ts';
export { githubProtection } from './github-protection.ts';
export { githubReviews } from './github-reviews.ts';
export { githubVerdict, type FoundVerdict } from './github-verdicts.ts';
export { mistrust } from './trusted-run.ts';
export { gitlabEvent } from './gitlab-event.ts';
export { gitlabReviews } from './gitlab-reviews.ts';
export type { Proposal, Proposed } from './open-pull-request.ts';
export type { CheckRunAction } from './publish-check-run.ts';
export type { Published } from './publish-comment.ts';
export type { CommitStatus } from './statuses.ts';
export type { StatusAction } from './publish-status.ts';
export type { ProposedFile } from './pull-requests.ts';

const inTime: Wait = async (milliseconds) => {
  await setTimeout(milliseconds);
};

/** Where: a pull request on GitHub, or a merge request on GitLab. */
export type PublishTarget = ({ readonly forge: 'github' } & GithubOptions) | ({ readonly forge: 'gitlab' } & GitlabOptions);

export type PublishOptions = PublishTarget & {
  /** A rendered report, its marker in the first line. */
  readonly body: string;
  /** There is nothing to say: an own comment that stands is brought up to date, but none is made. @default false */
  readonly quiet?: boolean;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
};

/**
 * Makes `body` the one comment of its scope on a pull request, unless a newer report stands there.
 * @throws UserError `<forge>.unauthorized`, `.forbidden`, `.not_found`, `.rejected`, `.rate_limited`, `.unavailable`, `.refused`,
 *   `github.unknown_account`, `publish.no_marker`, `publish.unsettled`
 */
export async function publishReport({ body, quiet = false, wait = inTime, ...target }: PublishOptions): Promise<Published> {
  return target.forge === 'gitlab'
    ? publishComment(await gitlabPublisher(target), withoutQuickActions(body), quiet, wait)
    : publishComment(await githubPublisher(target), body, quiet, wait);
}

/** Where: a commit on GitHub or on GitLab. */
export type StatusTarget = ({ readonly forge: 'github' } & GithubStatusOptions) | ({ readonly forge: 'gitlab' } & GitlabStatusOptions);

export type StatusOptions = StatusTarget & {
  readonly state: CommitStatus['state'];
  /** One line for people; what is too long is cut. */
  readonly words: string;
  /** Number of the CI run: the greatest one's word stands. 0 outside of CI. */
  readonly run: number;
  /** Where people read more; null when there is no such place. */
  readonly url: string | null;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
};

/**
 * Makes a verdict the status of a commit, unless a newer run's word stands there.
 * @throws UserError as `publishReport`
 */
export async function publishVerdict({ state, words, run, url, wait = inTime, ...target }: StatusOptions): Promise<StatusAction> {
  const statuses = await (target.forge === 'gitlab' ? gitlabStatuses(target) : githubStatuses(target));
  return publishStatus(statuses, { state, description: withRun(words, run), url }, wait);
}

export interface CheckRunOptions extends GithubCheckRunOptions {
  readonly checkRun: CheckRun;
  /** Number of the CI run: the greatest one's word stands. 0 outside of CI. */
  readonly run: number;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
}

/**
 * Makes a report the check run of a commit on GitHub, with an annotation a finding, unless a newer run's stands there.
 * @throws UserError `github.*`, `publish.unsettled`
 */
export async function publishCheck({ checkRun, run, wait = inTime, ...github }: CheckRunOptions): Promise<CheckRunAction> {
  return publishCheckRun(await githubCheckRuns(github), checkRun, run, wait);
}

export interface ProposeOptions extends GithubRepository {
  readonly proposal: Proposal;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
}

/**
 * Makes sure that a pull request with the proposed files stands on GitHub, once, however often it is run.
 * @throws UserError `github.*`, `publish.no_files`, `publish.bad_branch`, `publish.bad_title`, `publish.bad_path`, `publish.no_base`, `publish.unsettled`
 */
export async function propose({ proposal, wait = inTime, ...github }: ProposeOptions): Promise<Proposed> {
  return openPullRequest(await githubPullRequests(github), proposal, wait);
}
