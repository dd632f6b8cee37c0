import { setTimeout } from 'node:timers/promises';
import { githubPublisher, type GithubOptions } from './github.ts';
import { publishComment, type Published } from './publish-comment.ts';

export type { Published } from './publish-comment.ts';

export interface PublishOptions extends Omit<GithubOptions, 'wait'> {
  /** A rendered report, its marker in the first line. */
  readonly body: string;
  /** @default real time */
  readonly wait?: GithubOptions['wait'];
}

/**
 * Makes `body` the one comment of its scope on a pull request on GitHub, unless a newer report stands there.
 * @throws UserError `github.unauthorized`, `github.forbidden`, `github.not_found`, `github.rejected`, `github.rate_limited`, `github.unavailable`,
 *   `github.refused`, `github.unknown_account`, `publish.no_marker`, `publish.unsettled`
 */
export async function publishReport({ body, wait = setTimeout, ...github }: PublishOptions): Promise<Published> {
  const waiting = async (milliseconds: number): Promise<void> => {
    await wait(milliseconds);
  };
  return publishComment(await githubPublisher({ ...github, wait: waiting }), body, waiting);
}
