import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { airflowRuns, kubeflowPipelinesRuns, runToItsEnd } from '../../lib/jobs/trigger/index.ts';

const TOKEN = 'a-token-that-nobody-prints';
const PIPELINE = '0b6f2c3a-1d4e-4f5a-8b7c-9d0e1f2a3b4c';
const VERSION = '5c4b3a2f-6e7d-4c8b-9a0f-1e2d3c4b5a6f';

/** A server that speaks as much of both APIs as is asked for, and remembers what it was asked. */
interface Call {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}
let calls: Call[];
/** The answers to questions about a run, one a question; the last one stays. Numbers are statuses without a run. */
let states: (number | string)[];
/** Status of the call that starts a run. */
let startStatus: number;
/** Run that Kubeflow Pipelines already has. */
let earlier: string | undefined;
let server: Server;
let url: string;
let folder: string;

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

beforeAll(async () => {
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const asked = request.url ?? '';
      calls.push({ method: request.method ?? '', url: asked, body });
      const give = (status: number, answer: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return give(401, { detail: 'who are you' });
      if (asked === '/moved/api/v2/dags/d/dagRuns') return response.writeHead(307, { location: '/api/v2/dags/d/dagRuns' }).end();
      if (request.method === 'POST')
        return give(startStatus, startStatus < 300 ? { dag_run_id: 'run-1', run_id: 'id-1', state: 'queued' } : { detail: 'no' });
      if (asked.includes('filter=')) return give(200, earlier === undefined ? {} : { runs: [{ run_id: earlier, state: 'RUNNING' }] });
      const state = states.length > 1 ? states.shift() : states[0];
      if (typeof state === 'number') return give(state, { detail: 'no' });
      return give(200, { dag_run_id: 'run-1', run_id: 'id-1', state });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  folder = mkdtempSync(path.join(tmpdir(), 'trigger-'));
  writeFileSync(path.join(folder, 'token'), `${TOKEN}\n`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  calls = [];
  states = ['success'];
  startStatus = 200;
  earlier = undefined;
});

/** Runs the command; what is given last counts. */
async function triggered(...more: readonly string[]) {
  let out = '';
  let log = '';
  const options = ['--url', url, '--run', 'run-1', '--deadline-minutes', '1', '--token-file', path.join(folder, 'token'), ...more];
  const code = await main(['pipeline', 'trigger', ...options], {
    out: (text) => (out += text),
    log: (text) => (log += text),
    cwd: folder,
    env: {},
    color: false,
  });
  expect(out + log).not.toContain(TOKEN);
  return { code, out, log };
}

const dag = ['--system', 'airflow', '--pipeline', 'd'];
const version = ['--system', 'kubeflow-pipelines', '--pipeline', PIPELINE, '--pipeline-version', VERSION];

test('a run of a DAG is started under its name with its parameters, and its success is ours', async () => {
  expect(await triggered(...dag, '--parameter', 'horizon=24', '--parameter', 'region="eu"')).toMatchObject({
    code: 0,
    out: 'run-1: succeeded\n',
  });
  expect(calls).toEqual([
    {
      method: 'POST',
      url: '/api/v2/dags/d/dagRuns',
      body: { dag_run_id: 'run-1', logical_date: null, conf: { horizon: 24, region: 'eu' } },
    },
    { method: 'GET', url: '/api/v2/dags/d/dagRuns/run-1', body: undefined },
  ]);
});

test('a run that exists already is waited for', async () => {
  startStatus = 409;
  expect(await triggered(...dag)).toMatchObject({ code: 0 });
});

test('a run that failed is exit code 1, so that the step is not tried again', async () => {
  states = ['failed'];
  expect(await triggered(...dag, '--json')).toMatchObject({ code: 1, out: expect.stringContaining('"outcome": "failed"') as string });
});

test('a run of a pipeline version is started with its parameters', async () => {
  states = ['SUCCEEDED'];
  expect(await triggered(...version, '--parameter', 'horizon=24')).toMatchObject({ code: 0, out: 'id-1: succeeded\n' });
  expect(calls.map(({ method, url: asked }) => `${method} ${asked.split('?')[0] ?? ''}`)).toEqual([
    'GET /apis/v2beta1/runs',
    'POST /apis/v2beta1/runs',
    'GET /apis/v2beta1/runs/id-1',
  ]);
  expect(calls[1]?.body).toEqual({
    display_name: 'run-1',
    pipeline_version_reference: { pipeline_id: PIPELINE, pipeline_version_id: VERSION },
    runtime_config: { parameters: { horizon: 24 } },
  });
  const filter = new URL(`${url}${calls[0]?.url ?? ''}`).searchParams.get('filter');
  expect(JSON.parse(filter ?? '')).toEqual({ predicates: [{ operation: 'EQUALS', key: 'display_name', string_value: 'run-1' }] });
});

test("a pipeline's run of an earlier try is waited for, not started twice", async () => {
  earlier = 'id-0';
  states = ['CANCELED'];
  expect(await triggered(...version)).toMatchObject({ code: 1, out: 'id-0: failed\n' });
  expect(calls.filter(({ method }) => method === 'POST')).toEqual([]);
});

const api = () => ({ url, token: TOKEN });

test('it waits while a run goes on, also over calls that get no answer', async () => {
  states = ['queued', 503, 'running', 'success'];
  const ended = await runToItsEnd(airflowRuns(api(), 'd'), 'run-1', {}, { deadlineMs: 10_000, pollMs: 1 });
  expect(ended).toEqual({ id: 'run-1', state: 'succeeded' });
  expect(calls).toHaveLength(5);
});

test('a state that nobody knows is no end', async () => {
  states = ['PAUSED', 'RUNTIME_STATE_UNSPECIFIED', 'SKIPPED'];
  const ended = await runToItsEnd(kubeflowPipelinesRuns(api(), PIPELINE, VERSION), 'run-1', {}, { deadlineMs: 10_000, pollMs: 1 });
  expect(ended.state).toBe('succeeded');
});

test('a run whose time is over is told as unfinished', async () => {
  states = ['running'];
  expect(await runToItsEnd(airflowRuns(api(), 'd'), 'run-1', {}, { deadlineMs: 30, pollMs: 5 })).toEqual({ id: 'run-1', state: 'running' });
});

test.each([
  ['refused to start', () => (startStatus = 403), [], 'trigger.refused'],
  ['broken while starting', () => (startStatus = 502), [], 'trigger.unavailable'],
  ['gone while waiting', () => (states = [404]), [], 'trigger.refused'],
  ['behind a redirect, which would take the token along', () => undefined, ['--url', 'REDIRECT'], 'trigger.unavailable'],
])('a run that is %s is exit code 2', async (_, arrange, more, code) => {
  arrange();
  const result = await triggered(...dag, ...more.map((word) => (word === 'REDIRECT' ? `${url}/moved` : word)));
  expect(result).toMatchObject({ code: 2, log: expect.stringContaining(`error ${code}`) as string });
});

test.each([
  ['a token over plain HTTP', ['--url', 'http://airflow.example.com'], 'usage.bad_url'],
  ['credentials in the address', ['--url', 'https://me:secret@airflow.example.com'], 'usage.bad_url'],
  ['no token', ['--token-file', 'nowhere'], 'usage.no_token'],
  ['a system that nobody knows', ['--system', 'luigi'], 'usage.bad_system'],
  ['a DAG with a version', ['--pipeline-version', VERSION], 'usage.bad_system'],
  ['a parameter that is no JSON', ['--parameter', 'region=eu'], 'usage.bad_parameter'],
  ['a deadline of never', ['--deadline-minutes', '0'], 'usage.bad_number'],
])('%s is refused before any call', async (_, more, code) => {
  expect(await triggered(...dag, ...more)).toMatchObject({ code: 2, log: expect.stringContaining(`error ${code}`) as string });
  expect(calls).toEqual([]);
});
