import { expect, test } from 'vitest';
import { lintPolicies } from '../../lib/policy/lint.ts';
import { testPolicies } from '../../lib/policy/test-policies.ts';
import { change, mistakes, opa, smallRepository, text } from './support.ts';

const MISSING = 'policies/rules/card/missing/missing.rego';
const lint = async (changes: Readonly<Record<string, string | null>>) => lintPolicies(await smallRepository(changes), await opa());

test('the Rego tests of a library run, with the lines that they ran', async () => {
  const report = await testPolicies(await smallRepository(), await opa());
  expect(report.passed).toBe(true);
  expect(report.tests).toHaveLength(11);
  expect(report.tests[0]).toMatchObject({
    name: 'lib.num_test.test_text_is_no_number',
    path: 'policies/lib/num/num_test.rego',
    row: 5,
    status: 'passed',
  });
  const covered = Object.fromEntries((report.coverage ?? []).map(({ path, coveredLines, lines }) => [path, coveredLines / lines]));
  expect(covered['policies/rules/metrics/below_floor/below_floor.rego']).toBe(1);
  // Nothing calls the entrypoint: the samples do that, through the compiled bundle.
  expect(report.coverage?.find(({ path }) => path === 'policies/main/main.rego')).toMatchObject({
    coveredLines: 0,
    notCovered: [
      [11, 17],
      [19, 19],
      [20, 20],
    ],
  });
});

test('failing and skipped tests are told apart, and nothing was measured', async () => {
  const root = await smallRepository();
  const file = 'policies/rules/card/missing/missing_test.rego';
  await change(root, { [file]: `${await text(root, file)}\ntest_wrong if missing.passed == {"other"}\n\ntodo_test_later if true\n` });
  const report = await testPolicies(root, await opa());
  expect(report.passed).toBe(false);
  expect(report.coverage).toBeNull();
  expect(report.tests.filter(({ status }) => status !== 'passed').map(({ name, status }) => [name, status])).toEqual([
    ['rules.card.missing_test.test_wrong', 'failed'],
    ['rules.card.missing_test.todo_test_later', 'skipped'],
  ]);
});

test('Rego that does not compile and a library without tests are errors', async () => {
  const broken = await smallRepository({ 'policies/lib/more/more.rego': 'package lib.more\n\na := b\n' });
  expect((await mistakes(testPolicies(broken, await opa())))[0]).toMatch(
    /^policy\.tests_cannot_run .*rego_unsafe_var_error: var b is unsafe/s,
  );
  const untested = await smallRepository({
    'policies/lib/num/num_test.rego': null,
    'policies/rules/card/missing/missing_test.rego': null,
    'policies/rules/drift/above_limit/above_limit_test.rego': null,
    'policies/rules/metrics/below_floor/below_floor_test.rego': null,
  });
  expect(await mistakes(testPolicies(untested, await opa()))).toEqual([
    'policy.no_tests policies: no Rego test; expected a *_test.rego beside each check',
  ]);
});

test('a clean library has nothing to put right', async () => {
  expect(await lint({})).toEqual([]);
});

test('a mistake of syntax, an unused variable and an unknown built-in come with file and row', async () => {
  const file = 'policies/lib/more/more.rego';
  expect(await lint({ [file]: 'package lib.more\n\na := 1 +\n' })).toContainEqual(
    expect.objectContaining({ path: file, row: 4, rule: 'compile' }),
  );
  expect(await lint({ [file]: 'package lib.more\n\nf(x) if {\n\ty := x\n}\n' })).toContainEqual(
    expect.objectContaining({ path: file, row: 4, rule: 'compile' }),
  );
  expect(await lint({ [file]: 'package lib.more\n\nt := time.now_ns()\n' })).toEqual([
    { path: file, row: 3, rule: 'compile', message: 'undefined function time.now_ns' },
  ]);
});

test('a file that is not formatted is named', async () => {
  const file = 'policies/lib/more/more.rego';
  expect(await lint({ [file]: 'package lib.more\na   := 1\n' })).toEqual([
    { path: file, row: null, rule: 'format', message: 'is not formatted; run `opa fmt --write` on it' },
  ]);
});

test('a check that reads another check is named, in code and not in comments', async () => {
  const root = await smallRepository();
  await change(root, {
    [MISSING]: `${(await text(root, MISSING)).trimEnd()}\n\n# like data.rules.drift.above_limit\nalso := data.rules.metrics.below_floor.passed\n`,
  });
  expect(await lintPolicies(root, await opa())).toEqual([
    {
      path: MISSING,
      row: expect.any(Number) as number,
      rule: 'other_check',
      message: 'reads the check metrics.below_floor; move what both need to policies/lib',
    },
  ]);
});

test('a check about what is no unit may read those about units, because nobody asks both about the same', async () => {
  const walls = 'policies/rules/platform/walls/walls.rego';
  const reading = 'package rules.platform.walls\n\na := data.rules.metrics.below_floor.passed\n\nb := data.rules.platform.other.passed\n';
  const problems = await lint({ [walls]: reading });
  expect(problems.filter(({ rule }) => rule === 'other_check')).toEqual([
    { path: walls, row: 5, rule: 'other_check', message: 'reads the check platform.other; move what both need to policies/lib' },
  ]);
});

test('missing tests and samples, a broken sample, wrong METADATA and a wrong package are named together with their kind', async () => {
  const samples = 'policies/rules/metrics/below_floor/samples';
  expect(
    await lint({
      'policies/rules/card/missing/missing_test.rego': null,
      [`${samples}/allowed.json`]: '{"title": 1}',
      [`${samples}/denied.json`]: '{',
    }),
  ).toEqual([
    { path: 'policies/rules/card/missing/missing_test.rego', row: null, rule: 'untested', message: 'is not there' },
    expect.objectContaining({ path: `${samples}/allowed.json`, rule: 'schema.invalid' }),
    expect.objectContaining({ path: `${samples}/allowed.json`, rule: 'schema.invalid' }),
    expect.objectContaining({ path: `${samples}/allowed.json`, rule: 'schema.invalid' }),
    expect.objectContaining({ path: `${samples}/denied.json`, rule: 'sample.not_json' }),
  ]);
  const root = await smallRepository();
  await change(root, {
    [MISSING]: (await text(root, MISSING)).replace('severity: warn', 'severity: fatal'),
    'policies/lib/more/more.rego': 'package lib.less\n',
  });
  expect(await lintPolicies(root, await opa())).toEqual([
    expect.objectContaining({ path: 'policies/lib/more/more.rego', row: 1, rule: 'policy.wrong_package' }),
    expect.objectContaining({ path: MISSING, row: 1, rule: 'policy.metadata_invalid' }),
  ]);
});
