import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check, CheckResult } from '../../lib/contracts/check.ts';
import type { GateInput } from '../../lib/contracts/gate-input.ts';
import type { GateReport, UnitReport, Verdict } from '../../lib/contracts/gate-report.ts';
import type { Waiver } from '../../lib/contracts/waiver.ts';
import { judge, judgeUnit, report, type JudgedUnit } from '../../lib/gate/index.ts';
import { metricRows } from '../../lib/gate/metric-rows.ts';
import { check, circumstances, fails, input, now, passes, silent, undecided, unit, waiver } from './support/unit.ts';

const FLOOR = check('metrics.below_floor', { message: '{subject} is {observed}; its floor is {expected}' });

function judged(units: readonly JudgedUnit[], checks: readonly Check[] = [FLOOR], waivers: readonly Waiver[] = [], at = now): GateReport {
  return judge(units, { checks, waivers, now: at }, circumstances);
}

function one(
  result: CheckResult,
  options: { readonly check?: Check; readonly shape?: Parameters<typeof unit>[1]; readonly waivers?: readonly Waiver[] } = {},
): UnitReport {
  const roster = options.check ?? check(result.code);
  return judgeUnit(unit([result], options.shape), { checks: [roster], waivers: options.waivers ?? [], now }).report;
}

const instant = (at: string): typeof now => ({ at, seconds: Date.parse(at) / 1000 });

describe('a finding', () => {
  test('says what was seen, what was expected, where and what to do', () => {
    const facts = { '1.1.0/f1': { observed: 0.79, expected: 0.8, path: 'models/churn/versions/1.1.0/evaluation.json' } };
    expect(one(fails('metrics.below_floor', ['1.1.0/f1'], facts), { check: FLOOR }).findings).toEqual([
      {
        code: 'metrics.below_floor',
        severity: 'deny',
        status: 'failed',
        unit: 'churn/prod',
        subject: '1.1.0/f1',
        message: '1.1.0/f1 is 0.79; its floor is 0.8',
        observed: 0.79,
        expected: 0.8,
        path: 'models/churn/versions/1.1.0/evaluation.json',
        fix: 'Mend it.',
        waiver: null,
      },
    ]);
  });

  test('stands for each subject that failed or could not be decided, not for those that passed', () => {
    const result: CheckResult = {
      code: 'a.b',
      status: 'fail',
      passed: ['p'],
      failed: ['z', 'f'],
      inconclusive: ['g'],
      facts: {},
      reason: null,
    };
    expect(one(result).findings.map(({ subject, status }) => [subject, status])).toEqual([
      ['f', 'failed'],
      ['g', 'inconclusive'],
      ['z', 'failed'],
    ]);
  });

  test('without facts shows that nothing was reported', () => {
    const [finding] = one(fails('a.b', ['constructor'])).findings;
    expect(finding).toMatchObject({
      message: 'constructor is not reported; expected not reported',
      observed: null,
      expected: null,
      path: null,
    });
  });
});

describe('a severity', () => {
  test.each(['deny', 'warn', 'info'] as const)('of a failed check is its own: %s', (severity) => {
    expect(one(fails('a.b', ['x']), { check: check('a.b', { severity }) })).toMatchObject({
      findings: [{ severity }],
      verdict: severity === 'info' ? 'pass' : severity,
    });
  });

  test.each([
    ['high', 'deny'],
    ['limited', 'warn'],
    ['low', 'warn'],
  ] as const)('of what cannot be decided, in tier %s, is %s', (tier, severity) => {
    expect(one(undecided('a.b', 'x'), { shape: { tier } })).toMatchObject({
      findings: [{ severity, status: 'inconclusive' }],
      verdict: severity,
    });
  });

  const settled = check('provenance.evidence_stale', { settled: 'warn' });
  const card = check('card.stale', { settled: 'info' });
  const view = check('portfolio.feature_view_differs', { settled: 'warn' });
  test.each([
    ['what runs unchanged is mild', settled, '1.0.0/evaluation', {}, 'warn'],
    ['the other version being introduced does not concern it', settled, '1.0.0/evaluation', { change: { introduced: ['1.1.0'] } }, 'warn'],
    ['its version being introduced is full', settled, '1.1.0/evaluation', { change: { introduced: ['1.1.0'] } }, 'deny'],
    ['its evidence being rewritten is full', settled, '1.0.0/evaluation', { change: { rewritten: ['1.0.0'] } }, 'deny'],
    [
      'its promotion from candidate to stable is full',
      settled,
      '1.1.0/x',
      { stable: '1.1.0', candidate: null, incumbent: { stable: '1.0.0', candidate: '1.1.0' } },
      'deny',
    ],
    ['a version that only starts with the same digits is another one', settled, '1.0.0/x', { change: { introduced: ['1.0.00'] } }, 'warn'],
    [
      'a subject that names no version is concerned by any introduction',
      settled,
      'gender/female',
      { change: { introduced: ['1.1.0'] } },
      'deny',
    ],
    ['a subject that names no version is settled when nothing came', settled, 'gender/female', {}, 'warn'],
    ['an edited card makes card checks full', card, '1.0.0', { change: { card: true } }, 'deny'],
    ['an edited card does not concern other checks', settled, '1.0.0', { change: { card: true } }, 'warn'],
    ['an untouched card is mild', card, '1.0.0', {}, 'info'],
    ['a card of an introduced version is full', card, '1.1.0', { change: { introduced: ['1.1.0'] } }, 'deny'],
    ['who moves a shared view answers for it', view, 'staff', { change: { declaration: true } }, 'deny'],
    ['who is left behind with a shared view is mild', view, 'staff', { change: { card: true } }, 'warn'],
    ['an edited declaration does not concern other checks', settled, '1.0.0', { change: { declaration: true } }, 'warn'],
    ['nothing compared is mild', settled, '1.0.0', { incumbent: null, change: { compared: false } }, 'warn'],
  ] as const)('with a settled one: %s', (_, roster, subject, shape, severity) => {
    expect(one(fails(roster.code, [subject]), { check: roster, shape }).findings).toMatchObject([{ severity }]);
  });

  test('without a settled one is full whatever the change', () => {
    expect(one(fails('a.b', ['1.0.0'])).verdict).toBe('deny');
  });
});

describe('a unit’s report', () => {
  test('counts its checks by outcome', () => {
    const codes = ['a.a', 'a.b', 'a.c', 'a.d', 'a.e'];
    const results = [passes('a.a'), fails('a.b', ['x', 'y']), undecided('a.c', 'x'), silent('a.d'), passes('a.e')];
    const made = judgeUnit(unit(results), { checks: codes.map((code) => check(code)), waivers: [], now }).report;
    expect(made.checks).toEqual({ passed: 2, failed: 2, notApplicable: 1 });
  });

  test('has a row for each metric that has a limit, is asked for or was reported', () => {
    const shape = {
      metrics: {
        stable: { f1: { value: 0.9 }, auc: { value: 0.8 } },
        candidate: { f1: { value: 0.91, interval: [0.9, 0.92] }, constructor: { value: 1 } },
      },
      limits: { required: ['recall'], floors: { f1: 0.8 }, ceilings: { mae: 3 }, maxRegression: { precision: 0.1 } },
    } as const;
    expect(one(passes('a.b'), { shape }).metrics).toEqual([
      { name: 'auc', stable: 0.8, candidate: null, floor: null, ceiling: null, interval: null },
      { name: 'constructor', stable: null, candidate: 1, floor: null, ceiling: null, interval: null },
      { name: 'f1', stable: 0.9, candidate: 0.91, floor: 0.8, ceiling: null, interval: [0.9, 0.92] },
      { name: 'mae', stable: null, candidate: null, floor: null, ceiling: 3, interval: null },
      { name: 'precision', stable: null, candidate: null, floor: null, ceiling: null, interval: null },
      { name: 'recall', stable: null, candidate: null, floor: null, ceiling: null, interval: null },
    ]);
  });

  test('has what the base serves, where another release takes its place', () => {
    const made = input({ candidate: null, stable: '1.1.0', metrics: { stable: { f1: { value: 0.9 } } } });
    const before = (version: string): GateInput => ({
      ...made,
      incumbent: { stable: { ...made.stable, version, evaluation: { metrics: { f1: { value: 0.8 } } } as never }, candidate: null },
    });
    expect(metricRows(before('1.0.0'))).toMatchObject([{ name: 'f1', stable: 0.9, incumbent: 0.8 }]);
    expect(metricRows(before('1.1.0'))[0]).not.toHaveProperty('incumbent');
  });

  test('shows the stable release’s interval when nothing is rolling out', () => {
    const shape = { candidate: null, metrics: { stable: { f1: { value: 0.9, interval: [0.8, 1] } } } } as const;
    expect(one(passes('a.b'), { shape }).metrics).toMatchObject([{ interval: [0.8, 1] }]);
  });
});

describe('a report', () => {
  test('is in order of model, promotion, code and subject, whatever order it was given', () => {
    const checks = [check('b.b'), check('a.a')];
    const results = [fails('b.b', ['y', 'x']), fails('a.a', ['z'])];
    const units = (['churn/prod', 'alpha/staging', 'churn/dev', 'alpha/dev'] as const).map((name) => {
      const [model = '', environment = ''] = name.split('/');
      return unit(results, { model, environment });
    });
    const made = judged(units, checks);
    expect(made.units.map(({ model, environment }) => `${model}/${environment}`)).toEqual([
      'alpha/dev',
      'alpha/staging',
      'churn/dev',
      'churn/prod',
    ]);
    expect(made.units[0]?.findings.map(({ code, subject }) => `${code} ${subject}`)).toEqual(['a.a z', 'b.b x', 'b.b y']);
  });

  test('sums up and names what it judged', () => {
    const checks = [check('a.b', { severity: 'warn' }), FLOOR];
    const made = judged(
      [
        unit([passes('a.b'), passes('metrics.below_floor')], { environment: 'dev' }),
        unit([fails('a.b', ['x']), passes('metrics.below_floor')], { environment: 'staging' }),
        unit([fails('a.b', ['x']), fails('metrics.below_floor', ['y', 'z'])]),
      ],
      checks,
    );
    expect(made).toMatchObject({
      schemaVersion: 1,
      verdict: 'deny',
      now,
      head: circumstances.head,
      policy: { source: 'work tree', opa: '1.22.0', checks: 2 },
      summary: { units: 3, denied: 1, warned: 1, passed: 1, findings: 4 },
    });
  });

  test('made a unit at a time is the same', () => {
    const units = [unit([passes('metrics.below_floor')]), unit([fails('metrics.below_floor', ['x'])], { environment: 'dev' })];
    const law = { checks: [FLOOR], waivers: [waiver()], now };
    const judgements = units.map((each) => judgeUnit(each, law));
    expect(report(judgements, law, circumstances)).toEqual(judge(units, law, circumstances));
  });
});

describe('a pass is a positive statement: no verdict', () => {
  const both = [check('a.a'), check('a.b')];
  test.each<[string, readonly CheckResult[], readonly Check[], string]>([
    ['when a check is silent', [passes('a.a')], both, 'churn/prod: no answer from a.b; expected one from every check of the roster'],
    [
      'when a check speaks twice',
      [passes('a.a'), passes('a.b'), passes('a.b')],
      both,
      'churn/prod: a check answered twice; expected one answer a check',
    ],
    [
      'when a stranger speaks',
      [passes('a.a'), passes('a.b'), passes('a.c')],
      both,
      'churn/prod: an answer from a.c, which the roster does not know; expected answers from the roster only',
    ],
    ['without a roster', [], [], 'churn/prod: the roster has no check; expected at least one'],
    [
      'with a roster that repeats itself',
      [passes('a.a')],
      [check('a.a'), check('a.a')],
      'churn/prod: the roster names a check twice; expected each check once',
    ],
    [
      'when a pass names no subject',
      [{ ...passes('a.a'), passed: [] }],
      [check('a.a')],
      'churn/prod: a.a says pass, which its subjects do not bear out; expected a status that follows from the subjects',
    ],
    [
      'when a pass has failed subjects',
      [{ ...passes('a.a'), failed: ['y'] }],
      [check('a.a')],
      'churn/prod: a.a says pass, which its subjects do not bear out; expected a status that follows from the subjects',
    ],
    [
      'when a failure names no subject',
      [{ ...fails('a.a', []) }],
      [check('a.a')],
      'churn/prod: a.a says fail, which its subjects do not bear out; expected a status that follows from the subjects',
    ],
    [
      'when "not applicable" has no reason',
      [{ ...silent('a.a'), reason: null }],
      [check('a.a')],
      'churn/prod: a.a says not_applicable, which its subjects do not bear out; expected a status that follows from the subjects',
    ],
    [
      'when a subject both passed and failed',
      [{ ...fails('a.a', ['x']), passed: ['x'] }],
      [check('a.a')],
      'churn/prod: a.a says fail, which its subjects do not bear out; expected a status that follows from the subjects',
    ],
  ])('%s', (_, results, checks, message) => {
    expect(() => judged([unit(results)], checks)).toThrow(expect.objectContaining({ code: 'gate.incomplete', message }));
  });

  test('without units', () => {
    expect(() => judged([])).toThrow(expect.objectContaining({ code: 'gate.no_units' }));
  });

  test('when a unit comes twice', () => {
    const twice = unit([passes('metrics.below_floor')]);
    expect(() => judged([twice, twice])).toThrow(expect.objectContaining({ code: 'gate.incomplete' }));
  });
});

describe('a waiver', () => {
  const failing = unit([fails('metrics.below_floor', ['1.1.0/f1', '1.1.0/auc'])]);

  test('for a check covers all its subjects in its unit', () => {
    const made = judged([failing], [FLOOR], [waiver()]);
    expect(made).toMatchObject({ verdict: 'pass', summary: { denied: 0, warned: 0, passed: 1, findings: 0 } });
    expect(made.units[0]?.findings).toMatchObject([
      { status: 'waived', waiver: 'w-1', severity: 'deny' },
      { status: 'waived', waiver: 'w-1', severity: 'deny' },
    ]);
    expect(made.waivers).toEqual([{ id: 'w-1', code: 'metrics.below_floor', unit: 'churn/prod', state: 'used', expires: '2026-12-31' }]);
  });

  test('for a subject covers that subject only', () => {
    const made = judged([failing], [FLOOR], [waiver({ subject: '1.1.0/f1' })]);
    expect(made.verdict).toBe('deny');
    expect(made.units[0]?.findings.map(({ subject, status }) => [subject, status])).toEqual([
      ['1.1.0/auc', 'failed'],
      ['1.1.0/f1', 'waived'],
    ]);
  });

  test('covers what could not be decided, too', () => {
    expect(judged([unit([undecided('metrics.below_floor', 'x')])], [FLOOR], [waiver()]).verdict).toBe('pass');
  });

  test.each([
    ['another check', { code: 'metrics.regressed' }],
    ['another model', { model: 'churn-2' }],
    ['another environment', { environment: 'dev' }],
    ['another subject', { subject: '1.1.0/f' }],
  ])('for %s changes nothing and is reported as unused', (_, change) => {
    const made = judged([failing], [FLOOR], [waiver(change)]);
    expect(made.verdict).toBe('deny');
    expect(made.waivers).toMatchObject([{ id: 'w-1', state: 'unused' }]);
  });

  test('that nothing needs is reported as unused', () => {
    expect(judged([unit([passes('metrics.below_floor')])], [FLOOR], [waiver()]).waivers).toMatchObject([{ state: 'unused' }]);
  });

  test('for units that a filter left out is not reported', () => {
    const law = { checks: [FLOOR], waivers: [waiver({ environment: 'dev' }), waiver({ id: 'w-2' })], now };
    expect(judge([failing], law, { ...circumstances, partial: true }).waivers.map(({ id }) => id)).toEqual(['w-2']);
  });

  test.each([
    ['the day before its last', '2026-12-30T00:00:00Z', 'pass', 'used'],
    ['on its last day, at the start', '2026-12-31T00:00:00Z', 'pass', 'used'],
    ['on its last day, in the last second', '2026-12-31T23:59:59Z', 'pass', 'used'],
    ['in the first second after it', '2027-01-01T00:00:00Z', 'deny', 'expired'],
    ['the day after', '2027-01-01T23:59:59Z', 'deny', 'expired'],
    ['long after', '2030-06-01T00:00:00Z', 'deny', 'expired'],
  ] as const)('holds to the end of its last day in UTC: %s', (_, at, verdict, state) => {
    const made = judged([failing], [FLOOR], [waiver()], instant(at));
    expect([made.verdict, made.waivers[0]?.state]).toEqual([verdict, state]);
    expect(made.waivers).toHaveLength(1);
  });
});

// --- for any units, answers and waivers ---

const CODES = ['a.a', 'a.b', 'b.a'] as const;
const VERSIONS = ['1.0.0', '1.1.0'] as const;
const SUBJECTS = ['1.0.0/x', '1.1.0/x', '1.1.0/y', 'z'] as const;
const outcome = fc.constantFrom('pass', 'fail', 'inconclusive', 'absent');
type Outcomes = readonly ('pass' | 'fail' | 'inconclusive' | 'absent')[];

function resultOf(code: string, outcomes: Outcomes): CheckResult {
  const of = (wanted: string): readonly string[] => SUBJECTS.filter((_, index) => outcomes[index] === wanted);
  const [passed, failed, inconclusive] = [of('pass'), of('fail'), of('inconclusive')];
  const status = failed.length > 0 ? 'fail' : inconclusive.length > 0 ? 'inconclusive' : passed.length > 0 ? 'pass' : 'not_applicable';
  return { code, status, passed, failed, inconclusive, facts: {}, reason: status === 'not_applicable' ? 'none' : null };
}

const answers = fc.tuple(...CODES.map(() => fc.tuple(...SUBJECTS.map(() => outcome))));
const roster = fc.tuple(
  ...CODES.map((code) =>
    fc
      .record({ severity: fc.constantFrom('deny', 'warn', 'info'), settled: fc.constantFrom(undefined, 'warn', 'info') } as const)
      .map(({ severity, settled }) => check(code, settled === undefined ? { severity } : { severity, settled })),
  ),
);
const shape = fc.record({
  tier: fc.constantFrom('low', 'limited', 'high'),
  change: fc.record({ introduced: fc.subarray([...VERSIONS]), rewritten: fc.subarray([...VERSIONS]), card: fc.boolean() }),
} as const);
const units = fc.uniqueArray(
  fc.record({ model: fc.constantFrom('alpha', 'churn'), environment: fc.constantFrom('dev', 'staging', 'prod'), answers, shape }),
  {
    minLength: 1,
    maxLength: 6,
    selector: ({ model, environment }) => `${model}/${environment}`,
  },
);
const waivers = fc.array(
  fc.record({
    code: fc.constantFrom(...CODES),
    model: fc.constantFrom('alpha', 'churn'),
    environment: fc.constantFrom('dev', 'staging', 'prod'),
    subject: fc.constantFrom(undefined, ...SUBJECTS),
    expires: fc.constantFrom('2026-11-20', '2026-11-21', '2026-11-22'),
  }),
  { maxLength: 4 },
);

type Case = typeof units extends fc.Arbitrary<infer T> ? T : never;
const RANK: Readonly<Record<Verdict, number>> = { pass: 0, warn: 1, deny: 2 };

const made = (cases: Case): readonly JudgedUnit[] =>
  cases.map((each) =>
    unit(
      CODES.map((code, index) => resultOf(code, each.answers[index] ?? [])),
      { ...each.shape, model: each.model, environment: each.environment },
    ),
  );
const named = (list: typeof waivers extends fc.Arbitrary<infer T> ? T : never): readonly Waiver[] =>
  list.map(({ subject, ...rest }, index) => waiver({ id: `w-${String(index)}`, ...rest, ...(subject === undefined ? {} : { subject }) }));

describe('for any answers', () => {
  test('the order of units, checks, answers and waivers does not matter', () => {
    fc.assert(
      fc.property(units, roster, waivers, (cases, checks, list) => {
        const forward = judged(made(cases), checks, named(list));
        const backward = judged(
          made(cases)
            .toReversed()
            .map((each) => ({ ...each, results: each.results.toReversed() })),
          checks.toReversed(),
          // Waivers that overlap never get here; of two that do, either may be named.
          named(list),
        );
        expect(JSON.stringify(backward)).toBe(JSON.stringify(forward));
      }),
    );
  });

  test('one more failing subject never improves a verdict', () => {
    fc.assert(
      fc.property(
        units,
        roster,
        waivers,
        fc.nat(),
        fc.nat(CODES.length - 1),
        fc.nat(SUBJECTS.length - 1),
        (cases, checks, list, which, code, subject) => {
          const target = which % cases.length;
          const before = cases[target]?.answers[code]?.[subject];
          // What could not be decided denies in tier high, even where a failure only warns.
          if (before === 'inconclusive') return;
          const worse = structuredClone(cases);
          const outcomes = worse[target]?.answers[code];
          if (outcomes === undefined) throw new Error('the case has no such answer');
          outcomes[subject] = 'fail';
          const [was, is] = [judged(made(cases), checks, named(list)), judged(made(worse), checks, named(list))];
          expect(RANK[is.verdict]).toBeGreaterThanOrEqual(RANK[was.verdict]);
          for (const [index, each] of was.units.entries())
            expect(RANK[is.units[index]?.verdict ?? 'pass']).toBeGreaterThanOrEqual(RANK[each.verdict]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('a waiver touches findings of its own check, unit and subject, and no others', () => {
    fc.assert(
      fc.property(units, roster, waivers, (cases, checks, list) => {
        const [bare, waived] = [judged(made(cases), checks), judged(made(cases), checks, named(list))];
        const before = bare.units.flatMap(({ findings }) => findings);
        const after = waived.units.flatMap(({ findings }) => findings);
        expect(after.length).toBe(before.length);
        for (const [index, finding] of after.entries()) {
          const covered = named(list).some(
            (each) =>
              each.expires >= '2026-11-21' &&
              each.code === finding.code &&
              `${each.model}/${each.environment}` === finding.unit &&
              (each.subject === undefined || each.subject === finding.subject),
          );
          expect(finding.status === 'waived').toBe(covered);
          if (!covered) expect(finding).toEqual(before[index]);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a unit passes only if nothing unwaived denies or warns, and every check spoke', () => {
    fc.assert(
      fc.property(units, roster, waivers, (cases, checks, list) => {
        for (const { verdict, findings, checks: counts } of judged(made(cases), checks, named(list)).units) {
          const open = findings.filter(({ status }) => status !== 'waived').map(({ severity }) => severity);
          expect(verdict).toBe(open.includes('deny') ? 'deny' : open.includes('warn') ? 'warn' : 'pass');
          expect(counts.passed + counts.failed + counts.notApplicable).toBe(CODES.length);
        }
      }),
    );
  });
});

test('judging leaves what it is given as it was', () => {
  const given = unit([fails('metrics.below_floor', ['b', 'a'])]);
  const before = JSON.stringify([given, input()]);
  judged([given], [FLOOR], [waiver()]);
  expect(JSON.stringify([given, input()])).toBe(before);
});
