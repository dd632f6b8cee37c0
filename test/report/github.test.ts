import { expect, test } from 'vitest';
import type { Finding } from '../../lib/contracts/gate-report.ts';
import { github } from '../../lib/report/github.ts';
import { finding, HOSTILE, hostile, report, unit, whole } from './reports.ts';

const lines = (findings: readonly Finding[]): readonly string[] =>
  github(report([unit({ verdict: 'deny', findings })]))
    .trimEnd()
    .split('\n');
const many = (count: number, given: Partial<Finding>): Finding[] =>
  Array.from({ length: count }, (_, index) => finding({ subject: `s${String(index)}`, ...given }));

test.each([
  ['error', { severity: 'deny' }],
  ['error', { severity: 'deny', status: 'inconclusive' }],
  ['warning', { severity: 'warn' }],
  ['notice', { severity: 'info' }],
  ['notice', { severity: 'deny', status: 'waived', waiver: 'w-1' }],
] as const)('it is an %s when a finding is %j', (level, given) => {
  expect(lines([finding(given)])[0]).toMatch(
    new RegExp(`^::${level} file=models/churn/versions/1.1.0/evaluation.json,line=1,title=metrics.below_floor`),
  );
});

test('ten of a level are all shown; of eleven, nine are and the tenth line says that two more exist', () => {
  expect(lines(many(10, {})).filter((line) => line.startsWith('::error'))).toHaveLength(10);
  const eleven = lines(many(11, {})).filter((line) => line.startsWith('::error'));
  expect(eleven).toHaveLength(10);
  expect(eleven[9]).toBe('::error title=modelgate::2 more of this level are in the full report');
});

test('levels are counted apart', () => {
  const all = lines([...many(30, {}), ...many(30, { severity: 'warn' }), ...many(30, { severity: 'info' })]);
  expect(all).toHaveLength(31);
});

test('hostile texts add no line and no command: each finding is one line that we began', () => {
  // The unit alone, and the repository alone: each has fewer findings than are shown of a level.
  for (const of of [
    { ...hostile, repository: whole([]) },
    { ...hostile, units: [unit()] },
  ]) {
    const [, ...rest] = github(of).trimEnd().split('\n').toReversed();
    expect(rest).toHaveLength(HOSTILE.length);
    for (const line of rest) expect(line).toMatch(/^::(error|notice) file=[^:\r\n]*,title=[^:,\r\n]*::/);
  }
});

test('a finding is shown on its line, and on the declaration where no file is meant', () => {
  const place = { path: 'models/churn/card.yaml', line: 12 };
  expect(lines([finding({ place })])[0]).toMatch(/^::error file=models\/churn\/card\.yaml,line=12,title=/);
  expect(lines([finding({ path: null })])[0]).toMatch(/^::error file=models\/churn\/model\.ts,line=1,title=/);
});
