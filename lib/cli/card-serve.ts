import { readFile } from 'node:fs/promises';
import type { ModelCard } from '../contracts/model-card.ts';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';

/** Shows one model card until it is told to end. */
export const cardServe: Command = {
  name: 'card serve',
  summary: 'show a model card over HTTP as a page and as JSON',
  options: [
    { flags: '--file <card.yaml>', kind: 'text', help: 'the card; read anew for each call', required: true },
    { flags: '--port <number>', kind: 'text', help: 'port to listen on; 0 takes a free one (default 8080)' },
    { flags: '--host <address>', kind: 'text', help: 'address to listen on (default 127.0.0.1)' },
  ],
  examples: [['modelgate card serve --file models/churn/card.yaml --port 8080', 'the card on http://127.0.0.1:8080/ until SIGTERM']],
  async run(given, io) {
    const file = text(given, 'file') ?? '';
    const host = text(given, 'host') ?? '127.0.0.1';
    const { readYaml } = await import('../evidence/index.ts');
    const { ModelCard: Card } = await import('../contracts/model-card.ts');
    const { parse } = await import('../contracts/schema.ts');
    const { startCardServer } = await import('../jobs/card/card-server.ts');
    const read = async (): Promise<ModelCard> => {
      const { value, locate } = readYaml(await bytesOf(file), file);
      return parse(Card, value, file, locate);
    };
    await read();
    const server = await startCardServer({ host, port: portOf(text(given, 'port') ?? '8080'), read, log: io.log });
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, host, port })}\n`);
    else io.out(`${file} on http://${host}:${String(port)}/\n`);
    // Calls in progress end first; then nothing keeps the process.
    await new Promise<void>((resolve) => {
      process.once('SIGTERM', () => {
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
      });
    });
    return 0;
  },
};

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UserError('card.unreadable', `${file}: cannot be read; expected a model card`, 'Name a card.yaml.', { cause });
  }
}

function portOf(given: string): number {
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 65536;
  if (port <= 65535) return port;
  throw new UserError('usage.bad_number', `--port is ${JSON.stringify(given)}; expected 0 to 65535`, 'Give a port.');
}
