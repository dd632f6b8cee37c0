import type { Octokit } from '@octokit/rest';
import { failureOf, githubError, isAmbiguous, isRateLimited, secondsToWait } from './github-errors.ts';
import type { Wait } from './publisher.ts';

/** A repository on GitHub, and how to talk to it. */
export interface GithubRepository {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** Address of the API: `https://api.github.com`, or `https://<host>/api/v3` of an own server. @default 'https://api.github.com' */
  readonly baseUrl?: string;
  readonly wait: Wait;
}

/** A request that has no answer after this long counts as unanswered. */
const TIMEOUT_MS = 20_000;
/** Waits between tries of what may be repeated without harm. */
const PAUSES_MS = [1000, 3000];
/** The longest that one run waits altogether because of rate limits. */
const PATIENCE_S = 120;

const quiet = (): void => undefined;

const fetchInTime: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** A client that waits for rate limits and repeats what may be repeated without harm. The library is only loaded here. */
export async function githubClient({ token, baseUrl, wait }: GithubRepository): Promise<Octokit> {
  const { Octokit } = await import('@octokit/rest');
  const octokit = new Octokit({
    auth: token,
    userAgent: 'modelgate',
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }),
    // Failures become errors of ours; nothing is printed from in here.
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    request: { fetch: fetchInTime },
  });
  repeatSafely(octokit, wait);
  return octokit;
}

/** Requests that change nothing, or change it to the same when repeated, are tried again; a POST only when it was turned away at the door. */
function repeatSafely(octokit: Octokit, wait: Wait): void {
  let patience = PATIENCE_S;
  octokit.hook.wrap('request', async (request, options) => {
    const repeatable = options.method !== 'POST' || options.url === '/graphql';
    for (let tries = 0; ; tries += 1) {
      try {
        const response = await request(options);
        // The library gives a JSON reply that broke off as text.
        if (response.status !== 204 && typeof response.data === 'string') throw new Error('the reply broke off');
        return response;
      } catch (thrown) {
        const failure = failureOf(thrown);
        const pause = PAUSES_MS[tries];
        if (isRateLimited(failure)) {
          const seconds = secondsToWait(failure);
          if (seconds > patience) throw thrown;
          patience -= Math.max(1, seconds);
          await wait(seconds * 1000);
        } else if (repeatable && isAmbiguous(failure) && pause !== undefined) {
          await wait(pause);
        } else {
          throw thrown;
        }
      }
    }
  });
}

/** Does a request, and says what it was for when it fails. @throws UserError `github.*` */
export async function explained<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (thrown) {
    throw githubError(failureOf(thrown), what, thrown);
  }
}
