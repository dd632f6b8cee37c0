import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Speaks as much of Prometheus's HTTP API as an analysis asks, and answers every query with one number. */
export interface PrometheusStub {
  readonly url: string;
  /** Queries so far, oldest first. */
  readonly queries: readonly string[];
  /** The number that queries get from now on; null for none, as where nothing was measured. */
  readonly answer: (value: number | null) => void;
  readonly stop: () => Promise<void>;
}

export async function startPrometheusStub(): Promise<PrometheusStub> {
  const queries: string[] = [];
  let value: number | null = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const form = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      queries.push(form.get('query') ?? url.searchParams.get('query') ?? '');
      const result = value === null ? [] : [{ metric: {}, value: [Date.now() / 1000, String(value)] }];
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
    answer: (given) => {
      value = given;
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
