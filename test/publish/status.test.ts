import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { publishVerdict, type StatusAction } from '../../lib/publish/index.ts';
import { ACTIONS, FakeGithub, ME, type Fault } from '../support/fake-github.ts';

const COMMIT = 'a'.repeat(40);
const SET = `POST /repos/acme/models/statuses/${COMMIT}`;

let github: FakeGithub;
let baseUrl: string;

beforeEach(async () => {
  github = new FakeGithub();
  baseUrl = await github.start();
});
afterEach(() => github.stop());

const publish = (run: number, state: 'success' | 'failure' = 'failure', words = 'Denied', wait = 0): Promise<StatusAction> =>
  publishVerdict({
    forge: 'github',
    owner: 'acme',
    repo: 'models',
    token: 'secret-token',
    baseUrl,
    second: 1,
    commit: COMMIT,
    context: 'modelgate',
    state,
    words,
    run,
    url: 'https://github.example/acme/models/actions/runs/7',
    wait: async () => {
      await setTimeout(wait);
    },
  });

const top = () => github.statuses.filter(({ context }) => context === 'modelgate').at(-1);

describe('the status of a commit', () => {
  test('is the verdict, in the context that branch protection asks for', async () => {
    expect(await publish(7)).toBe('set');
    expect(github.statuses).toEqual([
      {
        sha: COMMIT,
        state: 'failure',
        context: 'modelgate',
        description: 'Denied (run 7)',
        target_url: 'https://github.example/acme/models/actions/runs/7',
        creator: ME,
      },
    ]);
  });

  test('that stands is left alone', async () => {
    await publish(7);
    github.requests.length = 0;
    expect(await publish(7)).toBe('unchanged');
    expect(github.requests).not.toContain(SET);
  });

  test('of a newer run stands', async () => {
    await publish(8, 'failure');
    expect(await publish(7, 'success', 'Passed')).toBe('outdated');
    expect(top()).toMatchObject({ state: 'failure', description: 'Denied (run 8)' });
  });

  test('of an older run gives way', async () => {
    await publish(7, 'failure');
    expect(await publish(8, 'success', 'Passed')).toBe('set');
    expect(top()).toMatchObject({ state: 'success', description: 'Passed (run 8)' });
  });

  test('that somebody else set above it does not stand, and is never repeated as ours', async () => {
    github.statuses.push({
      sha: COMMIT,
      state: 'success',
      context: 'modelgate',
      description: 'Passed (run 999)',
      target_url: null,
      creator: { id: 666, login: 'mallory', type: 'User' },
    });
    expect(await publish(7)).toBe('set');
    expect(top()).toMatchObject({ state: 'failure', creator: ME });
    expect(github.statuses.filter(({ state }) => state === 'success')).toHaveLength(1);
  });

  test('of another context is none of ours', async () => {
    github.statuses.push({ sha: COMMIT, state: 'success', context: 'build', description: 'Built (run 99)', target_url: null, creator: ME });
    expect(await publish(7)).toBe('set');
  });

  test('is found by the token of a workflow too', async () => {
    github.me = ACTIONS;
    await publish(7);
    expect(await publish(7)).toBe('unchanged');
  });

  test('has at most 140 characters, and always names its run', async () => {
    await publish(7, 'failure', 'x'.repeat(300));
    expect(top()?.description).toHaveLength(140);
    expect(top()?.description).toMatch(/x \(run 7\)$/);
  });

  test.each<Fault>(['reset before', 'reset after', 'half an answer', { status: 502 }, { status: 502, tookEffect: true }])(
    'stands once when the reply is lost: %j',
    async (fault) => {
      const left = [fault];
      github.fault = (request) => (request === SET ? left.shift() : undefined);
      expect(await publish(7)).toBe('set');
      expect(github.statuses).toHaveLength(1);
    },
  );

  test('that may not be set is a clear error', async () => {
    github.fault = (request) => (request === SET ? { status: 403, message: 'Resource not accessible by integration' } : undefined);
    const error: unknown = await publish(7).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: 'github.forbidden', fix: expect.stringContaining('statuses: write') as string });
  });

  test('that never settles ends', async () => {
    github.fault = (request) => (request === SET ? 'reset before' : undefined);
    await expect(publish(7)).rejects.toMatchObject({ code: 'publish.unsettled' });
  });

  test('of 16 runs at the same time is the newest one’s', async () => {
    let seed = 1;
    github.latency = () => (seed = (seed * 48_271) % 2_147_483_647) % 10;
    const order = [5, 16, 1, 9, 2, 14, 7, 3, 12, 4, 11, 6, 13, 8, 15, 10];
    await Promise.all(order.map((run) => publish(run, run === 16 ? 'failure' : 'success', `Word ${String(run)}`, 100)));
    expect(top()).toMatchObject({ state: 'failure', description: 'Word 16 (run 16)' });
  });
});
