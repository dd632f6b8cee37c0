import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ModelCard } from '../../contracts/model-card.ts';
import { messageOf } from '../../errors.ts';
import { cardHtml, CONTENT_SECURITY_POLICY } from './card-html.ts';

export interface CardServerProps {
  readonly host: string;
  readonly port: number;
  /** The card as it is now. Asked for each call: a ConfigMap changes below a running pod. */
  readonly read: () => Promise<ModelCard>;
  /** Told what went wrong, for the log; callers hear only that something did. */
  readonly log: (line: string) => void;
}

interface Answer {
  readonly status: number;
  readonly type: 'text/html' | 'application/json' | 'text/plain';
  readonly body: string;
}

const HEADERS = {
  'cache-control': 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const text = (status: number, body: string): Answer => ({ status, type: 'text/plain', body: `${body}\n` });

/**
 * Shows a model card: `/` as a page (or as JSON to who asks for that), `/card.json`, and for probes `/healthz` and `/readyz`,
 * which is ready while the card can be read. Nothing can be written through it.
 * @returns once it listens
 */
export async function startCardServer({ host, port, read, log }: CardServerProps): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, read)
      .catch((error: unknown) => {
        log(`card: ${messageOf(error)}\n`);
        return text(503, 'the card can not be read');
      })
      .then((answered) => {
        send(request, response, answered);
      })
      .catch((error: unknown) => {
        log(`card: ${messageOf(error)}\n`);
        response.destroy();
      });
  });
  server.requestTimeout = 10_000;
  server.headersTimeout = 5000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

async function answer({ method, url = '/', headers }: IncomingMessage, read: () => Promise<ModelCard>): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'only GET and HEAD');
  const [path = ''] = url.split('?');
  switch (path) {
    case '/healthz':
      return text(200, 'ok');
    case '/readyz':
      await read();
      return text(200, 'ok');
    case '/card.json':
      return json(await read());
    case '/':
      return wantsJson(headers.accept) ? json(await read()) : { status: 200, type: 'text/html', body: cardHtml(await read()) };
    default:
      return text(404, 'no such page; there are / and /card.json');
  }
}

/** A browser names text/html; a program that wants data names JSON and not that. */
function wantsJson(accept = ''): boolean {
  return accept.includes('application/json') && !accept.includes('text/html');
}

function json(card: ModelCard): Answer {
  return { status: 200, type: 'application/json', body: `${JSON.stringify(card, null, 2)}\n` };
}

function send({ method }: IncomingMessage, response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, {
    ...HEADERS,
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    vary: 'accept',
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
  });
  response.end(method === 'HEAD' ? undefined : body);
}
