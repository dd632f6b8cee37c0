import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

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

export type Answer = readonly [status: number, data: unknown, headers: Readonly<Record<string, string>>];

/** A forge's API on loopback, with faults on demand. */
export abstract class FakeServer {
  /** Every request, `POST /repos/…`, in the order of arrival. */
  readonly requests: string[] = [];
  /** When each of them arrived, in milliseconds. */
  readonly arrivals: number[] = [];
  /** Milliseconds before each answer. */
  latency: () => number = () => 0;
  /** Asked for each request; undefined lets it through. */
  fault: (request: string) => Fault | undefined = () => undefined;

  /** What was not as the forge describes its API. */
  protected readonly problems = new Set<string>();
  /** What stands before every path of the API. */
  protected readonly prefix: string = '';
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  protected abstract answer(name: string, url: URL, text: string, headers: IncomingMessage['headers']): Answer;

  /** Serves what is no request to the API; true when it did. */
  protected serveOther?(request: IncomingMessage, response: ServerResponse): boolean;

  /** Starts listening and gives the address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this.address;
  }

  /** Fails when something was not as the forge describes its API. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    if (this.problems.size > 0) throw new Error(`not as the forge describes its API:\n${[...this.problems].join('\n')}`);
  }

  protected get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.serveOther?.(request, response) === true) return;
    const url = new URL(request.url ?? '/', this.address);
    const name = `${request.method ?? ''} ${url.pathname.replace(this.prefix, '')}`;
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
    const [status, data, headers] = takesEffect ? this.answer(name, url, text, request.headers) : ([0, null, {}] as const);
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
}

function send(response: ServerResponse, status: number, data: unknown, headers: Readonly<Record<string, string>>): void {
  if (Buffer.isBuffer(data)) {
    response.writeHead(status, { 'content-type': 'application/zip', ...headers }).end(data);
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(status === 204 ? undefined : JSON.stringify(data));
}
