import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Type, { type TSchema } from 'typebox';
import { problems } from '../../lib/contracts/schema.ts';
import { FakeServer, type Answer } from './fake-server.ts';

export interface FakeNote {
  readonly id: number;
  body: string;
  readonly author: number;
  /** GitLab writes such notes itself, in the name of whoever did something. */
  readonly system?: boolean;
}

export interface FakeGitlabStatus {
  readonly id: number;
  readonly sha: string;
  readonly status: string;
  readonly name: string;
  readonly description: string | null;
  readonly target_url: string | null;
  readonly author: number;
}

export const GITLAB_ME = 41;
export const GITLAB_TOKEN = 'glpat-secret-token';

/**
 * What the operations that we use take, after GitLab's documentation of its REST API (doc/api/notes.md, commits.md, users.md,
 * merge_requests.md, merge_request_approvals.md, projects.md, branches.md and repository_files.md of gitlab-org/gitlab): nothing else is a field or a parameter.
 */
const closed = { additionalProperties: false } as const;
const Page = {
  page: Type.Optional(Type.String({ pattern: '^[0-9]+$' })),
  per_page: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
};
const PATHS: readonly { readonly method: string; readonly path: RegExp; readonly query: TSchema; readonly body: TSchema | null }[] = [
  { method: 'GET', path: /^\/user$/, query: Type.Object({}, closed), body: null },
  { method: 'GET', path: /^\/projects\/[^/]+$/, query: Type.Object({}, closed), body: null },
  { method: 'GET', path: /^\/projects\/[^/]+\/approvals$/, query: Type.Object({}, closed), body: null },
  { method: 'GET', path: /^\/projects\/[^/]+\/repository\/branches\/[^/]+$/, query: Type.Object({}, closed), body: null },
  {
    method: 'GET',
    path: /^\/projects\/[^/]+\/repository\/files\/[^/]+$/,
    query: Type.Object({ ref: Type.String({ minLength: 1 }) }, closed),
    body: null,
  },
  { method: 'GET', path: /^\/projects\/[^/]+\/merge_requests\/\d+$/, query: Type.Object({}, closed), body: null },
  { method: 'GET', path: /^\/projects\/[^/]+\/merge_requests\/\d+\/approvals$/, query: Type.Object({}, closed), body: null },
  { method: 'GET', path: /^\/projects\/[^/]+\/merge_requests\/\d+\/versions$/, query: Type.Object(Page, closed), body: null },
  {
    method: 'GET',
    path: /^\/projects\/[^/]+\/merge_requests\/\d+\/notes$/,
    query: Type.Object(
      { ...Page, sort: Type.Optional(Type.Enum(['asc', 'desc'])), order_by: Type.Optional(Type.Enum(['created_at', 'updated_at'])) },
      closed,
    ),
    body: null,
  },
  {
    method: 'POST',
    path: /^\/projects\/[^/]+\/merge_requests\/\d+\/notes$/,
    query: Type.Object({}, closed),
    body: Type.Object({ body: Type.String({ minLength: 1 }) }, closed),
  },
  {
    method: 'PUT',
    path: /^\/projects\/[^/]+\/merge_requests\/\d+\/notes\/\d+$/,
    query: Type.Object({}, closed),
    body: Type.Object({ body: Type.String({ minLength: 1 }) }, closed),
  },
  { method: 'DELETE', path: /^\/projects\/[^/]+\/merge_requests\/\d+\/notes\/\d+$/, query: Type.Object({}, closed), body: null },
  {
    method: 'GET',
    path: /^\/projects\/[^/]+\/repository\/commits\/[0-9a-f]{40}\/statuses$/,
    query: Type.Object({ ...Page, name: Type.Optional(Type.String()), all: Type.Optional(Type.Enum(['true', 'false'])) }, closed),
    body: null,
  },
  {
    method: 'POST',
    path: /^\/projects\/[^/]+\/statuses\/[0-9a-f]{40}$/,
    query: Type.Object({}, closed),
    body: Type.Object(
      {
        state: Type.Enum(['pending', 'running', 'success', 'failed', 'canceled', 'skipped']),
        name: Type.Optional(Type.String()),
        description: Type.Optional(Type.String({ maxLength: 255 })),
        target_url: Type.Optional(Type.String()),
      },
      closed,
    ),
  },
];

/** Who approved, and when: older servers do not say that. */
export interface FakeApproval {
  readonly by: string;
  readonly at?: string;
}

/** As much of GitLab's REST API as we use, on loopback, for the project acme/risk/models, and git over HTTP. `stop` fails when a request was not GitLab's. */
export class FakeGitlab extends FakeServer {
  protected override readonly prefix = '/api/v4';
  readonly notes: FakeNote[] = [];
  /** The oldest first. */
  readonly statuses: FakeGitlabStatus[] = [];
  head = 'a'.repeat(40);
  /** What the merge request's branch held, the oldest first. */
  versions: { readonly head: string; readonly at: string }[] = [{ head: this.head, at: '2026-11-20T14:00:00.250Z' }];
  approvals: FakeApproval[] = [];
  author = 'ada-lind';
  target = 'main';
  state = 'opened';
  mergeStatus = 'mergeable';
  /** The project's settings; null where the edition has none. */
  settings: { reset_approvals_on_push: boolean; merge_requests_disable_committers_approval: boolean } | null = {
    reset_approvals_on_push: false,
    merge_requests_disable_committers_approval: true,
  };
  /** The commit of main, and its files. */
  base = 'c'.repeat(40);
  files: Readonly<Record<string, string>> = {};
  /** Folder with bare repositories, each under its project's path; null serves none. */
  repositories: string | null = null;

  #nextId = 1000;

  /** Puts a note there, as somebody wrote it earlier. */
  add(body: string, author: number, system = false): FakeNote {
    const note = { id: this.#nextId++, body, author, system };
    this.notes.push(note);
    return note;
  }

  protected answer(name: string, url: URL, text: string, headers: IncomingMessage['headers']): Answer {
    return headers['private-token'] === GITLAB_TOKEN ? this.#checked(name, url, text) : refused(401, '401 Unauthorized');
  }

  /** git's own program speaks git's protocol. */
  protected override serveOther(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname, search } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (this.repositories === null || !pathname.includes('.git/')) return false;
    const env = {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: this.repositories,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'],
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    };
    const backend = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    backend.on('close', () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const headers = all
        .subarray(0, end)
        .toString('latin1')
        .split('\r\n')
        .map((line) => line.split(/: (.*)/s) as [string, string]);
      const status = Number(headers.find(([key]) => key === 'Status')?.[1].slice(0, 3) ?? 200);
      response.writeHead(status, Object.fromEntries(headers.filter(([key]) => key !== 'Status').map(([key, value]) => [key, value])));
      response.end(all.subarray(end + 4));
    });
    return true;
  }

  #checked(name: string, url: URL, text: string): Answer {
    const [method = '', path = ''] = name.split(' ');
    const known = PATHS.find((one) => one.method === method && one.path.test(path));
    if (known === undefined) {
      this.problems.add(`${name}: GitLab documents no such operation`);
      return refused(404, '404 Not Found');
    }
    const given: unknown = text === '' ? null : JSON.parse(text);
    const wrong = [
      ...problems(known.query, Object.fromEntries(url.searchParams)),
      ...(known.body === null ? (given === null ? [] : [{ message: 'takes no body' }]) : problems(known.body, given)),
    ];
    for (const problem of wrong) this.problems.add(`${name}: ${JSON.stringify(problem)}`);
    return this.#route(name, url, (given ?? {}) as Readonly<Record<string, string>>);
  }

  #route(name: string, url: URL, given: Readonly<Record<string, string>>): Answer {
    const project = '/projects/acme%2Frisk%2Fmodels';
    const one = /^(PUT|DELETE) .*\/notes\/(\d+)$/.exec(name);
    if (one !== null) return this.#touch(one[1] ?? '', Number(one[2]), given['body'] ?? '');
    const path = /^GET .*\/repository\/files\/([^/]+)$/.exec(name)?.[1];
    if (path !== undefined) {
      const text = url.searchParams.get('ref') === this.base ? this.files[decodeURIComponent(path)] : undefined;
      if (text === undefined) return refused(404, '404 File Not Found');
      return [200, { file_path: decodeURIComponent(path), encoding: 'base64', content: Buffer.from(text).toString('base64') }, {}];
    }
    const status = /^POST .*\/statuses\/([0-9a-f]{40})$/.exec(name)?.[1];
    if (status !== undefined) return this.#setStatus(status, given);
    const commit = /^GET .*\/commits\/([0-9a-f]{40})\/statuses$/.exec(name)?.[1];
    if (commit !== undefined) {
      const named = this.statuses.filter((each) => each.sha === commit && each.name === url.searchParams.get('name'));
      return this.#page(url, (url.searchParams.get('all') === 'true' ? named : named.slice(-1)).map(statusShown));
    }
    switch (name) {
      case 'GET /user':
        return [200, account(GITLAB_ME), {}];
      case `GET ${project}/merge_requests/42`:
        return [200, this.#mergeRequest(), {}];
      case `GET ${project}/merge_requests/42/approvals`: {
        const given = this.approvals.map(({ by, at }) => ({
          user: { id: 7, username: by },
          ...(at === undefined ? {} : { approved_at: at }),
        }));
        return [200, { id: 4200, iid: 42, project_id: 5, approvals_required: 1, approved_by: given }, {}];
      }
      case `GET ${project}/merge_requests/42/versions`:
        return this.#page(url, this.versions.map(versionShown).toReversed());
      case `GET ${project}/approvals`:
        return this.settings === null ? refused(404, '404 Not Found') : [200, { approvals_before_merge: 0, ...this.settings }, {}];
      case `GET ${project}`:
        return [200, { id: 5, path_with_namespace: 'acme/risk/models', default_branch: 'main' }, {}];
      case `GET ${project}/repository/branches/${this.target}`:
        return [200, { name: this.target, commit: { id: this.base }, protected: true }, {}];
      case `GET ${project}/merge_requests/42/notes`:
        // The newest first, unless it is asked otherwise.
        return this.#page(url, this.notes.map(noteShown).toReversed());
      case `POST ${project}/merge_requests/42/notes`:
        return [201, noteShown(this.add(given['body'] ?? '', GITLAB_ME)), {}];
      default:
        return refused(404, '404 Project Not Found');
    }
  }

  #mergeRequest(): unknown {
    return {
      id: 4200,
      iid: 42,
      project_id: 5,
      sha: this.head,
      state: this.state,
      title: 'A change',
      author: { id: 7, username: this.author },
      target_branch: this.target,
      detailed_merge_status: this.mergeStatus,
      created_at: this.versions[0]?.at,
    };
  }

  #setStatus(sha: string, { state = '', name = 'default', description, target_url }: Readonly<Record<string, string>>): Answer {
    const made = {
      id: this.#nextId++,
      sha,
      status: state,
      name,
      description: description ?? null,
      target_url: target_url ?? null,
      author: GITLAB_ME,
    };
    this.statuses.push(made);
    return [201, statusShown(made), {}];
  }

  #touch(method: string, id: number, body: string): Answer {
    const index = this.notes.findIndex((note) => note.id === id);
    const note = this.notes[index];
    if (note === undefined) return refused(404, '404 Note Not Found');
    if (note.author !== GITLAB_ME || note.system === true) return refused(403, '403 Forbidden');
    if (method === 'DELETE') {
      this.notes.splice(index, 1);
      return [204, null, {}];
    }
    note.body = body;
    return [200, noteShown(note), {}];
  }

  #page(url: URL, all: readonly unknown[]): Answer {
    const size = Number(url.searchParams.get('per_page') ?? 20);
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url.href);
    next.searchParams.set('page', String(page + 1));
    const more = all.length > page * size;
    return [200, all.slice((page - 1) * size, page * size), more ? { link: `<${next.href}>; rel="next"` } : {}];
  }
}

function refused(status: number, message: string): Answer {
  return [status, { message }, {}];
}

function versionShown({ head, at }: FakeGitlab['versions'][number], index: number): unknown {
  return {
    id: 100 + index,
    head_commit_sha: head,
    base_commit_sha: 'c'.repeat(40),
    created_at: at,
    merge_request_id: 4200,
    state: 'collected',
  };
}

function account(id: number): unknown {
  return { id, username: `account-${String(id)}`, name: 'Somebody', state: 'active', web_url: 'https://gitlab.example/somebody' };
}

function noteShown({ id, body, author, system = false }: FakeNote): unknown {
  const at = '2026-11-20T15:00:00.000Z';
  return { id, body, author: account(author), system, created_at: at, updated_at: at, noteable_type: 'MergeRequest', noteable_iid: 42 };
}

function statusShown({ author, ...status }: FakeGitlabStatus): unknown {
  return { ...status, author: account(author), ref: 'change', created_at: '2026-11-20T15:00:00.000Z', allow_failure: false };
}
