import fc from 'fast-check';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatMarker } from '../../lib/contracts/report-marker.ts';
import { UserError } from '../../lib/errors.ts';
import { publishReport, publishVerdict, type Published, type StatusAction } from '../../lib/publish/index.ts';
import type { Fault } from '../support/fake-github.ts';
import { FakeGitlab, GITLAB_ME, GITLAB_TOKEN } from '../support/fake-gitlab.ts';

const OLD = 'b'.repeat(40);
const NEW = 'a'.repeat(40);
const NOTES = '/projects/acme%2Frisk%2Fmodels/merge_requests/42/notes';
const SECOND = 10;

let gitlab: FakeGitlab;
let host: string;

beforeEach(async () => {
  gitlab = new FakeGitlab();
  host = await gitlab.start();
});
afterEach(() => gitlab.stop());

const note = (given: { scope?: string; head?: string; now?: number; run?: number } = {}, text = 'denied'): string =>
  `${formatMarker({ scope: 'default', head: NEW, now: 100, run: 5, ...given })}\n\n## ${text}\n`;

const target = (second = SECOND) => ({
  forge: 'gitlab' as const,
  project: 'acme/risk/models',
  number: 42,
  token: GITLAB_TOKEN,
  host,
  second,
});

const publish = (body = note(), second = SECOND): Promise<Published> =>
  publishReport({ ...target(second), body, wait: () => Promise.resolve() });

const ours = (): readonly string[] =>
  gitlab.notes.filter(({ author, system }) => author === GITLAB_ME && system !== true).map(({ body }) => body);

function failing(name: string, ...faults: readonly Fault[]): void {
  const left = [...faults];
  gitlab.fault = (request) => (request === name ? left.shift() : undefined);
}

async function refusal(): Promise<UserError> {
  const error: unknown = await publish().catch((thrown: unknown) => thrown);
  if (!(error instanceof UserError)) throw new Error(`not refused as a person's mistake: ${String(error)}`);
  return error;
}

describe('the note on a merge request', () => {
  test('is written where there is none, and its address is given', async () => {
    expect(await publish()).toEqual({ action: 'created', url: `${host}/acme/risk/models/-/merge_requests/42#note_1000` });
    expect(ours()).toEqual([note()]);
  });

  test('is updated in place, also on the third page, and system notes of ours are left alone', async () => {
    for (let index = 0; index < 250; index += 1) {
      if (index === 20) gitlab.add(note({ run: 4 }), GITLAB_ME);
      gitlab.add(index % 2 === 0 ? 'added 1 commit' : note({ run: 9 }, 'forged'), index % 2 === 0 ? GITLAB_ME : 666, index % 2 === 0);
    }
    expect((await publish()).action).toBe('updated');
    expect(ours()).toEqual([note()]);
    expect(gitlab.notes).toHaveLength(251);
  });

  test('stays one, and is left alone when it says the same', async () => {
    gitlab.add(note({ run: 3 }), GITLAB_ME);
    gitlab.add(note({ run: 4 }), GITLAB_ME);
    expect((await publish()).action).toBe('updated');
    expect(ours()).toEqual([note()]);
    expect((await publish()).action).toBe('unchanged');
  });

  test('about an older commit does not overwrite one about the head', async () => {
    gitlab.add(note(), GITLAB_ME);
    expect((await publish(note({ head: OLD, run: 9 }))).action).toBe('outdated');
    expect(ours()).toEqual([note()]);
  });

  test('carries out nothing: a line that begins with a slash is no quick action', async () => {
    const body = `${note()}\n/merge\n  /approve\n\t/assign @mallory\n- /close\na/b\n`;
    await publish(body);
    const [written = ''] = ours();
    expect(written.split('\n').filter((line) => /^\s*\//.test(line))).toEqual([]);
    expect(written).toContain('\n\\/merge\n  \\/approve\n\t\\/assign @mallory\n- /close\na/b\n');
    expect((await publish(body)).action).toBe('unchanged');
  });
});

describe('when GitLab fails', () => {
  test.each<Fault>(['reset before', 'reset after', 'half an answer', { status: 502 }, { status: 502, tookEffect: true }])(
    'a lost reply to the creation gives exactly one note: %j',
    async (fault) => {
      failing(`POST ${NOTES}`, fault);
      expect((await publish()).action).toBe('created');
      expect(ours()).toEqual([note()]);
    },
  );

  test('a rate limit is waited for as long as GitLab says', async () => {
    failing(`POST ${NOTES}`, { status: 429, headers: { 'retry-after': '7' } });
    expect((await publish()).action).toBe('created');
    const [first = 0, second = 0] = gitlab.arrivals.filter((_, index) => gitlab.requests[index] === `POST ${NOTES}`);
    expect((second - first) / SECOND).toBeGreaterThanOrEqual(7);
  });

  test('waiting ends', async () => {
    gitlab.fault = () => ({ status: 429, headers: { 'retry-after': '0' } });
    expect((await refusal()).code).toBe('gitlab.rate_limited');
    expect(gitlab.requests).toHaveLength(4);
  });

  test.each<[number, string, RegExp]>([
    [400, 'gitlab.rejected', /did not like/],
    [401, 'gitlab.unauthorized', /GITLAB_TOKEN/],
    [403, 'gitlab.forbidden', /scope `api`/],
    [404, 'gitlab.not_found', /--repo and --pr/],
    [418, 'gitlab.refused', /address/],
  ])('status %i is %s, and nothing holds the token', async (status, code, fix) => {
    failing(`POST ${NOTES}`, { status, message: 'No' });
    const error = await refusal();
    expect(error.code).toBe(code);
    expect(error.message).toContain(`GitLab: writing a note on acme/risk/models!42: status ${String(status)}, `);
    expect(error.fix).toMatch(fix);
    expect(gitlab.requests.filter((request) => request === `POST ${NOTES}`)).toHaveLength(1);
    expect([error.message, error.stack, JSON.stringify(error.cause, Object.getOwnPropertyNames(error.cause))].join()).not.toContain(
      GITLAB_TOKEN,
    );
  });

  test('a redirect does not take the token along', async () => {
    const stranger = new FakeGitlab();
    const elsewhere = await stranger.start();
    gitlab.fault = () => ({ status: 302, headers: { location: `${elsewhere}/api/v4/user` } });
    expect((await refusal()).code).toBe('gitlab.refused');
    expect(stranger.requests).toEqual([]);
    await stranger.stop();
  });

  test('300 scripts of faults end in exactly one right note or in a clear error, and the next run puts right what was left', async () => {
    const anyFault = fc.constantFrom<Fault | undefined>(
      undefined,
      undefined,
      'reset before',
      'reset after',
      'half an answer',
      { status: 500 },
      { status: 502, tookEffect: true },
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 403, message: '403 Forbidden' },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(anyFault, { maxLength: 12 }), fc.boolean(), async (faults, existed) => {
        gitlab.notes.length = 0;
        if (existed) gitlab.add(note({ run: 4 }), GITLAB_ME);
        const left = [...faults];
        gitlab.fault = () => left.shift();
        const ended: unknown = await publish(note(), 1).catch((thrown: unknown) => thrown);
        if (ended instanceof Error) expect(ended).toMatchObject({ code: expect.stringMatching(/^(gitlab|publish)\./) as string });
        else expect(ours()).toEqual([note()]);
        expect(ours().length).toBeLessThanOrEqual(1);
        left.length = 0;
        await publish(note(), 1);
        expect(ours()).toEqual([note()]);
      }),
      { numRuns: 300, seed: 20_261_121 },
    );
  }, 120_000);
});

test('16 runs at the same time leave one note, the newest about the head', async () => {
  let seed = 1;
  gitlab.latency = () => (seed = (seed * 48_271) % 2_147_483_647) % 10;
  const runs = Array.from({ length: 16 }, (_, index) =>
    note({ run: 1 + ((index * 7) % 16), head: index % 2 === 0 ? NEW : OLD, now: 100 + index }),
  );
  await Promise.all(runs.map((body) => publishReport({ ...target(1), body, wait: (milliseconds) => setTimeout(milliseconds / 20) })));
  const runOf = (body: string): number => Number(/run=(\d+)/.exec(body)?.[1]);
  expect(ours()).toEqual([
    runs
      .filter((body) => body.includes(NEW))
      .toSorted((a, b) => runOf(a) - runOf(b))
      .at(-1),
  ]);
}, 60_000);

describe('the status of a commit', () => {
  const verdict = (run: number, state: 'success' | 'failure' = 'failure'): Promise<StatusAction> =>
    publishVerdict({
      forge: 'gitlab',
      project: 'acme/risk/models',
      token: GITLAB_TOKEN,
      host,
      second: 1,
      commit: NEW,
      context: 'modelgate',
      state,
      words: state === 'failure' ? 'Denied' : 'Passed',
      run,
      url: null,
      wait: () => Promise.resolve(),
    });

  test('is the newest run’s word', async () => {
    expect(await verdict(7)).toBe('set');
    expect(gitlab.statuses).toMatchObject([{ sha: NEW, status: 'failed', name: 'modelgate', description: 'Denied (run 7)' }]);
    expect(await verdict(7)).toBe('unchanged');
    expect(await verdict(8, 'success')).toBe('set');
    expect(await verdict(7)).toBe('outdated');
    expect(gitlab.statuses.at(-1)).toMatchObject({ status: 'success', description: 'Passed (run 8)' });
  });

  test('that somebody else set above it does not stand', async () => {
    gitlab.statuses.push({
      id: 1,
      sha: NEW,
      status: 'success',
      name: 'modelgate',
      description: 'Passed (run 99)',
      target_url: null,
      author: 666,
    });
    expect(await verdict(7)).toBe('set');
    expect(gitlab.statuses.at(-1)).toMatchObject({ status: 'failed', author: GITLAB_ME });
  });

  test.each<Fault>(['reset before', 'reset after', 'half an answer', { status: 502, tookEffect: true }])(
    'stands once when the reply is lost: %j',
    async (fault) => {
      failing(`POST /projects/acme%2Frisk%2Fmodels/statuses/${NEW}`, fault);
      expect(await verdict(7)).toBe('set');
      expect(gitlab.statuses).toHaveLength(1);
    },
  );
});
