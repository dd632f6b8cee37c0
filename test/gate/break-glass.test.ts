import { readFileSync } from 'node:fs';
import path from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { BREAKABLE, type BreakGlass } from '../../lib/contracts/break-glass.ts';
import { decidedBy } from '../../lib/contracts/decision-record.ts';
import { isPlatformCheck } from '../../lib/contracts/platform-check.ts';
import type { EnforcementFile } from '../../lib/contracts/enforcement.ts';
import type { Subject } from '../../lib/contracts/gate-input.ts';
import { judge, judgeUnit } from '../../lib/gate/index.ts';
import { library, repository } from '../policies/library.ts';
import { check, circumstances, fails, now, undecided, unit } from './support/unit.ts';

const IMAGE = `sha256:${'a'.repeat(64)}`;
const hours = (count: number) => ({ at: 'then', seconds: now.seconds + count * 3600 });
const glass: BreakGlass = {
  id: 'churn-inc-7',
  digest: IMAGE,
  incident: 'INC-7',
  reason: 'Every second customer is scored with the salary of another one.',
  requestedBy: 'ada-lind',
  approvedBy: 'mira-holt',
  from: hours(-1),
  until: hours(1),
  reviewBy: hours(100),
  reviewed: false,
};

/** What becomes of a failed promotion of 1.1.0, whose image the emergency is about. */
function judged(code: string, change: Partial<BreakGlass> = {}, subject = '1.1.0', never: readonly string[] = []) {
  const plain = unit([fails(code, [subject])], { breakGlass: [{ ...glass, ...change }] });
  const candidate = { ...plain.input.candidate, release: { image: { digest: IMAGE }, artifact: { sha256: '' } } } as unknown as Subject;
  const enforcement = { rules: [], waivers: { maxDays: { low: 1, limited: 1, high: 1 }, never } } as unknown as EnforcementFile;
  return { unit: { ...plain, input: { ...plain.input, candidate } }, law: { checks: [check(code)], waivers: [], now, enforcement } };
}
function found(...given: Parameters<typeof judged>) {
  const { unit: one, law } = judged(...given);
  const [finding] = judgeUnit(one, law).report.findings;
  return { status: finding?.status, by: finding?.waiver };
}

const excused = { status: 'waived', by: 'break-glass/churn-inc-7' };
const refused = { status: 'failed', by: null };

describe('an open emergency', () => {
  test.each(BREAKABLE)('lets its image pass %s', (code) => {
    expect(found(code)).toEqual(excused);
  });

  test('excuses nothing else of the whole library, whatever the code', async () => {
    const { checks } = (await library()).bundle;
    const others = checks
      .filter((one) => !isPlatformCheck(one))
      .map(({ code }) => code)
      .filter((code) => !BREAKABLE.includes(code));
    expect(others.length).toBeGreaterThan(90);
    for (const code of others) expect({ code, ...found(code) }).toEqual({ code, ...refused });
  });

  test('excuses a role of an approval as well, and what nobody could be asked', () => {
    expect(found('promotion.approval_missing', {}, '1.1.0/model-risk')).toEqual(excused);
    const { unit: one, law } = judged('promotion.approval_missing');
    const { report } = judgeUnit({ ...one, results: [undecided('promotion.approval_missing', '1.1.0/owner')] }, law);
    expect(report.findings).toMatchObject([{ status: 'waived' }]);
  });

  test.each<[string, Partial<BreakGlass>, string]>([
    ['another image', { digest: `sha256:${'b'.repeat(64)}` }, '1.1.0'],
    ['a version whose image nobody knows', {}, '1.0.0'],
    ['a version that is not judged here', {}, '2.0.0'],
    ['what comes before it', { from: { at: 'soon', seconds: now.seconds + 1 } }, '1.1.0'],
    ['what comes after it', { until: { at: 'just now', seconds: now.seconds - 1 } }, '1.1.0'],
  ])('does not excuse %s', (_, change, subject) => {
    expect(found('promotion.frozen', change, subject)).toEqual(refused);
  });

  test('holds in its first and its last second', () => {
    expect(found('promotion.frozen', { from: now })).toEqual(excused);
    expect(found('promotion.frozen', { until: now })).toEqual(excused);
  });

  test('does not excuse what the law excuses nobody from', () => {
    expect(found('promotion.frozen', {}, '1.1.0', ['promotion.frozen'])).toEqual(refused);
  });

  test('is named in the report and in the record of the decision', () => {
    const { unit: one, law } = judged('promotion.frozen');
    const report = judge([one], law, circumstances);
    const use = { id: 'break-glass/churn-inc-7', code: 'promotion.frozen', unit: 'churn/prod', expires: 'then' };
    expect(report.waivers).toEqual([{ ...use, state: 'used' }]);
    expect(decidedBy(report).decision.waivers).toEqual([use]);
  });

  test('is not named where it excused nothing', () => {
    const { unit: one, law } = judged('metrics.below_floor');
    expect(judge([one], law, circumstances).waivers).toEqual([]);
  });
});

test('nobody may be excused from what tells of an emergency', () => {
  const file = load(readFileSync(path.join(repository, 'policies/enforcement.yaml'), 'utf8')) as EnforcementFile;
  expect(file.waivers.never).toEqual(expect.arrayContaining(['promotion.glass_broken', 'promotion.glass_unreviewed']));
});
