import { expect, test } from 'vitest';
import type { GateInput } from '../../lib/contracts/gate-input.ts';
import type { UnitReview } from '../../lib/contracts/unit-review.ts';
import { judgeUnit, reviewOf, type Reviewable } from '../../lib/gate/index.ts';
import { check, fails, input, now, passes, undecided } from './support/unit.ts';

const EVALUATION = {
  metrics: {},
  groups: [
    { attribute: 'sex', group: 'f', n: 100, tp: 30, fp: 10, tn: 50, fn: 10 },
    { attribute: 'sex', group: 'm', n: 0, tp: 0, fp: 0, tn: 0, fn: 0 },
    { attribute: 'region', group: 'north', n: 5, mae: 2, bias: -1 },
  ],
  drift: {
    score: 0.3,
    features: Array.from({ length: 12 }, (_, at) => ({ name: `f${String(at)}`, method: 'psi', effectSize: at / 40 })),
  },
};

/** A unit whose candidate was measured, and which the change promotes from nothing. */
function subject(change: Partial<GateInput['change']> = {}): GateInput {
  const made = input({ change });
  return {
    ...made,
    model: { ...made.model, protectedAttributes: [{ name: 'sex', groups: ['f', 'm'], reference: 'm' }] },
    thresholds: { ...made.thresholds, drift: { maxScore: 0.2 } },
    candidate: made.candidate === null ? null : { ...made.candidate, evaluation: EVALUATION },
  } as unknown as GateInput;
}

const NOTHING = { packs: [], resources: [], limits: null, loosened: [] };

function reviewed(of: GateInput, results: Reviewable['results'], given: Partial<Reviewable> = {}): UnitReview {
  const checks = results.map(({ code }) => check(code));
  const { report } = judgeUnit({ input: of, results, manifestDiff: { added: [], changed: [], removed: [] } }, { checks, waivers: [], now });
  return reviewOf(report, { input: of, results, ...NOTHING, ...given });
}

test('rates are computed from the counts of the judged release, and are null where nobody was counted', () => {
  expect(reviewed(subject(), [fails('metrics.x', ['a'])]).groups).toEqual([
    {
      attribute: 'sex',
      reference: 'm',
      groups: [
        { group: 'f', n: 100, values: { selection_rate: 0.4, true_positive_rate: 0.75, false_positive_rate: 10 / 60 } },
        { group: 'm', n: 0, values: { selection_rate: null, true_positive_rate: null, false_positive_rate: null } },
      ],
    },
    { attribute: 'region', reference: null, groups: [{ group: 'north', n: 5, values: { mae: 2, bias: -1 } }] },
  ]);
});

test('of the features, the ten that moved furthest are named', () => {
  const { drift } = reviewed(subject(), [fails('metrics.x', ['a'])]);
  expect([drift?.score, drift?.limit, drift?.measured, drift?.features.length]).toEqual([0.3, 0.2, 12, 10]);
  expect(drift?.features[0]).toEqual({ name: 'f11', method: 'psi', effectSize: 11 / 40, pValue: null });
});

test('a unit that passed and that the change leaves alone brings no tables', () => {
  const { groups, drift } = reviewed(subject(), [passes('metrics.x')]);
  expect([groups, drift]).toEqual([[], null]);
  expect(reviewed(subject({ card: true }), [passes('metrics.x')]).drift).not.toBeNull();
});

test('approvals are those that the check asks for, and who gave them', () => {
  const CODE = 'promotion.approval_missing';
  const expected = (role: string, count: number): unknown => ({ role, count });
  const answer = {
    ...fails(CODE, ['1.1.0/owner'], {
      '1.1.0/owner': { observed: [], expected: expected('owner', 2) },
      '1.1.0/risk': { observed: ['bea'], expected: expected('risk', 1) },
    }),
    passed: ['1.1.0/risk'],
  };
  expect(reviewed(subject(), [answer]).approvals).toEqual([
    { version: '1.1.0', role: 'owner', count: 2, given: [], enough: false },
    { version: '1.1.0', role: 'risk', count: 1, given: ['bea'], enough: true },
  ]);
  const unknown = { ...undecided(CODE, '1.1.0/owner'), facts: { '1.1.0/owner': { observed: null, expected: expected('owner', 1) } } };
  expect(reviewed(subject(), [unknown]).approvals).toEqual([{ version: '1.1.0', role: 'owner', count: 1, given: null, enough: false }]);
});

test('limits that move are named with both values, a tier among them; of what cannot be read it is said so', () => {
  const thresholds = subject().thresholds;
  const before = { riskTier: 'high', thresholds } as const;
  const after = { riskTier: 'low', thresholds: { ...thresholds, drift: { maxScore: 0.4 } } } as const;
  const moved = (limits: Reviewable['limits']): UnitReview['limits']['moved'] =>
    reviewed(subject(), [passes('metrics.x')], { limits }).limits.moved;
  expect(moved({ before, after })).toEqual([
    { path: 'riskTier', before: 'high', after: 'low' },
    { path: 'drift.maxScore', before: '0.2', after: '0.4' },
  ]);
  expect(moved({ before, after: null })).toBeNull();
  expect(moved({ before: null, after })).toEqual([]);
  expect(moved(null)).toEqual([]);
});

test('a control is touched when one of its checks failed, and by no other', () => {
  const control = (id: string, code: string) => ({ id, title: id, checks: [code], remains: 'the rest' });
  const pack = {
    schemaVersion: 'modelgate.dev/pack/v1',
    pack: 'p',
    title: 'P',
    source: 's',
    remains: 'r',
    controls: [control('C-1', 'metrics.x'), control('C-2', 'metrics.y')],
  } as const;
  const { controls } = reviewed(subject(), [fails('metrics.x', ['a']), passes('metrics.y')], { packs: [pack] });
  expect(controls).toEqual([{ pack: 'p', id: 'C-1', title: 'C-1', status: 'failed', checks: ['metrics.x'] }]);
});
