import fc from 'fast-check';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { formatMarker } from '../../lib/contracts/report-marker.ts';
import { UserError } from '../../lib/errors.ts';
import { publishReport } from '../../lib/publish/index.ts';
import { FakeGithub, ME, type Fault } from '../support/fake-github.ts';

const OLD = 'b'.repeat(40);
const NEW = 'a'.repeat(40);

const comment = (given: { head?: string; now?: number; run?: number } = {}, text = 'denied'): string =>
  `${formatMarker({ scope: 'default', head: NEW, now: 100, run: 5, ...given })}\n\n## ${text}\n`;

const target = (baseUrl: string) => ({
  forge: 'github' as const,
  owner: 'acme',
  repo: 'models',
  number: 42,
  token: 'secret-token',
  baseUrl,
  second: 1,
});

const ours = (github: FakeGithub): readonly string[] => github.comments.filter(({ user }) => user?.id === ME.id).map(({ body }) => body);

/** How often each happens, and what. */
const anyFault = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Fault | undefined>(undefined) },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fault>(
      'reset before',
      'reset after',
      'half an answer',
      { status: 500 },
      { status: 502, tookEffect: true },
      { status: 503 },
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 403, message: 'You have exceeded a secondary rate limit', headers: { 'retry-after': '2' } },
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' } },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Fault>(
      { status: 401, message: 'Bad credentials' },
      { status: 403, message: 'Resource not accessible by integration' },
      { status: 404, message: 'Not Found' },
      { status: 409, message: 'Conflict' },
      { status: 422, message: 'Validation Failed' },
    ),
  },
);

/** What stands on the pull request before, beside what others wrote: nothing, an older run's word, that twice, a newer run's word. */
const anyStart = fc.constantFrom<readonly string[]>([], [comment({ run: 4 })], [comment({ run: 3 }), comment({ head: OLD, run: 4 })]);

interface Script {
  readonly faults: readonly (Fault | undefined)[];
  readonly before: readonly string[];
}

/** Names what is wrong with how a script ended; null when nothing is. */
async function play(github: FakeGithub, baseUrl: string, { faults, before }: Script): Promise<string | null> {
  github.comments.length = 0;
  for (const body of before) github.add(body, ME);
  github.add(comment({ run: 9 }), { id: 666, login: 'mallory', type: 'User' });
  const left = [...faults];
  github.fault = () => left.shift();
  const ended: unknown = await publishReport({ ...target(baseUrl), body: comment(), wait: () => Promise.resolve() }).catch(
    (thrown: unknown) => thrown,
  );
  const failed = ended instanceof Error;
  if (failed && !(ended instanceof UserError && /^(github|publish)\./.test(ended.code))) return `no clear error: ${String(ended)}`;
  const right = ours(github).length === 1 && ours(github)[0] === comment();
  if (!failed && !right) return `said ${JSON.stringify(ended)}, left ${JSON.stringify(ours(github))}`;
  if (failed && ours(github).length > Math.max(1, before.length)) return `left ${String(ours(github).length)} comments`;
  if (right) return null;
  // Whatever was left behind, the next run that nothing disturbs puts it right.
  left.length = 0;
  await publishReport({ ...target(baseUrl), body: comment(), wait: () => Promise.resolve() });
  return ours(github).length === 1 && ours(github)[0] === comment() ? null : `not put right: ${JSON.stringify(ours(github))}`;
}

test('1,000 scripts of faults end in exactly one right comment or in a clear error, and the next run puts right what was left', async () => {
  const scripts = fc.sample(fc.record({ faults: fc.array(anyFault, { maxLength: 14 }), before: anyStart }), {
    numRuns: 1000,
    seed: 20_261_121,
  });
  const wrong: string[] = [];
  const lane = async (): Promise<void> => {
    const github = new FakeGithub();
    github.head = NEW;
    const baseUrl = await github.start();
    for (let script = scripts.pop(); script !== undefined; script = scripts.pop()) {
      const problem = await play(github, baseUrl, script);
      if (problem !== null) wrong.push(`${JSON.stringify(script)}: ${problem}`);
    }
    await github.stop();
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  expect(wrong).toEqual([]);
}, 240_000);

test('16 runs at the same time leave one comment, and it is the newest one about the head', async () => {
  const github = new FakeGithub();
  github.head = NEW;
  const baseUrl = await github.start();
  for (let round = 0; round < 6; round += 1) {
    github.comments.length = 0;
    let seed = round + 1;
    github.latency = () => (seed = (seed * 48_271) % 2_147_483_647) % 10;
    // Half of them judged the head; the newest of those wins, whenever it comes.
    const runs = Array.from({ length: 16 }, (_, index) =>
      comment({ run: 1 + ((index * 7 + round) % 16), head: index % 2 === 0 ? NEW : OLD, now: 100 + index }),
    );
    const newest = runs
      .filter((body) => body.includes(NEW))
      .toSorted((a, b) => runOf(a) - runOf(b))
      .at(-1);
    const published = await Promise.all(
      runs.map((body) => publishReport({ ...target(baseUrl), body, wait: (milliseconds) => setTimeout(milliseconds / 20) })),
    );
    expect(ours(github)).toEqual([newest]);
    expect(published).toHaveLength(16);
  }
  await github.stop();
}, 240_000);

function runOf(body: string): number {
  return Number(/run=(\d+)/.exec(body)?.[1]);
}
