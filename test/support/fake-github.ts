import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { FakeGit } from './fake-git.ts';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
}

export interface FakeComment {
  readonly id: number;
  body: string;
  readonly user: Account | null;
}

/** What goes wrong with a request: an answer instead of the real one, or a broken connection before or after it took effect. */
export type Fault =
  | {
      readonly status: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly tookEffect?: boolean;
    }
  | 'reset before'
  | 'reset after'
  | 'half an answer';

export const ME: Account = { id: 41, login: 'modelgate-runner', type: 'User' };
export const ACTIONS: Account = { id: 41_898_282, login: 'github-actions[bot]', type: 'Bot' };

/** As much of GitHub's REST API as comments and pull requests need, on loopback: pages, identities, limits of length, and faults on demand. */
export class FakeGithub {
  readonly comments: FakeComment[] = [];
  /** Branches, commits and pull requests. */
  readonly git = new FakeGit();
  /** Every request, `POST /repos/…`, in the order of arrival. */
  readonly requests: string[] = [];
  /** Who the token belongs to. A bot's token may not ask GET /user. */
  me: Account = ME;
  head = 'a'.repeat(40);
  mergeCommit: string | null = null;
  /** Milliseconds before each answer. */
  latency: () => number = () => 0;
  /** Asked for each request; undefined lets it through. */
  fault: (request: string) => Fault | undefined = () => undefined;

  #nextId = 1000;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  /** Starts listening and gives the base URL of the API. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Puts a comment there, as somebody wrote it earlier. */
  add(body: string, user: Account | null): FakeComment {
    const comment = { id: this.#nextId++, body, user };
    this.comments.push(comment);
    return comment;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const name = `${request.method ?? ''} ${url.pathname}`;
    this.requests.push(name);
    const text = await bodyOf(request);
    const fault = this.fault(name);
    await setTimeout(this.latency());
    if (fault === 'reset before') {
      request.socket.destroy();
      return;
    }
    const takesEffect = typeof fault !== 'object' || fault.tookEffect === true;
    const [status, data, headers] = takesEffect ? this.#route(name, url, text) : [0, null, {}];
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

  #route(name: string, url: URL, text: string): readonly [status: number, data: unknown, headers: Readonly<Record<string, string>>] {
    const given = (text === '' ? {} : JSON.parse(text)) as { readonly body?: string };
    const one = /^(PATCH|DELETE) \/repos\/acme\/models\/issues\/comments\/(\d+)$/.exec(name);
    if (one !== null) return this.#touch(one[1] ?? '', Number(one[2]), given.body ?? '');
    switch (name) {
      case 'GET /user':
        return this.me.type === 'Bot' ? [403, { message: 'Resource not accessible by integration' }, {}] : [200, this.me, {}];
      case 'POST /graphql':
        return [200, { data: { viewer: { login: this.me.login } } }, {}];
      case 'GET /repos/acme/models/pulls/42':
        return [200, { head: { sha: this.head }, merge_commit_sha: this.mergeCommit }, {}];
      case 'GET /repos/acme/models/issues/42/comments':
        return this.#page(url);
      case 'POST /repos/acme/models/issues/42/comments':
        return tooLong(given.body ?? '') ?? [201, shown(this.add(given.body ?? '', this.me)), {}];
      default:
        return [...(this.git.answer(name, url, text) ?? ([404, { message: 'Not Found' }] as const)), {}];
    }
  }

  #touch(method: string, id: number, body: string): readonly [number, unknown, Readonly<Record<string, string>>] {
    const index = this.comments.findIndex((comment) => comment.id === id);
    const comment = this.comments[index];
    if (comment === undefined) return [404, { message: 'Not Found' }, {}];
    if (method === 'DELETE') {
      this.comments.splice(index, 1);
      return [204, null, {}];
    }
    const refused = tooLong(body);
    if (refused !== null) return refused;
    comment.body = body;
    return [200, shown(comment), {}];
  }

  #page(url: URL): readonly [number, unknown, Readonly<Record<string, string>>] {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
    const page = Number(url.searchParams.get('page') ?? 1);
    const next = new URL(url.pathname, `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`);
    next.searchParams.set('per_page', String(size));
    next.searchParams.set('page', String(page + 1));
    const more = this.comments.length > page * size;
    return [200, this.comments.slice((page - 1) * size, page * size).map(shown), more ? { link: `<${next.href}>; rel="next"` } : {}];
  }
}

function tooLong(body: string): readonly [number, unknown, Readonly<Record<string, string>>] | null {
  return body.length > 65_536 ? [422, { message: 'Validation Failed: body is too long (maximum is 65536 characters)' }, {}] : null;
}

function shown({ id, body, user }: FakeComment): unknown {
  return { id, body, user, html_url: `https://github.example/acme/models/pull/42#issuecomment-${String(id)}` };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, status: number, data: unknown, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(data));
}
