import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many requests the log of requests holds. */
const RECORDED = 60;

/** Answers for the pods behind Services, which don't run here: a log of requests, and models that all say the same. */
export interface ServicesStandIn {
  readonly url: string;
  /** How often each Service was asked for a prediction, `<service>.<namespace>`. */
  readonly predictions: ReadonlyMap<string, number>;
  readonly stop: () => Promise<void>;
}

export async function startServicesStandIn(): Promise<ServicesStandIn> {
  const predictions = new Map<string, number>();
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const [, service = ''] = (request.url ?? '/').split('/');
      if (request.method !== 'POST') {
        const lines = Array.from({ length: RECORDED }, (_, index) => JSON.stringify({ rows: [[index]] }));
        response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${lines.join('\n')}\n`);
        return;
      }
      predictions.set(service, (predictions.get(service) ?? 0) + 1);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ predictions: [0.5] }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    predictions,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
