import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../lib/cli/main.ts';

let server: Server;
let base: string;
let folder: string;
/** Rows of each call that the server was sent. */
let calls: number[];
/** What the server does with the next calls, in order; then it answers. */
let trouble: (number | 'break' | 'short')[];
let unready: number;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'batch-'));
  calls = [];
  trouble = [];
  unready = 2;
  server = createServer((request, response) => {
    if (request.url === '/readyz') {
      unready -= 1;
      response.writeHead(unready < 0 ? 200 : 503).end();
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { records } = JSON.parse(body) as { records: { x: number }[] };
      calls.push(records.length);
      const next = trouble.shift();
      if (next === 'break') response.destroy();
      else if (typeof next === 'number') response.writeHead(next).end('no');
      else response.end(JSON.stringify({ predictions: records.slice(next === 'short' ? 1 : 0).map(({ x }) => x * 2) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const output = () => path.join(folder, 'out.jsonl');

/** Runs the command over an input. */
async function scored(input: string, ...more: readonly string[]) {
  writeFileSync(path.join(folder, 'in.jsonl'), input);
  let log = '';
  const args = [
    '--server',
    `${base}/predict`,
    '--ready',
    `${base}/readyz`,
    '--rows',
    'records',
    '--input',
    path.join(folder, 'in.jsonl'),
    '--output',
    output(),
  ];
  const code = await main(['batch', 'predict', ...args, ...more], {
    out: () => undefined,
    log: (text) => (log += text),
    cwd: folder,
    env: {},
    color: false,
  });
  return { code, log };
}

const rows = (count: number): string => Array.from({ length: count }, (_, x) => `${JSON.stringify({ x, name: 'ü\u2028' })}\n`).join('');

test('every row is scored once, in its order, in calls of the given size, once the server is ready', async () => {
  expect(await scored(rows(1201))).toMatchObject({ code: 0, log: '' });
  expect(calls).toEqual([500, 500, 201]);
  const lines = readFileSync(output(), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { x: number; prediction: number });
  expect(lines.map(({ x }) => x)).toEqual(Array.from({ length: 1201 }, (_, x) => x));
  expect(lines.every(({ x, prediction }) => prediction === x * 2)).toBe(true);
});

test('long rows make smaller calls, so that no body is refused for its length', async () => {
  const long = Array.from({ length: 10 }, (_, x) => JSON.stringify({ x, text: 'y'.repeat(200_000) })).join('\n');
  expect((await scored(long)).code).toBe(0);
  expect(calls).toEqual([4, 4, 2]);
});

test('a call that no server answered is made again, and so is one that it failed', async () => {
  trouble = ['break', 503];
  expect((await scored(rows(3))).code).toBe(0);
  expect(calls).toEqual([3, 3, 3]);
});

test.each([
  ['a row that the server refuses', rows(3), [400], 'batch.failed'],
  ['a server that keeps failing', rows(3), [500, 500, 500], 'batch.failed'],
  ['fewer predictions than rows', rows(3), ['short' as const], 'batch.wrong_answer'],
  ['a line that is no object', `${rows(1)}[1]\n`, [], 'batch.bad_row'],
  ['a line that is no JSON', `${rows(1)}{"x":\n`, [], 'batch.bad_row'],
  ['an input without rows', '\n', [], 'batch.no_rows'],
])('%s is exit code 2 and leaves no result behind', async (_, input, wrong, code) => {
  trouble = wrong;
  const result = await scored(input);
  expect(result.code).toBe(2);
  expect(result.log).toContain(`error ${code}`);
  expect(readdirSync(folder)).toEqual(['in.jsonl']);
});

test('a server that never gets ready is told after the wait', async () => {
  unready = 1_000_000;
  expect((await scored(rows(1), '--wait', '1')).log).toContain('batch.not_ready');
});

test('a list that no server has, or a size of nothing, is refused', async () => {
  expect((await scored(rows(1), '--rows', 'things')).log).toContain('usage.bad_value');
  expect((await scored(rows(1), '--size', '0')).log).toContain('usage.bad_number');
});
