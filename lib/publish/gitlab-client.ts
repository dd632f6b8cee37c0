import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { failureOf, isAmbiguous, type Failure } from './failure.ts';
import { requests } from './requests.ts';

/** A project on GitLab, and how to talk to it. */
export interface GitlabProject {
  /** `group/name`, with all groups above. */
  readonly project: string;
  /** Token of a project, a group or a person with the scope `api`: a job's own token may not write notes. */
  readonly token: string;
  /** Address of the server. @default 'https://gitlab.com' */
  readonly host?: string;
  /** Milliseconds that a second of waiting takes; less of them in tests. @default 1000 */
  readonly second?: number;
}

/** A request that has no answer after this long counts as unanswered. */
const TIMEOUT_MS = 20_000;
/** Seconds before what may be repeated without harm is tried again. */
const PAUSES_S = [1, 4];
/** How often a request that was turned away by a rate limit is made again, and the longest that one run waits altogether because of them. */
const TURNED_AWAY = 3;
const PATIENCE_S = 120;

/** What the client gives to its transport. */
interface Sent {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly prefixUrl: string;
  readonly searchParams?: string;
  readonly body?: string;
}

/** A failed request, as `failureOf` reads it. */
class GitlabFailure extends Error {
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>> };

  constructor(message: string, status: number, headers: Readonly<Record<string, string>>) {
    super(message);
    this.response = { status, headers };
  }
}

/**
 * The parts of GitLab's API that we use. The client's own transport repeats a POST after a 502 and does not ask how long a rate limit lasts, so
 * ours takes its place: what changes nothing, or changes it to the same, is repeated; a POST only when it was turned away at the door.
 * The libraries are only loaded here.
 */
export async function gitlabClient({ token, host = 'https://gitlab.com', second = 1000 }: GitlabProject) {
  const [core, { createRequesterFn }] = await Promise.all([import('@gitbeaker/core'), import('@gitbeaker/requester-utils')]);
  let patience = PATIENCE_S;
  const requesterFn = createRequesterFn(
    (_, options) => Promise.resolve(options),
    async (endpoint, given) => {
      const { method, headers, prefixUrl, searchParams = '', body } = given as unknown as Sent;
      const url = new URL(endpoint, `${prefixUrl.replace(/\/+$/, '')}/`);
      url.search = searchParams;
      // A redirect would take the token along. The client sends an empty object with a DELETE, which takes no body.
      const init = { method, headers, redirect: 'manual', ...(body === undefined || method === 'DELETE' ? {} : { body }) } as const;
      for (let failed = 0, turnedAway = 0; ;) {
        try {
          return await answerOf(await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) }));
        } catch (thrown) {
          const failure = failureOf(thrown);
          const pause = PAUSES_S[failed];
          const seconds = secondsToWait(failure);
          if (failure.status === 429 && seconds <= patience && turnedAway < TURNED_AWAY) {
            turnedAway += 1;
            patience -= Math.max(1, seconds);
            await setTimeout(seconds * second);
          } else if (method !== 'POST' && isAmbiguous(failure) && pause !== undefined) {
            failed += 1;
            await setTimeout(pause * second);
          } else {
            throw thrown;
          }
        }
      }
    },
  );
  const options = { host: host.replace(/\/+$/, ''), token, requesterFn };
  return {
    notes: new core.MergeRequestNotes(options),
    mergeRequests: new core.MergeRequests(options),
    commits: new core.Commits(options),
    users: new core.Users(options),
    approvals: new core.MergeRequestApprovals(options),
    projects: new core.Projects(options),
    branches: new core.Branches(options),
    files: new core.RepositoryFiles(options),
  };
}

export type GitlabClient = Awaited<ReturnType<typeof gitlabClient>>;

async function answerOf(response: Response) {
  const headers = Object.fromEntries(response.headers.entries());
  const text = await response.text();
  if (!response.ok) throw new GitlabFailure(text.slice(0, 300), response.status, headers);
  if (response.status === 204) return { body: null, headers, status: response.status } as never;
  // Throws where the reply broke off: no answer then.
  return { body: JSON.parse(text) as Record<string, unknown>, headers, status: response.status };
}

/** Seconds to wait before asking again, as GitLab says it; a minute, which is what its limits count, when it does not say. */
function secondsToWait({ headers }: Failure): number {
  const after = Number(headers['retry-after'] ?? NaN);
  return Number.isFinite(after) ? Math.max(0, after) : 60;
}

export const { explained, once, orNull } = requests(gitlabError, [404]);

const KNOWN: Readonly<Record<number, readonly [code: string, expected: string, fix: string]>> = {
  400: ['gitlab.rejected', 'a request that GitLab takes', 'GitLab says above what it did not like.'],
  401: ['gitlab.unauthorized', 'a valid token', 'Set GITLAB_TOKEN to a token that has not expired or been revoked.'],
  403: [
    'gitlab.forbidden',
    'a token that may do this',
    'Use a token of the project with the scope `api` and the role Developer: a job’s own token may not write notes.',
  ],
  404: [
    'gitlab.not_found',
    'a project and merge request that the token can see',
    'Check --repo and --pr; for a private project, give the token access to it.',
  ],
  429: ['gitlab.rate_limited', 'fewer requests', 'Run it again in a few minutes; a verdict itself does not need GitLab.'],
};

function gitlabError(failure: Failure, what: string, cause: unknown): UserError {
  const { status, message } = failure;
  const said = `GitLab: ${what}: ${status === null ? 'no answer' : `status ${String(status)}`}, ${JSON.stringify(message.slice(0, 300))}`;
  const [code, expected, fix] =
    KNOWN[status ?? 0] ??
    (isAmbiguous(failure)
      ? ['gitlab.unavailable', 'an answer', 'Run it again later. A verdict itself does not need GitLab.']
      : ['gitlab.refused', 'success', 'Run it again; if it stays so, check the address of the server.']);
  return new UserError(code, `${said}; expected ${expected}`, fix, { cause });
}
