import type { Octokit } from '@octokit/rest';
import { UserError } from '../errors.ts';
import { failureOf, githubError, isAmbiguous, isRateLimited, secondsToWait } from './github-errors.ts';
import type { PostedComment, Publisher, Wait } from './publisher.ts';

export interface GithubOptions {
  readonly owner: string;
  readonly repo: string;
  /** Number of the pull request. */
  readonly number: number;
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

interface Author {
  readonly id: number;
  readonly login: string;
  readonly type: string;
}

/** Whether an author is our own account. */
type IsOurs = (author: Author) => boolean;

/** The comments of a pull request on GitHub. The library is only loaded here. */
export async function githubPublisher(options: GithubOptions): Promise<Publisher> {
  const { owner, repo, number, token, baseUrl, wait } = options;
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
  const place = `${owner}/${repo}#${String(number)}`;
  const issue = { owner, repo, issue_number: number };
  let isOurs: IsOurs | null = null;

  return {
    async ours() {
      isOurs ??= await whoAmI(octokit);
      const mine = isOurs;
      const all = await explained(`reading the comments of ${place}`, () =>
        octokit.paginate(octokit.rest.issues.listComments, { ...issue, per_page: 100 }),
      );
      return all
        .filter(({ user }) => user !== null && mine(user))
        .map(posted)
        .toSorted((a, b) => a.id - b.id);
    },

    async create(body) {
      try {
        return posted((await octokit.rest.issues.createComment({ ...issue, body })).data);
      } catch (thrown) {
        const failure = failureOf(thrown);
        if (isAmbiguous(failure)) return null;
        throw githubError(failure, `writing a comment on ${place}`, thrown);
      }
    },

    update: (id, body) =>
      unlessGone(`changing the comment on ${place}`, async () =>
        posted((await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body })).data),
      ),

    async remove(id) {
      await unlessGone(`deleting a duplicate comment on ${place}`, () =>
        octokit.rest.issues.deleteComment({ owner, repo, comment_id: id }),
      );
    },

    async heads() {
      const { data } = await explained(`reading ${place}`, () => octokit.rest.pulls.get({ owner, repo, pull_number: number }));
      return [data.head.sha, ...(data.merge_commit_sha === null ? [] : [data.merge_commit_sha])];
    },
  };
}

const quiet = (): void => undefined;

const fetchInTime: typeof fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

function posted(comment: { readonly id: number; readonly body?: string; readonly html_url: string }): PostedComment {
  return { id: comment.id, body: comment.body ?? '', url: comment.html_url };
}

/**
 * Our own account: by its number, which never changes. A token of an app, like that of GitHub Actions, may not ask for it (403); it may
 * ask GraphQL for its login, and then only bots of that login count, so that no person of the same name does.
 */
async function whoAmI(octokit: Octokit): Promise<IsOurs> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return ({ id }) => id === data.id;
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.status !== 403 || isRateLimited(failure)) throw githubError(failure, 'asking whose token this is', thrown);
  }
  const { viewer } = await explained('asking whose token this is', () =>
    octokit.graphql<{ viewer: { login: string } | null }>('{ viewer { login } }'),
  );
  if (viewer === null) {
    throw new UserError(
      'github.unknown_account',
      'GitHub: does not say whose token this is; expected an account',
      'Use the token of a user, of an app or of a workflow.',
    );
  }
  const name = viewer.login.replace(/\[bot\]$/, '');
  return ({ login, type }) => type === 'Bot' && (login === name || login === `${name}[bot]`);
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

async function explained<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (thrown) {
    throw githubError(failureOf(thrown), what, thrown);
  }
}

async function unlessGone<T>(what: string, request: () => Promise<T>): Promise<T | null> {
  try {
    return await request();
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.status === 404) return null;
    throw githubError(failure, what, thrown);
  }
}
