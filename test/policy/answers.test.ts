import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Check } from '../../lib/contracts/check.ts';
import { resultsOf } from '../../lib/policy/answers.ts';
import { UserErrors } from '../../lib/errors.ts';

const check = (code: string): Check => ({
  code,
  title: 't',
  description: 'd',
  severity: 'deny',
  message: 'm',
  fix: 'f',
  path: `policies/rules/${code}.rego`,
});
const ROSTER = [check('card.missing'), check('metrics.below_floor')];
const CARD = { required: ['card'], passed: ['card'], inconclusive: [], facts: {}, not_applicable: null };
const FLOOR = {
  required: ['f1', 'auc'],
  passed: ['auc'],
  inconclusive: [],
  facts: { f1: { expected: 1, observed: 0 } },
  not_applicable: null,
};
const report = (answers: object) => [{ result: answers }];

function complaints(output: unknown): readonly string[] {
  try {
    resultsOf(output, ROSTER, 'churn/prod');
    return [];
  } catch (thrown) {
    if (thrown instanceof UserErrors) return thrown.errors.map(({ code, message }) => `${code} ${message}`);
    throw thrown;
  }
}

test('what is required and neither passed nor inconclusive has failed', () => {
  const [card, floor] = resultsOf(report({ 'metrics.below_floor': FLOOR, 'card.missing': CARD }), ROSTER, 'churn/prod');
  expect(card).toMatchObject({ code: 'card.missing', status: 'pass', passed: ['card'], failed: [] });
  expect(floor).toMatchObject({ code: 'metrics.below_floor', status: 'fail', passed: ['auc'], failed: ['f1'] });
});

test.each([
  ['no result', []],
  ['two results', [{ result: {} }, { result: {} }]],
  ['a list as the result', [{ result: [] }]],
  ['nothing as the result', [{}]],
  ['null', null],
  ['an object', { result: {} }],
])('%s is no report', (_, output) => {
  expect(complaints(output)).toEqual([
    'policy.no_report churn/prod: policies returned no report; expected exactly one object with an answer of every check',
  ]);
});

test('a check that does not answer and one that nobody knows are both named', () => {
  expect(complaints(report({ 'card.missing': CARD, 'metrics.below_flor': FLOOR }))).toEqual([
    "policy.unexpected churn/prod: a check metrics.below_flor answered that is not on the roster; expected the roster's checks only",
    'policy.unanswered policies/rules/metrics.below_floor.rego: metrics.below_floor did not answer for churn/prod; expected required, passed and facts',
  ]);
});

test('names that every JavaScript object has do not count as answers', () => {
  const tricky = [check('card.constructor'), check('metrics.below_floor')].map((entry) => ({
    ...entry,
    code: entry.code.replace('card.', ''),
  }));
  expect(() => resultsOf(report({ 'metrics.below_floor': FLOOR }), tricky, 'churn/prod')).toThrow('constructor did not answer');
});

test.each([
  ['a missing part', { passed: undefined }, "must have required property 'passed'"],
  ['an unknown part', { extra: 1 }, 'has a key "extra" that is not known here'],
  ['a number as subject', { required: ['card', 1] }, '/required/1 must be string'],
  ['an unknown fact', { facts: { card: { seen: 1 } } }, '/facts/card has a key "seen" that is not known here'],
  ['an empty reason', { required: [], passed: [], not_applicable: '' }, '/not_applicable'],
  ['a subject twice', { required: ['card', 'card'] }, 'required has "card" twice'],
  ['a passed subject that is not required', { passed: ['card', 'other'] }, 'passed has "other", which is not required'],
  ['an inconclusive subject that is not required', { inconclusive: ['other'] }, 'inconclusive has "other", which is not required'],
  ['a fact about nothing required', { facts: { other: {} } }, 'facts has "other", which is not required'],
  ['passed and inconclusive at once', { inconclusive: ['card'] }, '"card" is passed and inconclusive'],
  ['nothing required and no reason', { required: [], passed: [] }, 'requires nothing and gives no reason'],
  ['a reason beside subjects', { not_applicable: 'because' }, 'says "because" and yet requires "card"'],
])('%s makes an answer ill-shaped', (_, part, expected) => {
  const answer = JSON.parse(JSON.stringify({ ...CARD, ...part })) as unknown;
  const [complaint, ...more] = complaints(report({ 'card.missing': answer, 'metrics.below_floor': FLOOR }));
  expect(complaint).toMatch(/^policy\.ill_shaped policies\/rules\/card\.missing\.rego: card\.missing answered for churn\/prod, but /);
  expect(complaint).toContain(expected);
  expect(more).toEqual([]);
});

test('every subject ends in exactly one of passed, failed and inconclusive', () => {
  const subjects = fc.uniqueArray(fc.record({ name: fc.string(), kind: fc.constantFrom('passed', 'failed', 'inconclusive') }), {
    selector: ({ name }) => name,
    minLength: 1,
  });
  fc.assert(
    fc.property(subjects, (entries) => {
      const of = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ name }) => name);
      const answer = {
        required: entries.map(({ name }) => name),
        passed: of('passed'),
        inconclusive: of('inconclusive'),
        facts: {},
        not_applicable: null,
      };
      const [, result] = resultsOf(report({ 'card.missing': CARD, 'metrics.below_floor': answer }), ROSTER, 'unit');
      expect(result?.passed).toEqual(of('passed').sort());
      expect(result?.failed).toEqual(of('failed').sort());
      expect(result?.inconclusive).toEqual(of('inconclusive').sort());
      expect(result?.status).toBe(of('failed').length > 0 ? 'fail' : of('inconclusive').length > 0 ? 'inconclusive' : 'pass');
    }),
  );
});
