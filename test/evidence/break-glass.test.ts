import { stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import type { BreakGlassFile } from '../../lib/contracts/break-glass.ts';
import { readBreakGlass } from '../../lib/evidence/break-glass.ts';
import { instantOf } from '../../lib/evidence/instant.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { refusals } from './support/refusal.ts';
import { Repository } from './support/repository.ts';

const now = instantOf('2026-11-21T19:00:00Z');
const later = instantOf('2027-06-01T00:00:00Z');

const glass: BreakGlassFile = {
  schemaVersion: 'modelgate.dev/break-glass/v1',
  id: 'churn-inc-7',
  model: 'churn',
  environment: 'prod',
  digest: `sha256:${'a'.repeat(64)}`,
  incident: 'INC-7',
  reason: 'Every second customer is scored with the salary of another one.',
  requestedBy: 'ada-lind',
  approvedBy: 'mira-holt',
  from: '2026-11-21T18:00:00Z',
  until: '2026-11-21T22:00:00Z',
  reviewBy: '2026-11-28',
};
const review = { on: '2026-11-23', by: 'mira-holt', outcome: 'The release was right; the join that broke it has a test now.' };

function repository(file: object, breakGlass: object | null = { maxHours: 4, reviewDays: 7 }, name = 'churn-inc-7.yaml'): Repository {
  const enforcement = {
    schemaVersion: 'modelgate.dev/enforcement/v1',
    rules: [],
    waivers: { maxDays: { low: 1, limited: 1, high: 1 }, never: [] },
  };
  const roles = { roles: { 'model-risk': ['mira-holt', 'tomas-weiss'], privacy: ['ines-costa'] }, teams: { people: ['ada-lind'] } };
  return new Repository()
    .write(`policies/break-glass/${name}`, stringify(file))
    .write('policies/enforcement.yaml', stringify(breakGlass === null ? enforcement : { ...enforcement, breakGlass }))
    .write('policies/roles.yaml', stringify({ schemaVersion: 'modelgate.dev/roles/v1', ...roles, secondRole: 'model-risk' }));
}
const read = (change: Partial<BreakGlassFile>, at = now) => readBreakGlass(workTree(repository({ ...glass, ...change }).root), at);

describe('an emergency', () => {
  test('is read for its unit, with its moments', async () => {
    expect(await read({})).toEqual(
      new Map([
        [
          'churn/prod',
          [
            {
              id: 'churn-inc-7',
              digest: glass.digest,
              incident: 'INC-7',
              reason: glass.reason,
              requestedBy: 'ada-lind',
              approvedBy: 'mira-holt',
              from: instantOf('2026-11-21T18:00:00Z'),
              until: instantOf('2026-11-21T22:00:00Z'),
              reviewBy: instantOf('2026-11-28T23:59:59Z'),
              reviewed: false,
            },
          ],
        ],
      ]),
    );
  });

  test('needs no folder', async () => {
    expect(await readBreakGlass(workTree(new Repository().root), now)).toEqual(new Map());
  });

  test('is reviewed once somebody else has looked back at it', async () => {
    expect((await read({ review })).get('churn/prod')).toMatchObject([{ reviewed: true }]);
  });

  test.each<[string, Partial<BreakGlassFile>, string]>([
    [
      'that lasts too long',
      { until: '2026-11-21T22:00:01Z' },
      'break_glass.too_long: policies/break-glass/churn-inc-7.yaml: lasts 4 hours; expected at most 4',
    ],
    ['that ends before it begins', { until: '2026-11-21T18:00:00Z', from: '2026-11-21T19:30:00Z' }, 'break_glass.no_time'],
    ['that nobody looks back at for weeks', { reviewBy: '2026-11-29' }, 'break_glass.review_too_late'],
    ['that is looked back at before it is over', { reviewBy: '2026-11-20' }, 'break_glass.review_too_early'],
    ['that who asks for it approves', { requestedBy: ' Mira-Holt' }, 'break_glass.self_approved'],
    ['that is approved without the second role', { approvedBy: 'ines-costa' }, 'break_glass.wrong_role'],
    ['that somebody of the second role asks for', { requestedBy: 'tomas-weiss' }, 'break_glass.wrong_role'],
    ['that is reviewed by who asked', { review: { ...review, by: 'ada-lind' } }, 'break_glass.no_review'],
    ['that is reviewed before it began', { review: { ...review, on: '2026-11-20' } }, 'break_glass.no_review'],
    ['with a day that does not exist', { reviewBy: '2026-11-31' }, 'time.invalid'],
    ['for a check of its own', { codes: ['fairness.disparate_impact'] } as object, 'schema.invalid'],
    ['without its incident', { incident: undefined } as object, 'schema.invalid'],
    ['for no image in particular', { digest: 'latest' }, 'schema.invalid'],
  ])('%s is refused', async (_, change, expected) => {
    expect(await refusals(() => read(change))).toContainEqual(expect.stringContaining(expected));
  });

  test('that ends a second sooner lasts no longer than it may', async () => {
    expect((await read({ from: '2026-11-21T18:00:01Z' })).size).toBe(1);
  });

  test('is refused where nobody allowed any', async () => {
    expect(await refusals(() => readBreakGlass(workTree(repository(glass, null).root), now))).toEqual([
      'break_glass.not_allowed: policies/break-glass/churn-inc-7.yaml: opens an emergency; expected breakGlass in policies/enforcement.yaml, which says for how long one may last',
    ]);
  });

  test('that is over stays right, whoever has which role by then', async () => {
    const left = { approvedBy: 'somebody-who-left', until: '2026-11-22T18:00:00Z' };
    expect((await read(left, later)).size).toBe(1);
    expect(await refusals(() => read(left, now))).toHaveLength(2);
  });

  test('has the name of its file', async () => {
    const { root } = repository(glass, undefined, 'other.yaml');
    expect(await refusals(() => readBreakGlass(workTree(root), now))).toEqual([
      'break_glass.unexpected_file: policies/break-glass/other.yaml: expected the name churn-inc-7.yaml, after its id, directly in policies/break-glass/',
    ]);
  });
});
