import { describe, expect, test } from 'vitest';
import type { EnforcementFile, EnforcementRule } from '../../lib/contracts/enforcement.ts';
import type { Subject } from '../../lib/contracts/gate-input.ts';
import type { Waiver } from '../../lib/contracts/waiver.ts';
import { judgeUnit } from '../../lib/gate/index.ts';
import { check, fails, now, unit, waiver as anyWaiver } from './support/unit.ts';

const CODE = 'metrics.below_floor';
const ARTIFACT = 'a'.repeat(64);

const file = (rules: readonly Partial<EnforcementRule>[], waivers: Partial<EnforcementFile['waivers']> = {}): EnforcementFile => ({
  schemaVersion: 'modelgate.dev/enforcement/v1',
  rules: rules.map((rule) => ({ code: CODE, enforcement: 'deny', reason: 'a reason', ...rule })),
  waivers: { maxDays: { low: 180, limited: 90, high: 45 }, never: [], ...waivers },
});

const waiver = (change: Partial<Waiver> = {}): Waiver => anyWaiver({ expires: '2026-12-01', ...change });

/** What becomes of one failed subject. */
function found(enforcement: EnforcementFile | null, waivers: readonly Waiver[] = [], subject = 'f1', own = check(CODE)) {
  const plain = unit([fails(CODE, [subject])], { candidate: null, tier: 'high' });
  const stable = { ...plain.input.stable, release: { artifact: { sha256: ARTIFACT } } } as unknown as Subject;
  const judged = { ...plain, input: { ...plain.input, stable } };
  const { report } = judgeUnit(judged, { checks: [own], waivers, now, enforcement });
  const [finding] = report.findings;
  return { severity: finding?.severity, status: finding?.status, verdict: report.verdict };
}

describe('a rule', () => {
  test.each<[string, readonly Partial<EnforcementRule>[], string]>([
    ['without a scope holds everywhere', [{ enforcement: 'warn' }], 'warn'],
    ['in the shadow is shown and lets pass', [{ enforcement: 'shadow' }], 'info'],
    ['for the tier holds', [{ enforcement: 'warn', tier: 'high' }], 'warn'],
    ['for another tier does not', [{ enforcement: 'warn', tier: 'low' }], 'deny'],
    ['for the environment holds', [{ enforcement: 'warn', environment: 'prod' }], 'warn'],
    ['for another environment does not', [{ enforcement: 'warn', environment: 'dev' }], 'deny'],
    ['for another check does not', [{ enforcement: 'warn', code: 'metrics.regressed' }], 'deny'],
    ['holds from its first day on', [{ enforcement: 'warn', effectiveOn: '2026-11-21' }], 'warn'],
    ['does not hold the day before', [{ enforcement: 'warn', effectiveOn: '2026-11-22' }], 'deny'],
    ['that comes last counts', [{ enforcement: 'shadow' }, { enforcement: 'warn' }], 'warn'],
    ['for a model is never milder', [{ enforcement: 'warn', model: 'churn' }], 'deny'],
    [
      'for a model may be stricter',
      [{ enforcement: 'shadow' }, { enforcement: 'warn', model: 'churn' }, { enforcement: 'shadow', model: 'churn' }],
      'warn',
    ],
    ['for another model does not hold', [{ enforcement: 'shadow' }, { enforcement: 'deny', model: 'other' }], 'info'],
  ])('%s', (_, rules, severity) => {
    expect(found(file(rules))).toEqual({ severity, status: 'failed', verdict: severity === 'info' ? 'pass' : severity });
  });

  test('never makes what a settled age limit weighs heavier than the rule says', () => {
    const settled = check(CODE, { settled: 'warn' });
    expect(found(file([]), [], 'f1', settled).severity).toBe('warn');
    expect(found(file([{ enforcement: 'shadow' }]), [], 'f1', settled).severity).toBe('info');
    expect(found(file([{ enforcement: 'deny' }]), [], 'f1', settled).severity).toBe('warn');
  });

  test('is not needed: without the file each check has its own severity', () => {
    expect(found(null)).toEqual({ severity: 'deny', status: 'failed', verdict: 'deny' });
  });
});

describe('a waiver', () => {
  test('holds on the longest day that its tier allows, and not for a day more', () => {
    expect(found(file([]), [waiver({ expires: '2027-01-05' })]).status).toBe('waived');
    expect(found(file([]), [waiver({ expires: '2027-01-06' })]).status).toBe('failed');
    expect(found(null, [waiver({ expires: '2027-01-06' })]).status).toBe('waived');
  });

  test('for a check that nobody may be excused from does not hold', () => {
    expect(found(file([], { never: [CODE] }), [waiver()])).toEqual({ severity: 'deny', status: 'failed', verdict: 'deny' });
  });

  test('for one artifact does not excuse another', () => {
    expect(found(file([]), [waiver({ artifactSha256: 'f'.repeat(64) })]).status).toBe('failed');
    expect(found(file([]), [waiver({ artifactSha256: ARTIFACT })]).status).toBe('waived');
    expect(found(file([]), [waiver({ artifactSha256: ARTIFACT })], '1.0.0/f1').status).toBe('waived');
  });
});
