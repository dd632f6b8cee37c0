import { UserError } from '../errors.ts';
import { isAmbiguous, type Failure } from './failure.ts';

/** The hour's requests are used up. */
export const isPrimaryLimit = ({ status, headers }: Failure): boolean =>
  (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0';

/** The request was turned away because there were too many; nothing was carried out. */
export function isRateLimited(failure: Failure): boolean {
  const { status, headers, message } = failure;
  if (status === 429 || isPrimaryLimit(failure)) return true;
  return status === 403 && (headers['retry-after'] !== undefined || /rate limit/i.test(message));
}

/** Seconds to wait before asking again, as GitHub says it; a minute, as its documentation asks for, when it does not say. */
export function secondsToWait({ headers }: Failure): number {
  const after = Number(headers['retry-after'] ?? NaN);
  if (Number.isFinite(after)) return Math.max(0, after);
  // By the server's clock on both sides, since ours may be wrong.
  const reset = Number(headers['x-ratelimit-reset'] ?? NaN) - Date.parse(String(headers['date'])) / 1000;
  return headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset) ? Math.max(1, Math.ceil(reset)) : 60;
}

/**
 * A failed request as an error that a person can act on.
 * @param what the request in words: `reading the comments of acme/models#42`
 */
export function githubError(failure: Failure, what: string, cause: unknown): UserError {
  const { status, message } = failure;
  const said = `GitHub: ${what}: ${status === null ? 'no answer' : `status ${String(status)}`}, ${JSON.stringify(message.slice(0, 300))}`;
  const error = (code: string, expected: string, fix: string): UserError =>
    new UserError(code, `${said}; expected ${expected}`, fix, { cause });
  if (isRateLimited(failure)) {
    return error(
      'github.rate_limited',
      'fewer requests in this hour',
      `Run it again in ${String(secondsToWait(failure))} seconds; a verdict itself does not need GitHub.`,
    );
  }
  if (status === 401)
    return error('github.unauthorized', 'a valid token', 'Set GITHUB_TOKEN to a token that has not expired or been revoked.');
  if (status === 403) {
    return error(
      'github.forbidden',
      'a token that may do this',
      'Give the job `permissions: pull-requests: write`, for the commit status `statuses: write`, for the check run `checks: write`, and to open a pull request `contents: write`. For a pull request from a fork the token only reads: publish from a `workflow_run` workflow.',
    );
  }
  if (status === 404) {
    return error(
      'github.not_found',
      'a repository and pull request that the token can see',
      'Check --repo and --pr; for a private repository, give the token access to it.',
    );
  }
  if (status === 410 || status === 422) {
    return error(
      'github.rejected',
      'a request that GitHub takes',
      'GitHub says above what it did not like. A comment needs the number of an open conversation.',
    );
  }
  if (isAmbiguous(failure))
    return error('github.unavailable', 'an answer', 'Run it again later; see www.githubstatus.com. A verdict itself does not need GitHub.');
  return error('github.refused', 'success', 'Run it again; if it stays so, check GITHUB_API_URL.');
}
