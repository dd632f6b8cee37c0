import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { modelgate, root, scratchFolder, scratchRepository } from '../support/scratch.ts';

/** When the waivers that stand for credit approval's fairness have run out. */
const LATE = '2031-01-01T00:00:00Z';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** An API server that knows one list. */
async function apiServer(status: number, body: string): Promise<readonly [url: string, asked: string[]]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
  });
  return [`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked];
}

function admit(outputs: string, ...more: readonly string[]): Promise<Ran> {
  const args = ['pipeline', 'admit', '--pipeline', 'churn-training', '--run', 'me', '--max-attempts', '3', '--outputs', outputs, ...more];
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(root, 'lib/cli/bin.mjs'), ...args], { env: { PATH: process.env['PATH'] } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

describe('pipeline admit', () => {
  test('asks for the runs of its own pipeline and hands its answer on', async () => {
    const earlier = { metadata: { name: 'earlier' }, status: { startedAt: new Date(Date.now() - 3_600_000).toISOString(), nodes: {} } };
    const [url, asked] = await apiServer(200, JSON.stringify({ items: [earlier] }));
    const outputs = path.join(scratchFolder(), 'outputs');
    const where = ['--server', url, '--namespace', 'models-prod'];
    expect(await admit(outputs, ...where, '--cooldown-hours', '24')).toMatchObject({
      code: 0,
      out: 'not admitted: earlier started 60 minutes ago; the cooldown is 24 hours\n',
    });
    expect(asked).toEqual([
      '/apis/argoproj.io/v1alpha1/namespaces/models-prod/workflows?labelSelector=modelgate.dev%2Fpipeline%3Dchurn-training',
    ]);
    expect(readFileSync(path.join(outputs, 'admitted'), 'utf8')).toBe('false');
    expect(await admit(outputs, ...where, '--cooldown-hours', '1')).toMatchObject({ code: 0, out: 'admitted: attempt 2 of 3\n' });
    expect(readFileSync(path.join(outputs, 'admitted'), 'utf8')).toBe('true');
  });

  test.each([
    ['a right that is missing', 403, '{"reason":"Forbidden"}', 'error kubernetes.refused'],
    ['an answer that is no list', 200, 'hello', 'error kubernetes.unavailable'],
    ['a list of something else', 200, '{"kind":"Status"}', 'error schema.invalid'],
  ])('%s is an error, never an admission', async (_, status, body, message) => {
    const [url] = await apiServer(status, body);
    const outputs = path.join(scratchFolder(), 'outputs');
    const { code, err } = await admit(outputs, '--server', url, '--namespace', 'models-prod', '--cooldown-hours', '24');
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(() => readFileSync(path.join(outputs, 'admitted'))).toThrow('ENOENT');
  });

  test('outside of a cluster it says so', async () => {
    const { code, err } = await admit(scratchFolder(), '--cooldown-hours', '24');
    expect(code).toBe(2);
    expect(err).toContain('error kubernetes.not_in_cluster');
  });

  test('a cooldown longer than runs are kept cannot be told', async () => {
    const { code, err } = await admit(scratchFolder(), '--cooldown-hours', '169');
    expect(code).toBe(2);
    expect(err).toContain('--cooldown-hours is "169"; expected a whole number from 0 to 168');
  });
});

describe('gate --verdict-file', () => {
  test('hands on the verdict and leaves it to later steps what follows from it', () => {
    const repository = scratchRepository();
    const verdict = path.join(scratchFolder(), 'verdict');
    const gate = (...more: readonly string[]) =>
      modelgate(repository, ['gate', '--model', 'demand-forecast', '--now', 'head', '--verdict-file', verdict, ...more]);
    expect(gate().code).toBe(0);
    expect(readFileSync(verdict, 'utf8')).toBe('pass');
    const card = path.join(repository, 'models/demand-forecast/card.yaml');
    writeFileSync(card, readFileSync(card, 'utf8').replace('1.1.0', '9.9.9'));
    expect(gate().code).toBe(0);
    expect(readFileSync(verdict, 'utf8')).not.toBe('pass');
  });

  test('of one topic says only what that topic says', () => {
    const repository = scratchRepository();
    const verdict = path.join(scratchFolder(), 'verdict');
    const gate = (topic: string) =>
      modelgate(repository, [
        'gate',
        '--model',
        'credit-approval',
        '--env',
        'dev',
        '--now',
        LATE,
        '--verdict-file',
        verdict,
        '--topic',
        topic,
      ]);
    expect(gate('fairness')).toMatchObject({ code: 0 });
    expect(readFileSync(verdict, 'utf8')).toBe('deny');
    expect(gate('serving')).toMatchObject({ code: 0 });
    expect(readFileSync(verdict, 'utf8')).toBe('pass');
  });

  test('of a topic that no check has is refused, because nothing found would be a pass', () => {
    const { code, err } = modelgate(scratchRepository(), ['gate', '--verdict-file', '/dev/null', '--topic', 'fariness']);
    expect(code).toBe(2);
    expect(err).toContain('error usage.bad_topic\n  --topic is "fariness"; expected --verdict-file beside it, and one of card, ');
  });
});

describe('report compliance', () => {
  test('writes the month of every model, from what the gate said', () => {
    const repository = scratchRepository();
    const report = path.join(scratchFolder(), 'report.json');
    const outputs = path.join(scratchFolder(), 'outputs');
    modelgate(repository, ['gate', '--now', '2026-11-30T03:00:00Z', '--format', 'json', '--output', report]);
    expect(modelgate(repository, ['report', 'compliance', '--report', report, '--outputs', outputs])).toMatchObject({
      code: 0,
      out: 'wrote reports/compliance/2026-11.md\n',
    });
    expect(readFileSync(path.join(outputs, 'month'), 'utf8')).toBe('2026-11');
    const text = readFileSync(path.join(repository, 'reports/compliance/2026-11.md'), 'utf8');
    expect(text).toContain('# Compliance report, 2026-11\n\nJudged at 2026-11-30T03:00:00Z, commit `');
    for (const model of ['churn', 'credit-approval', 'demand-forecast']) expect(text).toContain(`\n## ${model}\n`);
    expect(text).toMatch(/\| `fairness\.\w+` \| `credit-approval\/\w+` \| .* \| `waived` \| `/);
  });

  test('of a part of the models is refused', () => {
    const repository = scratchRepository();
    const report = path.join(scratchFolder(), 'report.json');
    modelgate(repository, ['gate', '--model', 'churn', '--now', 'head', '--format', 'json', '--output', report]);
    const { code, err } = modelgate(repository, ['report', 'compliance', '--report', report]);
    expect(code).toBe(2);
    expect(err).toContain('says nothing of credit-approval, demand-forecast; expected every model of this checkout');
  });
});
