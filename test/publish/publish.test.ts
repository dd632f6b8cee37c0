import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatMarker } from '../../lib/contracts/report-marker.ts';
import { UserError } from '../../lib/errors.ts';
import { publishReport, type Published } from '../../lib/publish/index.ts';
import { ACTIONS, FakeGithub, ME, type Account, type Fault } from '../support/fake-github.ts';

const OLD = 'b'.repeat(40);
const NEW = 'a'.repeat(40);
const STRANGER: Account = { id: 666, login: 'mallory', type: 'User' };
const LIST = 'GET /repos/acme/models/issues/42/comments';
const CREATE = 'POST /repos/acme/models/issues/42/comments';

let github: FakeGithub;
let baseUrl: string;
let waits: number[];

beforeEach(async () => {
  github = new FakeGithub();
  github.head = NEW;
  baseUrl = await github.start();
  waits = [];
});
afterEach(() => github.stop());

const comment = (given: { scope?: string; head?: string; now?: number; run?: number } = {}, text = 'denied'): string =>
  `${formatMarker({ scope: 'default', head: NEW, now: 100, run: 5, ...given })}\n\n## ${text}\n`;

/** How many milliseconds a second of the client takes. */
const SECOND = 10;

const target = () => ({
  forge: 'github' as const,
  owner: 'acme',
  repo: 'models',
  number: 42,
  token: 'secret-token',
  baseUrl,
  second: SECOND,
});

const publish = (body: string): Promise<Published> =>
  publishReport({
    ...target(),
    body,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });

/** Lets each request with this name fail with the next of `faults`, until they are used up. */
function failing(name: string, ...faults: readonly Fault[]): void {
  const left = [...faults];
  github.fault = (request) => (request === name ? left.shift() : undefined);
}

async function refusal(body = comment()): Promise<UserError> {
  const error: unknown = await publish(body).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`not refused as a person's mistake: ${String(error)}`);
  return error;
}

/** Seconds between the requests of this name. */
function pauses(name: string): readonly number[] {
  const at = github.arrivals.filter((_, index) => github.requests[index] === name);
  return at.slice(1).map((time, index) => (time - (at[index] ?? 0)) / SECOND);
}

const ours = (): readonly string[] => github.comments.filter(({ user }) => user?.id === github.me.id).map(({ body }) => body);

describe('one comment', () => {
  test('is created where there is none', async () => {
    const published = await publish(comment());
    expect(published).toEqual({ action: 'created', url: 'https://github.example/acme/models/pull/42#issuecomment-1000' });
    expect(ours()).toEqual([comment()]);
  });

  test('is updated in place, also when it is at position 250 of 300', async () => {
    for (let position = 0; position < 300; position += 1) {
      if (position === 249) github.add(comment({ run: 4 }), ME);
      else github.add(`comment ${String(position)}`, position % 3 === 0 ? ME : STRANGER);
    }
    const { id } = github.comments[249] ?? { id: 0 };
    expect((await publish(comment())).action).toBe('updated');
    expect(github.comments).toHaveLength(300);
    expect(github.comments[249]).toEqual({ id, body: comment(), user: ME });
    // Three pages of a hundred, before and after.
    expect(github.requests.filter((request) => request === LIST)).toHaveLength(6);
  });

  test('that a slow older run overwrites just after us is put right, because we look again later', async () => {
    const older = comment({ run: 4 }, 'older');
    github.add(older, ME);
    let rivals = 1;
    const published = await publishReport({
      ...target(),
      body: comment(),
      wait: (milliseconds) => {
        waits.push(milliseconds);
        for (const each of rivals-- > 0 ? github.comments : []) each.body = older;
        return Promise.resolve();
      },
    });
    expect(published.action).toBe('updated');
    expect(ours()).toEqual([comment()]);
    expect(waits).toEqual([2000, 2000]);
  });

  test('is left alone when it already says the same: no write, few requests', async () => {
    github.add(comment().replaceAll('\n', '\r\n'), ME);
    expect((await publish(comment())).action).toBe('unchanged');
    expect(github.requests).toEqual(['GET /user', LIST]);
    expect(waits).toEqual([]);
  });

  test('of another scope is none of ours', async () => {
    github.add(comment({ scope: 'nightly' }), ME);
    expect((await publish(comment())).action).toBe('created');
    expect(ours()).toEqual([comment({ scope: 'nightly' }), comment()]);
  });

  test('that only quotes a marker is none of ours', async () => {
    github.add(`> ${comment()}`, ME);
    github.add(`\n${comment()}`, ME);
    expect((await publish(comment())).action).toBe('created');
    expect(ours()).toHaveLength(3);
  });

  test('with a marker that somebody else wrote is never touched', async () => {
    for (let index = 0; index < 200; index += 1) github.add(comment({ run: index }, 'forged'), { ...STRANGER, id: 700 + index });
    github.add(comment({}, 'forged'), null);
    expect((await publish(comment())).action).toBe('created');
    expect(github.comments.filter(({ body }) => body === comment({}, 'forged') || body.includes('forged'))).toHaveLength(201);
    expect(github.comments).toHaveLength(202);
  });

  test('stays one: duplicates collapse into the oldest, which gets the newest text', async () => {
    const oldest = github.add(comment({ run: 2 }), ME);
    github.add(comment({ run: 4 }), ME);
    github.add(comment({ run: 3 }), ME);
    expect((await publish(comment())).action).toBe('updated');
    expect(github.comments).toEqual([{ id: oldest.id, body: comment(), user: ME }]);
  });

  test('that a person deletes while it is being updated is written again', async () => {
    github.add(comment({ run: 4 }), ME);
    github.fault = (request) => {
      if (request.startsWith('PATCH')) github.comments.length = 0;
      return undefined;
    };
    expect((await publish(comment())).action).toBe('created');
    expect(ours()).toEqual([comment()]);
  });

  test('is not made where there is nothing to say, and brought up to date where one stands', async () => {
    const quiet = { ...target(), body: comment(), quiet: true, wait: () => Promise.resolve() };
    expect(await publishReport(quiet)).toEqual({ action: 'silent', url: null });
    expect(github.comments).toEqual([]);
    github.add(comment({ run: 4 }, 'denied'), ME);
    expect((await publishReport(quiet)).action).toBe('updated');
    expect(ours()).toEqual([comment()]);
  });

  test('is not posted without a marker', async () => {
    expect((await refusal('## looks fine')).code).toBe('publish.no_marker');
    expect(github.requests).toEqual([]);
  });
});

describe('an older report', () => {
  test('about an older commit does not overwrite one about the head, even from a later run', async () => {
    github.add(comment({ run: 4, now: 100 }), ME);
    expect((await publish(comment({ head: OLD, run: 9, now: 900 }, 'old'))).action).toBe('outdated');
    expect(ours()).toEqual([comment({ run: 4, now: 100 })]);
  });

  test('of an earlier run about the same commit does not overwrite a later one', async () => {
    github.add(comment({ run: 6 }), ME);
    expect((await publish(comment({ run: 5, now: 900 }, 'old'))).action).toBe('outdated');
    expect(ours()).toEqual([comment({ run: 6 })]);
  });

  test('gives way when the branch was pushed back to an older commit: what the pull request is now wins', async () => {
    github.head = OLD;
    github.add(comment({ head: NEW, run: 9, now: 900 }), ME);
    expect((await publish(comment({ head: OLD, run: 5, now: 10 }))).action).toBe('updated');
    expect(ours()).toEqual([comment({ head: OLD, run: 5, now: 10 })]);
  });

  test('about the test merge that CI checked out counts as about the head', async () => {
    github.mergeCommit = 'c'.repeat(40);
    github.add(comment({ head: OLD, run: 9 }), ME);
    expect((await publish(comment({ head: github.mergeCommit, run: 5 }))).action).toBe('updated');
  });

  test('is still better than nothing', async () => {
    expect((await publish(comment({ head: OLD }))).action).toBe('created');
  });

  test('that claims to come from the future cannot keep a later run out', async () => {
    github.add(comment({ now: 253_402_300_799, run: 4 }), ME);
    expect((await publish(comment({ now: 100, run: 5 }))).action).toBe('updated');
  });
});

describe('the token of a workflow', () => {
  beforeEach(() => {
    github.me = ACTIONS;
  });

  test('finds its comment by its login, since it may not ask for its number', async () => {
    github.add(comment({ run: 4 }), ACTIONS);
    expect((await publish(comment())).action).toBe('updated');
    expect(github.requests.slice(0, 3)).toEqual(['GET /user', 'POST /graphql', LIST]);
  });

  test('does not take a person of the same name for itself', async () => {
    github.add(comment({}, 'forged'), { id: 667, login: 'github-actions', type: 'User' });
    github.add(comment({}, 'forged'), { id: 668, login: 'github-actions[bot]', type: 'User' });
    github.add(comment({}, 'forged'), { id: 669, login: 'other-app[bot]', type: 'Bot' });
    expect((await publish(comment())).action).toBe('created');
    expect(github.comments.filter(({ body }) => body.includes('forged'))).toHaveLength(3);
  });
});

describe('when GitHub fails', () => {
  const ambiguous: readonly (readonly [string, Fault])[] = [
    ['a lost reply', 'reset after'],
    ['a lost request', 'reset before'],
    ['half a reply', 'half an answer'],
    ['502 after the comment was made', { status: 502, tookEffect: true }],
    ['502 before it was made', { status: 502 }],
  ];

  test.each(ambiguous)('%s to the creation gives exactly one comment', async (_, fault) => {
    failing(CREATE, fault);
    expect((await publish(comment())).action).toBe('created');
    expect(github.comments).toHaveLength(1);
  });

  test.each(ambiguous)('%s to an update gives exactly the new text', async (_, fault) => {
    const { id } = github.add(comment({ run: 4 }), ME);
    failing(`PATCH /repos/acme/models/issues/comments/${String(id)}`, fault);
    expect((await publish(comment())).action).toBe('updated');
    expect(ours()).toEqual([comment()]);
  });

  test.each<Fault>([{ status: 502 }, 'reset before', 'reset after', 'half an answer'])(
    'reading is tried three times: %j',
    async (fault) => {
      github.add(comment({ run: 4 }), ME);
      failing(LIST, fault, fault);
      expect((await publish(comment())).action).toBe('updated');
      const [first = 0, second = 0] = pauses(LIST);
      expect([first >= 1, second >= 4]).toEqual([true, true]);
    },
  );

  test('a fault that stays is reported, with what to do', async () => {
    github.fault = (request) => (request === LIST ? { status: 503 } : undefined);
    const error = await refusal();
    expect(error.code).toBe('github.unavailable');
    expect(error.message).toBe('GitHub: reading the comments of acme/models#42: status 503, "injected"; expected an answer');
    expect(error.fix).toContain('Run it again later');
  });

  test('a creation that is never answered ends, and is not blindly repeated', async () => {
    github.fault = (request) => (request === CREATE ? 'reset before' : undefined);
    expect((await refusal()).code).toBe('publish.unsettled');
    const writes = github.requests.filter((request) => request === CREATE || request === LIST);
    expect(writes.join(' ')).not.toContain(`${CREATE} ${CREATE}`);
  });

  test('an API that is not there is reported as such', async () => {
    await github.stop();
    expect((await refusal()).code).toBe('github.unavailable');
    github = new FakeGithub();
    await github.start();
  });

  test.each<[number, string, RegExp, Fault & object]>([
    [401, 'github.unauthorized', /GITHUB_TOKEN/, { status: 401, message: 'Bad credentials' }],
    [
      403,
      'github.forbidden',
      /pull-requests: write.*fork.*workflow_run/,
      { status: 403, message: 'Resource not accessible by integration' },
    ],
    [404, 'github.not_found', /--repo and --pr/, { status: 404, message: 'Not Found' }],
    [410, 'github.rejected', /open conversation/, { status: 410, message: 'Issues are disabled' }],
    [422, 'github.rejected', /open conversation/, { status: 422, message: 'Validation Failed' }],
    [429, 'github.rate_limited', /in 600 seconds/, { status: 429, headers: { 'retry-after': '600' } }],
    [403, 'github.rate_limited', /in 600 seconds/, { status: 403, headers: { 'retry-after': '600' } }],
    [418, 'github.refused', /GITHUB_API_URL/, { status: 418 }],
  ])('status %i on creation is %s', async (status, code, fix, fault) => {
    failing(CREATE, fault);
    const error = await refusal();
    expect(error.code).toBe(code);
    expect(error.message).toContain(`GitHub: writing a comment on acme/models#42: status ${String(status)}, `);
    expect(error.fix).toMatch(fix);
    expect(github.requests.filter((request) => request === CREATE)).toHaveLength(1);
    expect(github.comments).toHaveLength(0);
  });

  test.each(['GET /user', LIST])('a bad token is told from a missing permission on %s', async (request) => {
    failing(request, { status: 401, message: 'Bad credentials' });
    expect((await refusal()).code).toBe('github.unauthorized');
  });

  test('no error holds the token', async () => {
    failing(CREATE, { status: 403 });
    const error = await refusal();
    const text = [error.message, error.fix, error.stack, JSON.stringify(error.cause, Object.getOwnPropertyNames(error.cause))].join('\n');
    expect(text).not.toContain('secret-token');
  });

  const inSeconds = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);
  test.each<[string, () => Fault & object, number]>([
    ['retry-after', () => ({ status: 429, headers: { 'retry-after': '7' } }), 7],
    ['the reset of the hour', () => ({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(30) } }), 29],
    [
      'the reset of the hour, as 429',
      () => ({ status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(9) } }),
      8,
    ],
    ['a minute without a word', () => ({ status: 403, message: 'You have exceeded a secondary rate limit' }), 60],
  ])('a rate limit is waited for: %s', async (_, fault, seconds) => {
    failing(CREATE, fault());
    expect((await publish(comment())).action).toBe('created');
    expect(pauses(CREATE)).toHaveLength(1);
    expect(pauses(CREATE)[0]).toBeGreaterThanOrEqual(seconds);
    expect(github.comments).toHaveLength(1);
  });

  test('two comments in a row are three seconds apart, as GitHub asks', async () => {
    let lost = true;
    github.fault = (request) => {
      if (request !== CREATE || !lost) return undefined;
      lost = false;
      return 'reset before';
    };
    await publish(comment());
    expect(pauses(CREATE)[0]).toBeGreaterThanOrEqual(3);
  });

  test('waiting for rate limits ends after two minutes in all', async () => {
    github.fault = (request) => (request === CREATE ? { status: 429, headers: { 'retry-after': '50' } } : undefined);
    expect((await refusal()).code).toBe('github.rate_limited');
    expect(pauses(CREATE)).toHaveLength(2);
  });

  test('a rate limit that asks for no wait at all ends as well', async () => {
    const reset = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' };
    github.fault = (request) => (request === CREATE ? { status: 429, headers: reset } : undefined);
    expect((await refusal()).code).toBe('github.rate_limited');
    expect(pauses(CREATE)).toHaveLength(3);
  });
});
