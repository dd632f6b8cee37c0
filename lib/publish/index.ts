import { setTimeout } from 'node:timers/promises';
import type { GithubRepository } from './github-client.ts';
import { githubPublisher, type GithubOptions } from './github.ts';
import { githubPullRequests } from './github-pull-requests.ts';
import { openPullRequest, type Proposal, type Proposed } from './open-pull-request.ts';
import { publishComment, type Published } from './publish-comment.ts';
import type { Wait } from './publisher.ts';

export type { Proposal, Proposed } from './open-pull-request.ts';
export type { Published } from './publish-comment.ts';
export type { ProposedFile } from './pull-requests.ts';

const inTime: Wait = async (milliseconds) => {
  await setTimeout(milliseconds);
};

export interface PublishOptions extends GithubOptions {
  /** A rendered report, its marker in the first line. */
  readonly body: string;
  /** How long to wait between two looks. @default real time */
  readonly wait?: Wait;
}

/**
 * Makes `body` the one comment of its scope on a pull request on GitHub, unless a newer report stands there.
 * @throws UserError `github.unauthorized`, `github.forbidden`, `github.not_found`, `github.rejected`, `github.rate_limited`, `github.unavailable`,
 *   `github.refused`, `github.unknown_account`, `publish.no_marker`, `publish.unsettled`
 */
export async function publishReport({ body, wait = inTime, ...github }: PublishOptions): Promise<Published> {
  return publishComment(await githubPublisher(github), body, wait);
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
