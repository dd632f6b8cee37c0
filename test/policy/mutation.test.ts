import { describe, expect, test } from 'vitest';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { changeOf, mutationReport, readSurvivors, SURVIVORS_FILE, type Survivor } from '../../lib/policy/mutation/survivors.ts';
import { testMutants, type TestedMutant } from '../../lib/policy/mutation/test-mutants.ts';
import { inProcess } from '../support/in-process.ts';
import { change, mistakes, opa, repository, smallRepository, text } from './support.ts';

const LIB = 'policies/lib/num/num.rego';
const FLOOR = 'policies/lib/floor/floor.rego';
const quiet = () => undefined;

/** The small library with one more source, and the tests that are given for it. */
const withFloor = (tests: string) =>
  smallRepository({
    [FLOOR]: [
      '# METADATA',
      '# scope: package',
      '# title: Floors',
      'package lib.floor',
      '',
      'enough(value) if {',
      '\tis_number(value)',
      '\tvalue >= 10',
      '}',
      '',
    ].join('\n'),
    'policies/lib/floor/floor_test.rego': `package lib.floor_test\n\nimport data.lib.floor\n\n${tests}\n`,
  });

const said = (mutants: readonly TestedMutant[]) => mutants.map((mutant) => `${mutant.fate} ${mutant.operator}: ${changeOf(mutant)}`);

describe('mutants', () => {
  test('are killed by tests on and beside the limit and of other types, and by nothing less', async () => {
    const wary = await withFloor(
      'test_limit if {\n\tfloor.enough(10)\n\tnot floor.enough(9)\n\tnot floor.enough("11")\n\tnot floor.enough([])\n\tfloor.enough(11)\n}',
    );
    const careless = await withFloor('test_limit if floor.enough(20)');
    expect(said(await testMutants(wary, await opa(), [FLOOR], quiet))).toEqual([
      'stillborn rule dropped: enough(value) if { is_number(value) value >= 10 } ->',
      'killed condition dropped: is_number(value) -> true',
      'killed condition negated: is_number(value) -> not is_number(value)',
      'killed condition dropped: value >= 10 -> true',
      'killed condition negated: value >= 10 -> not value >= 10',
      'killed comparison: >= -> >',
      'killed comparison: >= -> <',
      'killed number: 10 -> 11',
      'killed number: 10 -> 9',
    ]);
    expect(said(await testMutants(careless, await opa(), [FLOOR], quiet)).filter((line) => line.startsWith('survived'))).toEqual([
      'survived condition dropped: is_number(value) -> true',
      'survived condition dropped: value >= 10 -> true',
      'survived comparison: >= -> >',
      'survived number: 10 -> 11',
      'survived number: 10 -> 9',
    ]);
  });

  test('of a check are killed by its samples too', async () => {
    const check = 'policies/rules/metrics/below_floor/below_floor.rego';
    const test = 'policies/rules/metrics/below_floor/below_floor_test.rego';
    const untested = await smallRepository({ [test]: 'package rules.metrics.below_floor_test\n\ntest_nothing if true\n' });
    const fates = (await testMutants(untested, await opa(), [check], quiet)).map(({ fate }) => fate);
    expect(fates.filter((fate) => fate === 'killed').length).toBeGreaterThan(0);
    expect(fates).toContain('survived');
  });

  test('are not told apart by tests that fail already', async () => {
    const broken = await withFloor('test_limit if floor.enough(1)');
    expect(await mistakes(testMutants(broken, await opa(), [FLOOR], quiet))).toEqual([
      `mutation.fails_already ${FLOOR}: its tests or samples fail without any change; expected tests that pass`,
    ]);
  });

  test("that would not compile are nobody's fault", async () => {
    const fates = await testMutants(await smallRepository(), await opa(), ['policies/rules/drift'], quiet);
    expect(new Set(fates.map(({ fate }) => fate)).has('killed')).toBe(true);
    const { mutants, killed } = mutationReport(fates, [], []);
    expect(mutants).toBe(fates.filter(({ fate }) => fate !== 'stillborn').length);
    expect(killed).toBeLessThanOrEqual(mutants);
  });
});

const mutant = (fate: TestedMutant['fate'], more: Partial<TestedMutant> = {}): TestedMutant => ({
  path: LIB,
  fate,
  operator: 'comparison',
  rule: 'at_least',
  row: 10,
  line: 'value >= limit',
  before: '>=',
  after: '>',
  ...more,
});
const reason: Survivor = { path: LIB, rule: 'at_least', because: 'Nothing can tell the two apart.' };

describe('survivors', () => {
  test('pass with a reason for their rule, their line or their very change', () => {
    const tested = [...Array.from({ length: 19 }, () => mutant('killed')), mutant('survived')];
    for (const more of [{}, { line: 'value >= limit' }, { line: 'value >= limit', change: '>= -> >' }]) {
      expect(mutationReport(tested, [{ ...reason, ...more }], [])).toMatchObject({ passed: true, killed: 19, explained: 1, share: 0.95 });
    }
    for (const more of [{ rule: 'at_most' }, { line: 'value > limit' }, { change: '>= -> <' }, { path: FLOOR }]) {
      expect(mutationReport(tested, [{ ...reason, ...more }], [])).toMatchObject({ passed: false, unexplained: [tested.at(-1)] });
    }
  });

  test('without a reason, too many with one, and reasons that nobody needs are failures', () => {
    expect(mutationReport([mutant('survived')], [], []).passed).toBe(false);
    expect(mutationReport([...Array.from({ length: 18 }, () => mutant('killed')), mutant('survived')], [reason], []).passed).toBe(false);
    expect(mutationReport([mutant('killed')], [reason], [])).toMatchObject({ passed: false, stale: [reason] });
    expect(mutationReport([mutant('killed', { path: FLOOR })], [reason], ['policies/lib/floor'])).toMatchObject({
      passed: true,
      stale: [],
    });
  });

  test('are read from their file, with the row of a mistake', async () => {
    const file = `schemaVersion: modelgate.dev/survivors/v1\nsurvivors:\n  - { path: ${LIB}, rule: at_least, because: ${reason.because} }\n`;
    expect(await readSurvivors(workTreePolicies(await smallRepository({ [SURVIVORS_FILE]: file })))).toEqual([reason]);
    expect(await readSurvivors(workTreePolicies(await smallRepository()))).toEqual([]);
    expect(await mistakes(readSurvivors(workTreePolicies(await smallRepository({ [SURVIVORS_FILE]: 'a: [\n' }))))).toEqual([
      expect.stringMatching(/^survivors\.not_yaml policies\/survivors\.yaml:\d+: /),
    ]);
    expect(await mistakes(readSurvivors(workTreePolicies(await smallRepository({ [SURVIVORS_FILE]: 'survivors: []\n' }))))).toEqual([
      expect.stringMatching(/^schema\.invalid policies\/survivors\.yaml: .*schemaVersion/),
    ]);
  });
});

test('the command says what survived and where, and nothing where there are no policies', async () => {
  const careless = await withFloor('test_limit if floor.enough(20)');
  await change(careless, { 'modelgate.config.ts': await text(repository, 'modelgate.config.ts') });
  const ran = await inProcess(careless, ['policy', 'mutate', '--only', 'policies/lib/floor']);
  expect(ran).toMatchObject({ code: 1 });
  expect(ran.out).toContain(`survived ${FLOOR}:8 enough: comparison, >= -> >\n`);
  expect(ran.out).toContain('3 of 8 mutants killed (37.5 %); 0 survived for a reason, 5 without one, 0 stale\n');
  expect(await inProcess(careless, ['policy', 'mutate', '--only', 'policies/nowhere'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('mutation.nothing') as string,
  });
});
