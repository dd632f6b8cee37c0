import { setTimeout } from 'node:timers/promises';
import type { GithubRepository } from './github-client.ts';
import { githubPublisher, type GithubOptions } from './github.ts';
import { githubPullRequests } from './github-pull-requests.ts';
import { githubStatuses, type GithubStatusOptions } from './github-statuses.ts';
import { openPullRequest, type Proposal, type Proposed } from './open-pull-request.ts';
import { publishComment, type Published } from './publish-comment.ts';
import { publishStatus, withRun, type StatusAction } from './publish-status.ts';
import type { Wait } from './publisher.ts';
import type { CommitStatus } from './statuses.ts';

export type { GithubRepository } from './github-client.ts';
export { eventOf, pullRequestOf, type GithubEvent } from './github-event.ts';
export { githubProtection } from './github-protection.ts';
export { githubReviews } from './github-reviews.ts';
export type { Proposal, Proposed } from './open-pull-request.ts';
export type { Published } from './publish-comment.ts';
export type { StatusAction } from './publish-status.ts';
export type { ProposedFile } from './pull-requests.ts';

const inTime: Wait = async (milliseconds) => {
  await setTimeout(milliseconds);
};

export interface PublishOptions extends GithubOptions {
  /** A rendered report, its marker in the first line. */
  readonly body: string;
  /** There is nothing to say: an own comment that stands is brought up to date, but none is made. @default false */
  readonly quiet?: boolean;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
}

/**
 * Makes `body` the one comment of its scope on a pull request on GitHub, unless a newer report stands there.
 * @throws UserError `github.unauthorized`, `github.forbidden`, `github.not_found`, `github.rejected`, `github.rate_limited`, `github.unavailable`,
 *   `github.refused`, `github.unknown_account`, `publish.no_marker`, `publish.unsettled`
 */
export async function publishReport({ body, quiet = false, wait = inTime, ...github }: PublishOptions): Promise<Published> {
  return publishComment(await githubPublisher(github), body, quiet, wait);
}

export interface StatusOptions extends GithubStatusOptions {
  readonly state: CommitStatus['state'];
  /** One line for people; what is too long is cut. */
  readonly words: string;
  /** Number of the CI run: the greatest one's word stands. 0 outside of CI. */
  readonly run: number;
  /** Where people read more; null when there is no such place. */
  readonly url: string | null;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
}

/**
 * Makes a verdict the status of a commit on GitHub, unless a newer run's word stands there.
 * @throws UserError `github.*` as `publishReport`, `publish.unsettled`
 */
export async function publishVerdict({ state, words, run, url, wait = inTime, ...github }: StatusOptions): Promise<StatusAction> {
  return publishStatus(await githubStatuses(github), { state, description: withRun(words, run), url }, wait);
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
