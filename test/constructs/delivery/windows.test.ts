import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronProblem } from '../../../lib/constructs/cron.ts';
import { argocdObjects } from '../../../lib/constructs/index.ts';
import { defineConfig } from '../../../lib/index.ts';
import type { Config } from '../../../lib/contracts/config.ts';
import { complaints } from '../../support/errors.ts';
import { every, manifest } from '../../support/json.ts';
import { config } from '../../support/units.ts';

type Environment = Config['environments'][number];

/** The configuration with more in prod. */
function withProd(more: Partial<Environment>): Config {
  return { ...config, environments: config.environments.map((shared) => (shared.name === 'prod' ? { ...shared, ...more } : shared)) };
}

const window = { kind: 'deny', schedule: '0 8 * * *', duration: '2h', reason: 'Batch hours' } as const;
const windowsOf = (given: Config, project: string) =>
  every(manifest(argocdObjects(defineConfig(given), 'prod'), 'AppProject', project), 'spec syncWindows[] description');

describe('windows', () => {
  test('one for a tier stands in that tier’s project only, one for all in every project of the environment', () => {
    const given = withProd({ syncWindows: [{ ...window, tiers: ['high'], reason: 'High only' }, window], freeze: [] });
    expect(windowsOf(given, 'models-prod-high')).toEqual(['High only', 'Batch hours']);
    expect(windowsOf(given, 'models-prod-low')).toEqual(['Batch hours']);
    expect(windowsOf(given, 'platform-prod')).toEqual(['Batch hours']);
  });

  test('a freeze is a window from the start of its first day to the end of its last', () => {
    const given = withProd({ syncWindows: [], freeze: [{ from: '2028-02-28', to: '2028-03-01', reason: 'Audit' }] });
    expect(every(manifest(argocdObjects(given, 'prod'), 'AppProject', 'models-prod-low'), 'spec syncWindows[]')).toEqual([
      {
        kind: 'deny',
        schedule: '0 0 28 2 *',
        duration: '72h',
        timeZone: 'UTC',
        description: 'Audit',
        namespaces: ['models-prod'],
        manualSync: true,
      },
    ]);
  });

  test('without any there is no list, which an API server would drop', () => {
    expect(windowsOf(withProd({ syncWindows: [], freeze: [] }), 'models-prod-low')).toEqual([]);
    expect(
      manifest(argocdObjects(withProd({ syncWindows: [], freeze: [] }), 'prod'), 'AppProject', 'models-prod-low')['spec'],
    ).not.toHaveProperty('syncWindows');
  });

  test('everything that Argo CD would misread is told in one go', () => {
    const given = withProd({
      syncWindows: [
        { ...window, schedule: '0 8 * *' },
        { ...window, timeZone: 'Mars/Olympus' },
        { ...window, schedule: '0 0 31 2,4 *' },
      ],
      freeze: [
        { from: '2026-02-30', to: '2026-03-01', reason: 'No such day' },
        { from: '2026-03-02', to: '2026-03-01', reason: 'Backwards' },
        { from: '2026-01-01', to: '2026-12-31', reason: 'For ever' },
      ],
    });
    expect(complaints(() => defineConfig(given))).toEqual([
      'config.invalid modelgate.config.ts: environments.prod.syncWindows[0].schedule is "0 8 * *"; expected five fields: minute, hour, day of month, month, day of week',
      'config.invalid modelgate.config.ts: environments.prod.syncWindows[1].timeZone is "Mars/Olympus"; expected an IANA time zone',
      'config.invalid modelgate.config.ts: environments.prod.syncWindows[2].schedule is "0 0 31 2,4 *"; expected a day that its months have',
      'config.invalid modelgate.config.ts: environments.prod.freeze[0].from is "2026-02-30"; expected a day that the calendar has',
      'config.invalid modelgate.config.ts: environments.prod.freeze[1].to is "2026-03-01"; expected 2026-03-02 or later',
      'config.invalid modelgate.config.ts: environments.prod.freeze[2].to is "2026-12-31"; expected at most 92 days from 2026-01-01',
    ]);
  });

  test.each([
    ['kind', { ...window, kind: 'denied' }],
    ['duration', { ...window, duration: '2 hours' }],
    ['duration', { ...window, duration: '' }],
    ['tiers/0', { ...window, tiers: ['extreme'] }],
    ['reason', { ...window, reason: 'two\nlines' }],
  ])('a wrong %s is an error: Argo CD would ignore the window or the project', (field, wrong) => {
    const given = withProd({ syncWindows: [wrong as never] });
    expect(complaints(() => defineConfig(given))).toEqual([expect.stringContaining(`/environments/2/syncWindows/0/${field} must`)]);
  });
});

describe('cron', () => {
  test.each(['* * * * *', '*/5 0-6 1,15 JAN-MAR MON-FRI', '0 8 29 2 *', '5/15 * * * *', '0 0 31 * *', '0 0 31 2 MON', '59 23 31 12 0'])(
    '%s is a schedule',
    (schedule) => {
      expect(cronProblem(schedule)).toBeNull();
    },
  );

  test.each([
    '',
    '@daily',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 7',
    '*/0 * * * *',
    '5-1 * * * *',
    'a * * * *',
    '1,,2 * * * *',
    '0 0 30 2 *',
    '*  * * * *',
  ])('%j is none', (schedule) => {
    expect(cronProblem(schedule)).toMatch(/^expected /);
  });

  test('numbers within their ranges are a schedule, one above is none', () => {
    const field = (max: number, min = 0) => fc.integer({ min, max });
    fc.assert(
      fc.property(field(59), field(23), field(28, 1), field(12, 1), field(6), (...fields) => {
        expect(cronProblem(fields.join(' '))).toBeNull();
        const above = fields.with(3, 13);
        expect(cronProblem(above.join(' '))).toContain('month');
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.string(), (text) => ['string', 'object'].includes(typeof cronProblem(text))));
  });
});
