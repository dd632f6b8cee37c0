import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CheckRun } from '../../lib/contracts/check-run.ts';
import { publishCheck, type CheckRunAction } from '../../lib/publish/index.ts';
import { ACTIONS, FakeGithub, ME, type FakeCheckRun, type Fault } from '../support/fake-github.ts';

const COMMIT = 'a'.repeat(40);
const CREATE = 'POST /repos/acme/models/check-runs';
const isUpdate = (request: string): boolean => request.startsWith('PATCH /repos/acme/models/check-runs/');

let github: FakeGithub;
let baseUrl: string;

beforeEach(async () => {
  github = new FakeGithub();
  github.me = ACTIONS;
  baseUrl = await github.start();
});
afterEach(() => github.stop());

/** A denied report with so many findings; the run is in each, so that none can be taken for another's. */
const denied = (run: number, findings: number): CheckRun => ({
  conclusion: 'failure',
  title: `Denied in run ${String(run)}`,
  summary: '## Denied',
  annotations: Array.from({ length: findings }, (_, at) => ({
    path: 'models/churn/card.yaml',
    start_line: at + 1,
    end_line: at + 1,
    annotation_level: 'failure',
    title: 'card.placeholder',
    message: `run ${String(run)}, finding ${String(at)}`,
  })),
});

const publish = (run: number, findings = 3, checkRun = denied(run, findings), wait = 0): Promise<CheckRunAction> =>
  publishCheck({
    owner: 'acme',
    repo: 'models',
    token: 'secret-token',
    baseUrl,
    second: 1,
    commit: COMMIT,
    name: 'modelgate report',
    url: 'https://github.example/acme/models/actions/runs/7',
    checkRun,
    run,
    wait: async () => {
      await setTimeout(wait);
    },
  });

/** What people see: of the runs with one name GitHub shows the last one. */
const shown = (): FakeCheckRun | undefined => github.checkRuns.at(-1);

describe('the check run of a commit', () => {
  test('says the verdict, and has an annotation a finding', async () => {
    expect(await publish(7)).toBe('set');
    expect(github.checkRuns).toHaveLength(1);
    expect(shown()).toMatchObject({
      head_sha: COMMIT,
      name: 'modelgate report',
      status: 'completed',
      conclusion: 'failure',
      title: 'Denied in run 7',
      summary: '## Denied',
      details_url: 'https://github.example/acme/models/actions/runs/7',
      annotations: denied(7, 3).annotations,
    });
  });

  test.each([0, 1, 49, 50, 51, 100, 120])('has all of %i annotations, fifty a request, each once and in order', async (count) => {
    expect(await publish(7, count)).toBe('set');
    expect(shown()?.annotations).toEqual(denied(7, count).annotations);
    expect(github.requests.filter(isUpdate)).toHaveLength(Math.max(1, Math.ceil(count / 50)));
  });

  test('that stands is left alone', async () => {
    await publish(7);
    github.requests.length = 0;
    expect(await publish(7)).toBe('unchanged');
    expect(github.requests.every((request) => request.startsWith('GET') || request.endsWith('/graphql'))).toBe(true);
  });

  test('of a newer run stands', async () => {
    await publish(8);
    expect(await publish(7)).toBe('outdated');
    expect(github.checkRuns).toHaveLength(1);
    expect(shown()).toMatchObject({ title: 'Denied in run 8' });
  });

  test('of an older run, or of the same run tried again, gives way to a new one: annotations cannot be taken back', async () => {
    await publish(7, 60);
    expect(await publish(8, 2)).toBe('set');
    expect(shown()?.annotations).toEqual(denied(8, 2).annotations);
    expect(await publish(8, 0, { conclusion: 'success', title: 'Passed', summary: '', annotations: [] })).toBe('set');
    expect(shown()).toMatchObject({ conclusion: 'success', annotations: [] });
  });

  test('of another app, of another name and without our mark is none of ours', async () => {
    await publish(999);
    const [ours] = github.checkRuns.splice(0);
    if (ours === undefined) throw new Error('none was made');
    github.checkRuns.push({ ...ours, app: 'mallory' }, { ...ours, name: 'build', id: 1 }, { ...ours, external_id: 'run=9999', id: 2 });
    expect(await publish(7)).toBe('set');
    expect(shown()).toMatchObject({ title: 'Denied in run 7', app: 'github-actions' });
    expect(github.checkRuns).toHaveLength(4);
  });

  test.each<Fault>(['reset before', 'reset after', 'half an answer', { status: 502 }, { status: 502, tookEffect: true }])(
    'stands once, and each annotation once, when replies are lost: %j',
    async (fault) => {
      const left: Record<string, number> = { create: 1, update: 2 };
      github.fault = (request) => {
        const kind = request === CREATE ? 'create' : isUpdate(request) ? 'update' : '';
        const count = left[kind] ?? 0;
        left[kind] = count - 1;
        return count > 0 ? fault : undefined;
      };
      expect(await publish(7, 120)).toBe('set');
      expect(github.checkRuns).toHaveLength(1);
      expect(shown()?.annotations).toEqual(denied(7, 120).annotations);
    },
  );

  test('says its conclusion with the first annotations, so that what breaks off later is no open question', async () => {
    let updates = 0;
    github.fault = (request) => (isUpdate(request) && (updates += 1) > 1 ? { status: 403, message: 'Forbidden' } : undefined);
    await expect(publish(7, 120)).rejects.toMatchObject({ code: 'github.forbidden' });
    expect(shown()).toMatchObject({ status: 'completed', conclusion: 'failure', annotations: denied(7, 50).annotations });
    github.fault = () => undefined;
    expect(await publish(7, 120)).toBe('set');
    expect(shown()?.annotations).toEqual(denied(7, 120).annotations);
    expect(github.checkRuns).toHaveLength(1);
  });

  test('may only be made by an app, which is said', async () => {
    github.me = ME;
    await expect(publish(7)).rejects.toMatchObject({
      code: 'github.forbidden',
      message: expect.stringContaining('GitHub App') as string,
      fix: expect.stringContaining('checks: write') as string,
    });
  });

  test('that never settles ends', async () => {
    github.fault = (request) => (request === CREATE ? 'reset before' : undefined);
    await expect(publish(7)).rejects.toMatchObject({ code: 'publish.unsettled' });
  });

  test('announced by an older run above a newer one’s gets the newer one’s words', async () => {
    // Run 7 has looked and found nothing; just before its announcement run 8 says everything.
    github.fault = (request) => {
      if (request === CREATE) {
        github.checkRuns.push({
          id: 1,
          head_sha: COMMIT,
          name: 'modelgate report',
          app: 'github-actions',
          external_id: `modelgate run=8 digest=${'0'.repeat(16)}`,
          details_url: null,
          status: 'completed',
          conclusion: 'success',
          title: 'Passed in run 8',
          summary: '',
          annotations: [],
        });
      }
      return undefined;
    };
    expect(await publish(7)).toBe('outdated');
    expect(github.checkRuns).toHaveLength(2);
    expect(shown()).toMatchObject({ status: 'completed', conclusion: 'success', title: 'Passed in run 8', annotations: [] });
  });

  test('announced by an older run that died gets the newer one’s words and annotations, when it lies above', async () => {
    await publish(8, 60);
    const [whole] = github.checkRuns;
    if (whole === undefined) throw new Error('none was made');
    const blank = { status: 'in_progress', conclusion: null, title: null, summary: null, annotations: [] };
    github.checkRuns.push({ ...whole, ...blank, id: 5000, external_id: `modelgate run=7 digest=${'0'.repeat(16)}` });
    expect(await publish(8, 60)).toBe('set');
    expect(shown()).toMatchObject({ id: 5000, status: 'completed', title: 'Denied in run 8', annotations: denied(8, 60).annotations });
  });

  test('of 12 runs at the same time is the newest one’s', { timeout: 60_000 }, async () => {
    let seed = 1;
    github.latency = () => (seed = (seed * 48_271) % 2_147_483_647) % 10;
    const order = [5, 1, 9, 12, 2, 7, 3, 4, 11, 6, 8, 10];
    await Promise.all(order.map((run) => publish(run, run === 12 ? 60 : 3, denied(run, run === 12 ? 60 : 3), 200)));
    expect(shown()).toMatchObject({ status: 'completed', conclusion: 'failure', title: 'Denied in run 12' });
    expect(shown()?.annotations).toEqual(denied(12, 60).annotations);
    expect(github.checkRuns.filter(({ status }) => status !== 'completed')).toEqual([]);
  });
});
