import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { readRoster } from '../../lib/policy/roster.ts';
import { mistakes, smallRepository, text } from './support.ts';

const BELOW_FLOOR = 'policies/rules/metrics/below_floor/below_floor.rego';
const roster = (root: string) => readRoster(workTreePolicies(root));

test('the roster is every check folder, ordered by code', async () => {
  const checks = await roster(await smallRepository());
  expect(checks.map(({ check }) => [check.code, check.severity, check.path])).toEqual([
    ['card.missing', 'warn', 'policies/rules/card/missing/missing.rego'],
    ['drift.above_limit', 'deny', 'policies/rules/drift/above_limit/above_limit.rego'],
    ['metrics.below_floor', 'deny', BELOW_FLOOR],
  ]);
  expect(checks[2]?.limits).toEqual(['thresholds.floors']);
});

test('a repository without checks is an error', async () => {
  const root = await smallRepository({ 'policies/rules': null });
  expect(await mistakes(roster(root))).toEqual(['policy.none work tree: no check under policies/rules/; expected at least one']);
});

test('a repository without policies is an error', async () => {
  const root = await smallRepository({ policies: null });
  expect(await mistakes(roster(root))).toEqual(['policy.none work tree: no check under policies/rules/; expected at least one']);
});

test.each([
  [
    'a package one level too deep',
    'policies/rules/metrics/below_floor/extra/extra.rego',
    'package rules.metrics.below_floor.extra',
    'policy.stray_file',
  ],
  ['a file of its own in a topic', 'policies/rules/metrics/metrics.rego', 'package rules.metrics', 'policy.stray_file'],
  ['a second file in a check', 'policies/rules/metrics/below_floor/more.rego', 'package rules.metrics.below_floor', 'policy.stray_file'],
  ['a check in capitals', 'policies/rules/metrics/Above/Above.rego', 'package rules.metrics.Above', 'policy.stray_file'],
  ['a shadow of a check from another folder', 'policies/lib/evil/evil.rego', 'package rules.metrics.below_floor', 'policy.wrong_package'],
  ['a shadow of the entrypoint', 'policies/lib/evil/evil.rego', 'package main', 'policy.wrong_package'],
  ['a file that names no package', 'policies/lib/evil/evil.rego', 'import data.lib.num', 'policy.no_package'],
])('%s is refused', async (_, file, source, code) => {
  const [mistake, ...more] = await mistakes(roster(await smallRepository({ [file]: `${source}\n\npassed contains "f1"\n` })));
  expect(mistake).toContain(`${code} ${file}`);
  expect(more).toEqual([]);
});

test('a code that is not the folder is refused', async () => {
  const root = await smallRepository();
  const source = await text(root, BELOW_FLOOR);
  const renamed = await smallRepository({ [BELOW_FLOOR]: source.replace('code: metrics.below_floor', 'code: metrics.under_floor') });
  expect(await mistakes(roster(renamed))).toEqual([
    `policy.wrong_code ${BELOW_FLOOR}: METADATA code is metrics.under_floor; expected metrics.below_floor, as the folder says`,
  ]);
});

test('mistakes in several files come together', async () => {
  const root = await smallRepository({
    [BELOW_FLOOR]: 'package rules.metrics.below_floor\n',
    'policies/lib/evil/evil.rego': 'package main\n',
  });
  expect((await mistakes(roster(root))).map((mistake) => mistake.split(' ')[0])).toEqual(['policy.wrong_package', 'policy.no_metadata']);
});

test('a link is refused, because it could lead anywhere', async () => {
  const root = await smallRepository();
  await symlink('/etc', path.join(root, 'policies/lib/etc'));
  expect(await mistakes(roster(root))).toEqual([
    'policy.not_a_file policies/lib/etc: is neither a file nor a folder; expected no links here',
  ]);
});

test('bytes that are no UTF-8 are refused', async () => {
  const root = await smallRepository({ [BELOW_FLOOR]: 'package x' });
  const source = workTreePolicies(root);
  const broken = {
    ...source,
    read: (file: string) => (file === BELOW_FLOOR ? Promise.resolve(new Uint8Array([0xff])) : source.read(file)),
  };
  expect(await mistakes(readRoster(broken))).toEqual([`policy.not_utf8 ${BELOW_FLOOR}: is no UTF-8 text; expected UTF-8`]);
});
