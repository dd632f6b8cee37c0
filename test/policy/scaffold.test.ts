import { cp } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { answersOf, resultsOf } from '../../lib/policy/answers.ts';
import { evaluate } from '../../lib/policy/evaluate.ts';
import { lintPolicies } from '../../lib/policy/lint.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { readRoster } from '../../lib/policy/roster.ts';
import { readSamples, SAMPLE_KINDS, sampleInput } from '../../lib/policy/samples.ts';
import { scaffoldCheck } from '../../lib/policy/scaffold.ts';
import { serialise } from '../../lib/policy/serialise.ts';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';
import { testPolicies } from '../../lib/policy/test-policies.ts';
import { built, change, mistakes, opa, repository, scratch } from './support.ts';

test('a new check is clean, wholly tested, and judged with the rest as its samples say', { timeout: 120_000 }, async () => {
  const root = await scratch();
  await cp(path.join(repository, 'policies'), path.join(root, 'policies'), { recursive: true });
  await change(root, scaffoldCheck('data/too_few_rows', []));
  expect(await lintPolicies(root, await opa())).toEqual([]);

  const report = await testPolicies(root, await opa());
  expect(report.passed).toBe(true);
  const covered = report.coverage?.find(({ path: file }) => file.endsWith('/too_few_rows.rego'));
  expect(covered?.notCovered).toEqual([]);

  const bundle = await built(root);
  const source = workTreePolicies(root);
  const check = (await readRoster(source)).find((one) => one.check.code === 'data.too_few_rows');
  if (check === undefined) throw new Error('the new check is not on the roster');
  const samples = await readSamples(source, check, Object.keys(scaffoldCheck('data/too_few_rows', [])));
  expect(samples.map(({ kind }) => kind).sort()).toEqual([...SAMPLE_KINDS].sort());
  for (const { where, sample } of samples) {
    if (typeof sample === 'string') throw new Error(`${where} is left out`);
    const output = evaluate(bundle.module, new SpareMemory(1024), serialise(await sampleInput(source, sample, where), where));
    const [result] = resultsOf(answersOf(output, [check.check.code]), [check.check], where);
    expect({ passed: result?.passed, failed: result?.failed }).toMatchObject(sample.expect);
  }
});

test.each(['data', 'Data/rows', 'data/../../x', 'data/Rows', 'data/1', ''])('%j is no name for a check', async (name) => {
  expect(await mistakes(Promise.resolve().then(() => scaffoldCheck(name, [])))).toEqual([expect.stringMatching(/^policy\.bad_name /)]);
});

test('a topic that no check has and no team would look in is refused with those that there are', async () => {
  const refusal = (name: string, present: readonly { readonly code: string }[]) =>
    mistakes(Promise.resolve().then(() => scaffoldCheck(name, present)));
  const all = 'card, compliance, data, drift, fairness, metrics, monitoring, privacy, promotion, provenance, rollout, serving';
  expect(await refusal('colour/too_red', [])).toEqual([
    `policy.unknown_topic "colour/too_red": colour is no topic of units' checks; expected one of ${all}`,
  ]);
  expect(Object.keys(scaffoldCheck('colour/too_red', [{ code: 'colour.too_green' }]))).toContain(
    'policies/rules/colour/too_red/too_red.rego',
  );
  // What no unit is, is judged by another input: what begins here could say nothing of it.
  expect(await refusal('platform/too_red', [{ code: 'platform.network_open' }])).toHaveLength(1);
});
