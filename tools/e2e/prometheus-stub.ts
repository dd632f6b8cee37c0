import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the models do, as far as anybody can measure it. */
export type Mood = 'good' | 'bad';

/** Speaks as much of Prometheus's HTTP API as an analysis asks. */
export interface PrometheusStub {
  readonly url: string;
  /** Queries so far, oldest first. */
  readonly queries: readonly string[];
  /** What queries are answered from now on. */
  readonly turn: (mood: Mood) => void;
  readonly stop: () => Promise<void>;
}

/** Above every limit, or at its best: a ratio between groups is best at one, everything else that is limited at nought. */
function valueOf(query: string, mood: Mood): string {
  if (mood === 'bad') return '1000000000';
  return query.includes('disparate_impact') ? '1' : '0';
}

export async function startPrometheusStub(): Promise<PrometheusStub> {
  const queries: string[] = [];
  let now: Mood = 'good';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const query = form.get('query') ?? url.searchParams.get('query') ?? '';
      queries.push(query);
      const result = [{ metric: {}, value: [Date.now() / 1000, valueOf(query, now)] }];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    queries,
    turn: (mood) => {
      now = mood;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
