import { expect, test } from 'vitest';
import { nextSteps, type Standing } from '../../lib/release/index.ts';

const at = (seconds: number) => ({ at: `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`, seconds });
const NOW = at(1_795_262_400);
const DAY = 86_400;

const start: Standing = {
  model: 'churn',
  order: ['dev', 'staging', 'prod'],
  placements: { dev: { stable: '1.1.0' }, staging: { stable: '1.1.0' }, prod: { stable: '1.0.0' } },
  limits: {
    dev: { after: null, minSoakHours: 0 },
    staging: { after: 'dev', minSoakHours: 0 },
    prod: { after: 'staging', minSoakHours: 72, approvals: [{ role: 'risk', count: 2 }] },
  },
  progressive: ['prod'],
  reached: { '1.1.0': { dev: at(NOW.seconds - 9 * DAY), staging: at(NOW.seconds - 4 * DAY) } },
  digests: { '1.0.0': `sha256:${'0'.repeat(64)}`, '1.1.0': `sha256:${'1'.repeat(64)}` },
  blocked: [],
  now: NOW,
  isNewer: (a, b) => a > b,
};
const told = (change: Partial<Standing>): readonly string[] =>
  nextSteps({ ...start, ...change }).map(({ sentence, waitsFor }) => (waitsFor === null ? sentence : `${sentence}: ${waitsFor}`));

test('what soaked long enough may move on, with whose approval, as a candidate where candidates roll out', () => {
  expect(nextSteps(start)).toEqual([
    {
      environment: 'prod',
      version: '1.1.0',
      role: 'candidate',
      sentence: 'promote 1.1.0 to prod, approved by 2 of risk',
      allowedFrom: null,
      waitsFor: null,
      command: 'npx modelgate release promote churn --version 1.1.0 --env prod',
    },
  ]);
});

test('what is still soaking says until when', () => {
  const reached = { '1.1.0': { staging: at(NOW.seconds - DAY) } };
  const [step] = nextSteps({ ...start, reached });
  expect(step).toMatchObject({
    allowedFrom: at(NOW.seconds + 2 * DAY).at,
    waitsFor: `soak in staging ends at ${at(NOW.seconds + 2 * DAY).at}`,
  });
  // To the second.
  expect(nextSteps({ ...start, reached: { '1.1.0': { staging: at(NOW.seconds - 3 * DAY) } } })[0]?.waitsFor).toBe(null);
  expect(nextSteps({ ...start, reached: { '1.1.0': { staging: at(NOW.seconds - 3 * DAY + 1) } } })[0]?.waitsFor).not.toBe(null);
});

test('an arrival that nobody committed is no arrival', () => {
  expect(told({ reached: {} })).toEqual(['promote 1.1.0 to prod, approved by 2 of risk: when it came to staging is not committed']);
});

test('a candidate becomes stable before anything else comes', () => {
  expect(told({ placements: { ...start.placements, prod: { stable: '1.0.0', candidate: '1.1.0' } } })).toEqual([
    'make 1.1.0 stable in prod when its rollout is over',
  ]);
});

test('a release that stands nowhere goes to the first stage, and the others follow it', () => {
  const digests = { ...start.digests, '1.2.0': `sha256:${'2'.repeat(64)}` };
  const placements = { dev: { stable: '1.1.0' }, staging: { stable: '1.0.0' } };
  expect(told({ digests, placements, reached: {} })).toEqual([
    'promote 1.2.0 to dev',
    'promote 1.1.0 to staging',
    'promote 1.0.0 to prod, approved by 2 of risk: when it came to staging is not committed',
  ]);
});

test('what is blocked, frozen or retired says so, or is not proposed', () => {
  const block = { digest: `sha256:${'1'.repeat(64)}`, version: '1.1.0', environment: 'prod', reason: 'slow', at: NOW.at };
  expect(told({ blocked: [block] })[0]).toContain(': its image is blocked in prod: slow');
  const frozen = {
    ...start.limits,
    prod: { after: 'staging', minSoakHours: 0, freeze: [{ from: '2026-11-20', to: '2026-11-30', reason: 'sales' }] },
  };
  expect(told({ limits: frozen })[0]).toBe('promote 1.1.0 to prod: frozen until 2026-11-30: sales');
  expect(
    told({ placements: { ...start.placements, prod: { stable: '1.0.0', retired: { on: '2026-11-01', reason: 'replaced' } } } }),
  ).toEqual([]);
});

test('an older version is never a step forward', () => {
  expect(told({ placements: { dev: { stable: '1.1.0' }, staging: { stable: '1.0.0' }, prod: { stable: '1.1.0' } } })).toEqual([
    'promote 1.1.0 to staging',
  ]);
});
