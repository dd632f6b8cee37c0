import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { root, scratchFolder } from '../support/scratch.ts';
import { expected, expectMetrics, imported, left, output, some } from './support/imported.ts';

/** What the run says of itself; it holds NaN, which JSON.parse does not read. */
function stated(key: string): string {
  return new RegExp(`"${key}": "?(\\w+)`).exec(readFileSync(output('mlflow.json'), 'utf8'))?.[1] ?? '';
}

test('a run that mlflow.models.evaluate measured gives metrics, counts, rows, data set and time', () => {
  const { binary } = expected();
  const found = imported('mlflow', 'mlflow.json');
  expectMetrics(found, some(binary.metrics, 'accuracy', 'precision', 'recall', 'f1'));
  expect(found.evaluation.confusion).toEqual(binary.confusion);
  expect(found.evaluation.dataset).toEqual({ name: 'wisconsin, held-out rows', rows: binary.rows });
  expect(found.evaluation.producedAt).toBe(`${new Date(Number(stated('end_time'))).toISOString().slice(0, 19)}Z`);
});

test('what was measured on other rows, not measured or not a metric is listed', () => {
  expect(left(imported('mlflow', 'mlflow.json'))).toMatchObject({
    '/data/metrics/training_f1_score': expect.stringContaining('measured on training rows') as string,
    '/data/metrics/val_accuracy': expect.stringContaining('may have chosen the model') as string,
    '/data/metrics/loss': 'not a metric whose name says what it is; name it with --metric NAME=loss',
    '/data/metrics/brier_score': 'not measured: NaN',
    '/data/metrics/log_loss': expect.stringMatching(/^not measured: 1\.797\d+e\+308 is beyond every metric/) as string,
    '/inputs/dataset_inputs/0/dataset/digest': "MLflow's digest is no sha256 of the data",
    '/inputs/dataset_inputs/1': expect.stringContaining('its context is "training"') as string,
  });
});

test('a person may say that validation rows were held out', () => {
  const { binary } = expected();
  const found = imported('mlflow', 'mlflow.json', { metrics: new Map([['val_accuracy', 'accuracy']]) });
  expectMetrics(found, { ...some(binary.metrics, 'precision', 'recall', 'f1'), accuracy: 0.95 });
  expect(left(found)['/data/metrics/accuracy_score']).toBe('--metric chose another value of accuracy');
});

test('a run that failed is no evidence', () => {
  expect(() => imported('mlflow', 'mlflow-failed.json')).toThrow('status is "FAILED"; expected "FINISHED"');
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

let server: ChildProcess;
let uri = '';
let said = '';

beforeAll(async () => {
  const port = await freePort();
  uri = `http://127.0.0.1:${String(port)}`;
  const store = `sqlite:///${output('mlflow.db')}`;
  const run = [path.join(root, 'tools/importers/run.mjs'), '-m', 'mlflow', 'server', '--backend-store-uri', store];
  server = spawn(process.execPath, [...run, '--host', '127.0.0.1', '--port', String(port), '--workers', '1'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (const until = Date.now() + 300_000; Date.now() < until;) {
    if (server.exitCode !== null) break;
    const answer = await fetch(`${uri}/health`).catch(() => null);
    if (answer?.ok === true) return;
    await setTimeout(500);
  }
  throw new Error(`mlflow server did not start:\n${said}`);
});

afterAll(async () => {
  if (server.exitCode !== null) return;
  const gone = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await gone;
});

interface Asked {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function ask(
  id: string,
  env: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<Asked & { readonly into: string }> {
  const into = path.join(scratchFolder(), 'evaluation.json');
  const printed = { out: '', err: '' };
  const facts = [
    '--task',
    'binary-classification',
    '--artifact-sha256',
    'a'.repeat(64),
    '--dataset-version',
    '1',
    '--dataset-sha256',
    'b'.repeat(64),
  ];
  const rest = [
    '--dataset-from',
    'none',
    '--dataset-split',
    'stratified',
    '--latency-ms',
    '1,2,3',
    '--from',
    `evidently=${output('evidently-drift.json')}`,
  ];
  const code = await main(
    [
      'evidence',
      'import',
      '--model',
      'tumour',
      '--version',
      '1.0.0',
      '--into',
      into,
      '--from',
      `mlflow=runs:/${id}`,
      ...facts,
      ...rest,
      ...more,
    ],
    { out: (text) => (printed.out += text), log: (text) => (printed.err += text), cwd: root, env, color: false },
  );
  return { code, ...printed, into };
}

test('a live tracking server tells the same run through its REST API', async () => {
  const asked = await ask(stated('run_id'), { MLFLOW_TRACKING_URI: uri });
  expect(asked).toMatchObject({ code: 0 });
  const written = JSON.parse(readFileSync(asked.into, 'utf8')) as object;
  const { producedAt, ...same } = imported('mlflow', 'mlflow.json').evaluation;
  expect(written).toMatchObject({
    ...same,
    producedAt: producedAt ?? '',
    model: 'tumour',
    producer: 'modelgate evidence import (mlflow, evidently)',
  });
  expect(asked.err).toContain('#/data/metrics/0: ');
});

test('a run that the server does not know, or no server, is an error with a fix', async () => {
  expect(await ask('0'.repeat(32), {}, '--tracking-uri', uri)).toMatchObject({
    code: 2,
    err: expect.stringContaining('status 404') as string,
  });
  expect(await ask('0'.repeat(32), {})).toMatchObject({ code: 2, err: expect.stringContaining('Give --tracking-uri') as string });
  const port = await freePort();
  const nobody = await ask('0'.repeat(32), {}, '--tracking-uri', `http://127.0.0.1:${String(port)}`);
  expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('error mlflow.unreachable') as string });
});
