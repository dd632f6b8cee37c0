import { describe, expect, test } from 'vitest';
import type { EnforcementFile, EnforcementRule } from '../../lib/contracts/enforcement.ts';
import type { Check } from '../../lib/contracts/check.ts';
import type { GateInput, Subject } from '../../lib/contracts/gate-input.ts';
import type { Waiver } from '../../lib/contracts/waiver.ts';
import { judgeUnit } from '../../lib/gate/index.ts';
import { check, fails, now, undecided, unit, waiver as anyWaiver } from './support/unit.ts';

const CODE = 'metrics.below_floor';
const ARTIFACT = 'a'.repeat(64);
const EVALUATION = 'e'.repeat(64);

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
  const signatures = {
    [stable.version]: { files: { 'evaluation.json': EVALUATION, 'release.yaml': null } },
  } as unknown as GateInput['signatures'];
  const judged = { ...plain, input: { ...plain.input, stable, signatures } };
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

describe('a model', () => {
  /** What becomes of a failed subject when the model asks for something itself. */
  function asking(own: GateInput['model']['enforcement'], rules: readonly Partial<EnforcementRule>[], severity: Check['severity']) {
    const plain = unit([fails(CODE, ['f1'])]);
    const input = { ...plain.input, model: { ...plain.input.model, enforcement: own } } as GateInput;
    const law = { checks: [check(CODE, { severity })], waivers: [], now, enforcement: file(rules) };
    return judgeUnit({ ...plain, input }, law).report.findings[0]?.severity;
  }

  test.each<[string, Parameters<typeof asking>, string]>([
    ['may make a check stricter for itself', [{ [CODE]: 'deny' }, [], 'warn'], 'deny'],
    ['may take a check out of the shadow', [{ [CODE]: 'warn' }, [{ enforcement: 'shadow' }], 'warn'], 'warn'],
    ['may have a check whole where a rule makes it mild', [{ [CODE]: 'deny' }, [{ enforcement: 'warn' }], 'deny'], 'deny'],
    ['changes nothing where a rule asks for more', [{ [CODE]: 'warn' }, [{ enforcement: 'deny' }], 'warn'], 'deny'],
    ['changes nothing by asking for what holds', [{ [CODE]: 'deny' }, [], 'deny'], 'deny'],
  ])('%s', (_, given, severity) => {
    expect(asking(...given)).toBe(severity);
  });

  test('that asks for less is refused, and told where less is said', () => {
    const refused = expect(() => asking({ [CODE]: 'warn' }, [], 'deny'));
    refused.toThrow(
      "models/churn/model.ts: enforcement['metrics.below_floor'] is warn; expected deny, which holds for every model, or nothing",
    );
    // Nor does a rule of the day make it right.
    expect(() => asking({ [CODE]: 'warn' }, [{ enforcement: 'warn' }], 'deny')).toThrow('expected deny');
  });

  test('that names a check that is not there, or is about no model, is refused', () => {
    expect(() => asking({ [CODE]: 'deny', 'drift.above_limits': 'deny' }, [], 'deny')).toThrow(
      'models/churn/model.ts: enforcement names drift.above_limits',
    );
    expect(() => asking({ 'platform.network_open': 'deny' }, [], 'deny')).toThrow('enforcement names platform.network_open');
  });

  test.each([
    [undefined, 'warn'],
    [{ [CODE]: 'deny' }, 'deny'],
  ] as const)('that asks for a denial has what nobody can decide denied, whatever its tier: %j', (own, severity) => {
    const plain = unit([undecided(CODE, 'f1')], { tier: 'low' });
    const input = { ...plain.input, model: { ...plain.input.model, enforcement: own } } as GateInput;
    const { report } = judgeUnit({ ...plain, input }, { checks: [check(CODE)], waivers: [], now, enforcement: null });
    expect(report.findings).toMatchObject([{ severity, status: 'inconclusive' }]);
  });

  test('makes nothing heavier that time alone breaks', () => {
    const settled = check(CODE, { severity: 'warn', settled: 'info' });
    const plain = unit([fails(CODE, ['f1'])]);
    const input = { ...plain.input, model: { ...plain.input.model, enforcement: { [CODE]: 'deny' } } } as GateInput;
    const { report } = judgeUnit({ ...plain, input }, { checks: [settled], waivers: [], now, enforcement: null });
    expect(report.findings).toMatchObject([{ severity: 'info' }]);
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

  test('about evidence that was looked at does not excuse other evidence', () => {
    expect(found(file([]), [waiver({ evaluationSha256: 'f'.repeat(64) })]).status).toBe('failed');
    expect(found(file([]), [waiver({ evaluationSha256: EVALUATION })]).status).toBe('waived');
  });
});
