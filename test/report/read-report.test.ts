import { expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { json } from '../../lib/report/json.ts';
import { readReport } from '../../lib/report/read-report.ts';
import { clean, denied, warned } from './reports.ts';

/** Codes and messages of what reading `text` throws. */
function refusal(text: string): readonly string[] {
  try {
    readReport(text, 'gate.json');
  } catch (error) {
    if (error instanceof UserErrors) return error.errors.map(({ code, message }) => `${code} ${message}`);
    if (error instanceof UserError) return [`${error.code} ${error.message}`];
    throw error;
  }
  return [];
}

type Change = (report: Record<string, unknown> & { units: Record<string, unknown>[] }) => void;
const changed = (change: Change): string => {
  const report = JSON.parse(json(denied)) as Parameters<Change>[0];
  change(report);
  return JSON.stringify(report);
};
const firstUnit = (report: { units: Record<string, unknown>[] }): Record<string, unknown> => report.units[0] ?? {};
const firstFinding = (report: { units: Record<string, unknown>[] }): Record<string, unknown> =>
  (firstUnit(report)['findings'] as Record<string, unknown>[])[0] ?? {};

test.each([
  ['denied', denied],
  ['clean', clean],
  ['warned', warned],
] as const)('what gate printed (%s) is read back as it was', (_, report: GateReport) => {
  expect(readReport(json(report))).toEqual(report);
});

test.each<[string, Change]>([
  ['an unknown key', (report) => (report['html'] = '<b>')],
  ['a missing key', (report) => delete report['policy']],
  ['another schema version', (report) => (report['schemaVersion'] = 2)],
  ['a head that is no commit', (report) => (report['head'] = '--> <img src=x>')],
  ['a base that is no commit', (report) => (report['base'] = 'main; rm -rf /')],
  ['a model that is no model id', (report) => (firstUnit(report)['model'] = '../../etc')],
  ['an environment that is none', (report) => (firstUnit(report)['environment'] = 'Prod')],
  [
    'a finding about the repository that names a unit',
    (report) => Object.assign((report['repository'] as { findings: object[] }).findings[0] ?? {}, { unit: 'churn/prod' }),
  ],
  ['a code that is none', (report) => (firstFinding(report)['code'] = '[x](y)')],
  ['a message that is no text', (report) => (firstFinding(report)['message'] = { toString: 'x' })],
  ['a verdict that is none', (report) => (report['verdict'] = 'great')],
  ['a negative count', (report) => (report['summary'] = { units: -1, denied: 0, warned: 0, passed: 0, findings: 0 })],
  ['no units', (report) => (report.units = [])],
  ['a removed unit that is no name', (report) => (report['removed'] = ['@octocat'])],
  ['an own __proto__ key', (report) => Object.defineProperty(report, '__proto__', { value: {}, enumerable: true })],
])('%s is refused', (_, change) => {
  const refused = refusal(changed(change));
  expect(refused.length).toBeGreaterThan(0);
  for (const line of refused) expect(line).toMatch(/^schema\.invalid gate\.json: /);
});

test.each<[string, Change, string]>([
  ['a milder verdict than its units', (report) => (report['verdict'] = 'pass'), '/verdict is pass; expected deny'],
  ['a unit milder than its findings', (report) => (firstUnit(report)['verdict'] = 'pass'), '/units/0/verdict is pass; expected deny'],
  [
    'a count that nobody counted',
    (report) => ((report['summary'] as Record<string, number>)['denied'] = 0),
    '/summary/denied is 0; expected 1',
  ],
  [
    'fewer findings in the summary',
    (report) => ((report['summary'] as Record<string, number>)['findings'] = 0),
    '/summary/findings is 0; expected 8',
  ],
  [
    'checks that do not add up to the roster',
    (report) => (firstUnit(report)['checks'] = { passed: 1, failed: 0, notApplicable: 0 }),
    '/units/0/checks, summed up, is 1; expected 34',
  ],
  ['a finding of another unit', (report) => (firstFinding(report)['unit'] = 'a/b'), '/units/0/findings/0/unit is a/b; expected churn/prod'],
  [
    'a waiver that is not in the list',
    (report) => Object.assign(firstFinding(report), { status: 'waived', waiver: 'mine' }),
    '/units/0/findings/0/waiver is mine; expected one of /waivers',
  ],
  [
    'a waiver on a finding that is not waived',
    (report) => (firstFinding(report)['waiver'] = 'mine'),
    '/units/0/findings/0/waiver is mine; expected null',
  ],
  [
    'a verdict on the repository that its findings do not bear out',
    (report) => ((report['repository'] as Record<string, unknown>)['verdict'] = 'pass'),
    '/repository/verdict is pass; expected deny',
  ],
  [
    'a finding about the repository that a waiver is to excuse',
    (report) => Object.assign((report['repository'] as { findings: object[] }).findings[0] ?? {}, { status: 'waived', waiver: 'mine' }),
    '/repository/findings/0/status is waived; expected failed or inconclusive',
  ],
  ['one unit twice', (report) => report.units.push(firstUnit(report)), 'is churn/prod again; expected each unit once'],
])('%s is refused', (_, change, expected) => {
  const refused = refusal(changed(change));
  expect(refused.join('\n')).toContain(expected);
  for (const line of refused) expect(line).toMatch(/^report\.inconsistent gate\.json: /);
});

test.each([
  ['nothing', '', 'report.not_json'],
  ['NaN', '{"now": NaN}', 'report.not_json'],
  ['half a report', json(denied).slice(0, 5000), 'report.not_json'],
  ['a page of HTML', '<html>', 'report.not_json'],
  ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'report.too_deep'],
  ['deep nesting that never ends', '{"a":'.repeat(1_000_000), 'report.not_json'],
  ['a text that never ends', `"${'\\\\"'.repeat(3_000_000)}`, 'report.not_json'],
  ['more than 20 million characters', `"${'x'.repeat(20_000_000)}"`, 'report.too_large'],
  ['a list', '[]', 'schema.invalid'],
  ['null', 'null', 'schema.invalid'],
])('%s is refused', (_, text, code) => {
  expect(refusal(text)[0]).toMatch(new RegExp(`^${code} gate\\.json: `));
});

test('facts may nest, to a bound', () => {
  const nested = (levels: number): string =>
    changed((report) => (firstFinding(report)['observed'] = JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown));
  expect(refusal(nested(50))).toEqual([]);
  expect(refusal(nested(70))[0]).toMatch(/^report\.too_deep /);
});
