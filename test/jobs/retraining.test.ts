import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admit, pastRuns, type PastRun } from '../../lib/jobs/retraining/index.ts';

const HOUR = 3600;
const now = { at: '2026-11-21T12:00:00Z', seconds: Date.parse('2026-11-21T12:00:00Z') / 1000 };
const LIMITS = { cooldownHours: 24, maxAttempts: 3 };

const run = (hoursAgo: number, change: Partial<PastRun> = {}): PastRun => ({
  name: `run-${String(hoursAgo)}`,
  startedAt: now.seconds - hoursAgo * HOUR,
  admitted: true,
  proposed: false,
  ...change,
});

describe('a training run', () => {
  test('goes on when it is the first', () => {
    expect(admit('me', [run(0, { name: 'me' })], now, LIMITS)).toEqual({ admitted: true, reason: 'no run before this one' });
  });

  test('waits for the cooldown, to the second', () => {
    expect(admit('me', [run(1)], now, LIMITS)).toEqual({
      admitted: false,
      reason: 'run-1 started 60 minutes ago; the cooldown is 24 hours',
    });
    expect(admit('me', [run(24, { startedAt: now.seconds - 24 * HOUR + 1 })], now, LIMITS).admitted).toBe(false);
    expect(admit('me', [run(24)], now, LIMITS).admitted).toBe(true);
  });

  test('gives way to one that has not started yet', () => {
    expect(admit('me', [run(0, { name: 'other', startedAt: null })], now, LIMITS).admitted).toBe(false);
  });

  test('does not count runs that were not admitted', () => {
    expect(admit('me', [run(1, { admitted: false })], now, LIMITS).admitted).toBe(true);
  });

  test('stops after as many runs without a proposal as are allowed, and a proposal starts the count again', () => {
    const failed = [run(30), run(60), run(90)];
    expect(admit('me', failed, now, LIMITS)).toEqual({
      admitted: false,
      reason: 'the last 3 runs, up to run-30, proposed nothing; the limit is 3: see why, then delete them',
    });
    expect(admit('me', [run(30), run(60, { proposed: true }), run(90)], now, LIMITS)).toEqual({ admitted: true, reason: 'attempt 2 of 3' });
  });

  test('is judged alike in whatever order the cluster lists the runs', () => {
    fc.assert(
      fc.property(
        fc
          .uniqueArray(fc.record({ hours: fc.integer({ min: 0, max: 167 }), proposed: fc.boolean(), admitted: fc.boolean() }), {
            selector: ({ hours }) => hours,
          })
          .chain((runs) => fc.tuple(fc.constant(runs), fc.shuffledSubarray(runs, { minLength: runs.length }))),
        ([runs, shuffled]) => {
          const made = (list: typeof runs): readonly PastRun[] => list.map(({ hours, ...rest }) => run(hours, rest));
          expect(admit('me', made(shuffled), now, LIMITS)).toEqual(admit('me', made(runs), now, LIMITS));
        },
      ),
    );
  });
});

describe('the list of workflows', () => {
  const workflow = (name: string, nodes: Readonly<Record<string, unknown>>) => ({
    metadata: { name },
    status: { startedAt: '2026-11-21T10:00:00Z', nodes },
  });
  const admitted = (value: string) => ({
    templateName: 'admit',
    phase: 'Succeeded',
    outputs: { parameters: [{ name: 'admitted', value }] },
  });

  test('tells what became of each run', () => {
    const runs = pastRuns(
      {
        items: [
          workflow('a', { 1: admitted('true'), 2: { templateName: 'propose', phase: 'Succeeded' } }),
          workflow('b', { 1: admitted('true'), 2: { templateName: 'propose', phase: 'Skipped' } }),
          workflow('c', { 1: admitted('false') }),
          { metadata: { name: 'd' } },
        ],
      },
      'list',
    );
    expect(runs.map(({ name, admitted: went, proposed }) => [name, went, proposed])).toEqual([
      ['a', true, true],
      ['b', true, false],
      ['c', false, false],
      ['d', false, false],
    ]);
    expect(runs[0]?.startedAt).toBe(Date.parse('2026-11-21T10:00:00Z') / 1000);
    expect(runs[3]?.startedAt).toBeNull();
  });

  test('a run whose steps cannot be seen counts: they may be stored elsewhere', () => {
    expect(pastRuns({ items: [workflow('a', {})] }, 'list')[0]?.admitted).toBe(true);
  });

  test('a run whose first step is under way, or failed before it answered, was not admitted', () => {
    expect(pastRuns({ items: [workflow('a', { 1: { templateName: 'admit', phase: 'Running' } })] }, 'list')[0]?.admitted).toBe(false);
  });

  test('that is no list is refused', () => {
    expect(() => pastRuns({ kind: 'Status' }, 'list of Workflows')).toThrow('list of Workflows');
  });
});
