import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { ModelCard } from '../../lib/contracts/model-card.ts';
import { cardHtml, escapeHtml } from '../../lib/jobs/card/card-html.ts';
import { modelgate, root } from '../support/scratch.ts';

const card: ModelCard = {
  schemaVersion: 'modelgate.dev/card/v1',
  model: 'churn',
  versions: ['1.0.0'],
  title: 'Who leaves',
  authors: ['Modelling'],
  reviewed: { on: '2026-11-21', by: 'Second line' },
};

/** Text of a page: what is between its tags, with its entities read back. */
function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

const tagsOf = (html: string): readonly string[] => html.match(/<[^>]*>/g) ?? [];

test('whatever stands in a card, the page has the same tags and shows the text as it is', () => {
  const directionless = fc
    .string({ unit: 'binary', minLength: 1 })
    .filter((text) => escapeHtml(text).length >= text.length && !/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(text));
  const like = (text: string): ModelCard => ({
    ...card,
    title: text,
    overview: text,
    limitations: [text],
    ethics: [{ risk: text, mitigation: text }],
  });
  fc.assert(
    fc.property(
      fc.oneof(directionless, fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=y>', "'&amp;&lt;", '</style><script>')),
      (text) => {
        const html = cardHtml(like(text));
        expect(tagsOf(html)).toEqual(tagsOf(cardHtml(like('harmless'))));
        expect(textOf(html)).toContain(text);
      },
    ),
    { numRuns: 2000 },
  );
});

test('characters that turn text around are shown as unknown', () => {
  expect(escapeHtml('a\u202eb\u2066c')).toBe('a\ufffdb\ufffdc');
});

test('every section of the three cards of this repository is on their pages', async () => {
  const { readYaml } = await import('../../lib/evidence/index.ts');
  for (const model of ['churn', 'credit-approval', 'demand-forecast']) {
    const file = path.join(root, 'models', model, 'card.yaml');
    const { value } = readYaml(readFileSync(file), file);
    const html = cardHtml(value as ModelCard);
    for (const title of ['Overview', 'Intended use', 'Data', 'Performance', 'Limitations', 'Rollback plan'])
      expect(html).toContain(`<h2>${title}</h2>`);
  }
});

/** A server as a pod starts it, on a free port, over a card that the test may change. */
async function started(text: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'card-'));
  const file = path.join(folder, 'card.yaml');
  writeFileSync(file, text);
  const child = spawn(process.execPath, [path.join(root, 'lib/cli/bin.mjs'), 'card', 'serve', '--file', file, '--port', '0', '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let log = '';
  child.stderr.on('data', (data: Buffer) => (log += data.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => {
      resolve(data.toString());
    });
    child.once('exit', () => {
      reject(new Error(log));
    });
  });
  const { port } = JSON.parse(line) as { port: number };
  return {
    base: `http://127.0.0.1:${String(port)}`,
    write: (next: string) => {
      writeFileSync(file, next);
    },
    stop: () => child.kill('SIGTERM'),
    ended,
    log: () => log,
  };
}

const churn = readFileSync(path.join(root, 'models/churn/card.yaml'), 'utf8');

test('the page and the data are served, and what is changed in the file is shown without a restart', async () => {
  const server = await started(churn);
  const page = await fetch(server.base, { headers: { accept: 'text/html,application/json;q=0.9' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(await page.text()).toContain('Staff churn, who is about to leave');

  for (const [where, accept] of [
    ['/card.json', '*/*'],
    ['/', 'application/json'],
  ] as const) {
    const data = await fetch(server.base + where, { headers: { accept } });
    expect(data.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await data.json()).toMatchObject({ model: 'churn' });
  }

  server.write(churn.replace('Staff churn, who is about to leave', 'Another title'));
  expect(await (await fetch(server.base)).text()).toContain('Another title');
});

test('a card that can not be read is not ready, and what is wrong is in the log alone', async () => {
  const server = await started(churn);
  server.write('model: [unfinished\n');
  const ready = await fetch(`${server.base}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.text()).toBe('the card can not be read\n');
  expect((await fetch(`${server.base}/healthz`)).status).toBe(200);
  expect(server.log()).toContain('card.yaml');
  server.write(churn);
  expect((await fetch(`${server.base}/readyz`)).status).toBe(200);
});

test.each([
  ['POST', '/', 405],
  ['DELETE', '/card.json', 405],
  ['GET', '/etc/passwd', 404],
  ['GET', '/../card.yaml', 404],
])('%s %s is answered with %i', async (method, where, status) => {
  const server = await started(churn);
  expect((await fetch(server.base + where, { method })).status).toBe(status);
});

test('told to end, it ends with 0', async () => {
  const server = await started(churn);
  await (await fetch(server.base)).text();
  server.stop();
  expect(await server.ended).toBe(0);
});

test('a file that is no card, or none, is exit code 2', () => {
  expect(modelgate(root, ['card', 'serve', '--file', 'nowhere.yaml'])).toMatchObject({ code: 2 });
  expect(modelgate(root, ['card', 'serve', '--file', 'models/churn/releases.yaml']).err).toContain('schema.invalid');
  expect(modelgate(root, ['card', 'serve', '--file', 'models/churn/card.yaml', '--port', '99999']).err).toContain('usage.bad_number');
});
