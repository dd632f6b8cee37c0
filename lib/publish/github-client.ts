import type { Octokit } from '@octokit/rest';
import { failureOf } from './failure.ts';
import { githubError, isPrimaryLimit, isRateLimited } from './github-errors.ts';
import { requests } from './requests.ts';

/** A repository on GitHub, and how to talk to it. */
export interface GithubRepository {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  /** Address of the API: `https://api.github.com`, or `https://<host>/api/v3` of an own server. @default 'https://api.github.com' */
  readonly baseUrl?: string;
  /** Milliseconds that a second of waiting takes; less of them in tests. @default 1000 */
  readonly second?: number;
}

/** A request that has no answer after this long counts as unanswered. */
const TIMEOUT_MS = 20_000;
/** How often what may be repeated without harm is tried again after a failure: after one second, and after four. */
const RETRIES = 2;
/** How often a request that was turned away by a rate limit is made again, and the longest that one run waits altogether because of them. */
const TURNED_AWAY = 3;
const PATIENCE_S = 120;
/** What would end in the same way again, or is not ours to repeat: rate limits are the other plugin's. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451];

const quiet = (): void => undefined;

const fetchInTime: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/**
 * A client that paces its writes, waits for rate limits, and repeats what may be repeated without harm: requests that change nothing, or change it
 * to the same. A POST is repeated only when it was turned away at the door. The libraries are only loaded here.
 */
export async function githubClient({ token, baseUrl, second = 1000 }: GithubRepository): Promise<Octokit> {
  const [{ Octokit }, { retry }, { throttling }, { default: Bottleneck }] = await Promise.all([
    import('@octokit/rest'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
    import('bottleneck'),
  ]);
  let patience = PATIENCE_S;
  const worthWaiting = (seconds: number, _: object, __: unknown, times: number): boolean => {
    if (seconds > patience || times >= TURNED_AWAY) return false;
    patience -= Math.max(1, seconds);
    return true;
  };
  // As the plugin has them, but for its clock, and for this client alone: by itself it shares them within the process.
  const paced = (seconds: number): InstanceType<typeof Bottleneck.Group> =>
    new Bottleneck.Group({ maxConcurrent: 1, minTime: seconds * second });
  const Client = Octokit.plugin(readStrictly, retry, throttling);
  return new Client({
    auth: token,
    userAgent: 'modelgate',
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }),
    // Failures become errors of ours; nothing is printed from in here.
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    request: { fetch: fetchInTime },
    retry: { retries: RETRIES, doNotRetry: FINAL, retryAfterBaseValue: second },
    throttle: {
      onRateLimit: worthWaiting,
      onSecondaryRateLimit: worthWaiting,
      retryAfterBaseValue: second,
      write: paced(1),
      notifications: paced(3),
    },
  });
}

/** What the plugins do not see by themselves. Goes first, so that it is the closest to the request. */
function readStrictly(octokit: Pick<Octokit, 'hook'>): void {
  octokit.hook.wrap('request', async (request, options) => {
    const repeatable = options.method !== 'POST' || options.url === '/graphql';
    if (!repeatable) options.request = { ...options.request, retries: 0 };
    try {
      const response = await request(options);
      // The library gives a JSON reply that broke off as text.
      if (response.status === 204 || typeof response.data !== 'string') return response;
    } catch (thrown) {
      const failure = failureOf(thrown);
      // A secondary limit is known to the plugin by GitHub's words; servers in between know only the status and the header.
      if (thrown instanceof Error && isRateLimited(failure) && !isPrimaryLimit(failure)) thrown.message += ' (secondary rate limit)';
      throw thrown;
    }
    throw Object.assign(new Error('the reply broke off'), { status: 500, request: options });
  });
}

/** An empty repository answers 409 for what is not there. */
export const { explained, once, orNull } = requests(githubError, [404, 409]);
