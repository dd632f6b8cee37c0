import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import Type, { type TSchema } from 'typebox';
import { problems } from '../../lib/contracts/schema.ts';
import type { Fault } from './fake-github.ts';

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

type Answer = readonly [status: number, data: unknown, headers: Readonly<Record<string, string>>];

export const GITLAB_ME = 41;
export const GITLAB_TOKEN = 'glpat-secret-token';

/**
 * What the operations that we use take, after GitLab's documentation of its REST API (doc/api/notes.md, commits.md, users.md and
 * merge_requests.md of gitlab-org/gitlab): nothing else is a field or a parameter.
 */
const closed = { additionalProperties: false } as const;
const Page = {
  page: Type.Optional(Type.String({ pattern: '^[0-9]+$' })),
  per_page: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$' })),
};
const PATHS: readonly { readonly method: string; readonly path: RegExp; readonly query: TSchema; readonly body: TSchema | null }[] = [
  { method: 'GET', path: /^\/user$/, query: Type.Object({}, closed), body: null },
  { method: 'GET', path: /^\/projects\/[^/]+\/merge_requests\/\d+$/, query: Type.Object({}, closed), body: null },
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

/** As much of GitLab's REST API as notes and commit statuses need, on loopback, for the project acme/risk/models. `stop` fails when a request was not GitLab's. */
export class FakeGitlab {
  readonly notes: FakeNote[] = [];
  /** The oldest first. */
  readonly statuses: FakeGitlabStatus[] = [];
  readonly requests: string[] = [];
  readonly arrivals: number[] = [];
  head = 'a'.repeat(40);
  latency: () => number = () => 0;
  fault: (request: string) => Fault | undefined = () => undefined;

  readonly #problems = new Set<string>();
  #nextId = 1000;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** Starts listening and gives the address of the server. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.#problems.size > 0) throw new Error(`not as GitLab documents its API:\n${[...this.#problems].join('\n')}`);
  }

  /** Puts a note there, as somebody wrote it earlier. */
  add(body: string, author: number, system = false): FakeNote {
    const note = { id: this.#nextId++, body, author, system };
    this.notes.push(note);
    return note;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const name = `${request.method ?? ''} ${url.pathname.replace('/api/v4', '')}`;
    this.requests.push(name);
    this.arrivals.push(performance.now());
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const fault = this.fault(name);
    await setTimeout(this.latency());
    if (fault === 'reset before') {
      request.socket.destroy();
      return;
    }
    const takesEffect = typeof fault !== 'object' || fault.tookEffect === true;
    const authorized = request.headers['private-token'] === GITLAB_TOKEN;
    const [status, data, headers] = !takesEffect
      ? [0, null, {}]
      : authorized
        ? this.#checked(name, url, text)
        : refused(401, '401 Unauthorized');
    if (fault === 'reset after') {
      request.socket.destroy();
      return;
    }
    await setTimeout(this.latency());
    if (typeof fault === 'object') send(response, fault.status, { message: fault.message ?? 'injected' }, fault.headers ?? {});
    else if (fault === 'half an answer')
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(data).slice(0, 20));
    else send(response, status, data, headers);
  }

  #checked(name: string, url: URL, text: string): Answer {
    const [method = '', path = ''] = name.split(' ');
    const known = PATHS.find((one) => one.method === method && one.path.test(path));
    if (known === undefined) {
      this.#problems.add(`${name}: GitLab documents no such operation`);
      return refused(404, '404 Not Found');
    }
    const given: unknown = text === '' ? null : JSON.parse(text);
    const wrong = [
      ...problems(known.query, Object.fromEntries(url.searchParams)),
      ...(known.body === null ? (given === null ? [] : [{ message: 'takes no body' }]) : problems(known.body, given)),
    ];
    for (const problem of wrong) this.#problems.add(`${name}: ${JSON.stringify(problem)}`);
    return this.#route(name, url, (given ?? {}) as Readonly<Record<string, string>>);
  }

  #route(name: string, url: URL, given: Readonly<Record<string, string>>): Answer {
    const project = '/projects/acme%2Frisk%2Fmodels';
    const one = /^(PUT|DELETE) .*\/notes\/(\d+)$/.exec(name);
    if (one !== null) return this.#touch(one[1] ?? '', Number(one[2]), given['body'] ?? '');
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
        return [200, { id: 4200, iid: 42, project_id: 5, sha: this.head, state: 'opened', title: 'A change' }, {}];
      case `GET ${project}/merge_requests/42/notes`:
        // The newest first, unless it is asked otherwise.
        return this.#page(url, this.notes.map(noteShown).toReversed());
      case `POST ${project}/merge_requests/42/notes`:
        return [201, noteShown(this.add(given['body'] ?? '', GITLAB_ME)), {}];
      default:
        return refused(404, '404 Project Not Found');
    }
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

function send(response: ServerResponse, status: number, data: unknown, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(data));
}
