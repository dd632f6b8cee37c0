import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { main } from '../../lib/cli/main.ts';

const model = Buffer.from('a model file that is longer than one line\n'.repeat(5000));
const sha256 = createHash('sha256').update(model).digest('hex');

let server: Server;
let base: string;
let folder: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/model') response.end(model);
    else if (request.url === '/moved') response.writeHead(302, { location: '/model' }).end();
    else if (request.url === '/longer') response.end(Buffer.concat([model, model]));
    else if (request.url === '/broken') {
      response.writeHead(200, { 'content-length': String(model.length) });
      response.write(model.subarray(0, 100), () => response.destroy());
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'artifact-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the command for one address. */
async function fetched(url: string, given: { sha256?: string; bytes?: number } = {}) {
  let out = '';
  let log = '';
  const code = await main(
    [
      'artifact',
      'fetch',
      '--url',
      url,
      '--sha256',
      given.sha256 ?? sha256,
      '--bytes',
      String(given.bytes ?? model.length),
      '--output',
      path.join(folder, 'model.onnx'),
    ],
    { out: (text) => (out += text), log: (text) => (log += text), cwd: folder, env: {}, color: false },
  );
  return { code, out, log };
}

test('a file of the right length and checksum is put in place, through a redirect too', async () => {
  expect(await fetched(`${base}/model`)).toMatchObject({ code: 0, log: '' });
  expect(await fetched(`${base}/moved`)).toMatchObject({ code: 0, log: '' });
  expect(readdirSync(folder)).toEqual(['model.onnx']);
  expect(readFileSync(path.join(folder, 'model.onnx')).equals(model)).toBe(true);
});

test.each([
  ['other bytes', '/model', { sha256: '0'.repeat(64) }, 'artifact.wrong_checksum'],
  ['a file that is too short', '/model', { bytes: model.length + 1 }, 'artifact.wrong_length'],
  ['a file that is too long', '/longer', {}, 'artifact.wrong_length'],
  ['a broken connection', '/broken', {}, 'artifact.unreachable'],
  ['an address that is not there', '/nothing', {}, 'artifact.unreachable'],
])('%s is exit code 2 and leaves nothing behind', async (_, where, given, code) => {
  const result = await fetched(`${base}${where}`, given);
  expect(result.code).toBe(2);
  expect(result.log).toContain(`error ${code}`);
  expect(readdirSync(folder)).toEqual([]);
});

test('nothing answers at all: exit code 2', async () => {
  expect((await fetched('http://127.0.0.1:1/model')).log).toContain('error artifact.unreachable');
});

test.each(['http://models.example.com/m', 'https://user:secret@models.example.com/m', 'file:///etc/passwd', ''])(
  'the address %j is refused before anything is asked',
  async (url) => {
    expect((await fetched(url)).log).toMatch(/usage\.bad_url|required option/);
  },
);

test('a checksum or a length that is none is refused', async () => {
  expect((await fetched(`${base}/model`, { sha256: 'ABC' })).log).toContain('usage.bad_checksum');
  expect((await fetched(`${base}/model`, { bytes: 0 })).log).toContain('usage.bad_number');
});
