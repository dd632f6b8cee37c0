import { expect, onTestFinished, test } from 'vitest';
import { readThresholds, workTree } from '../../lib/evidence/index.ts';
import { createEngine } from '../../lib/policy/engine.ts';
import { policyDocs, type Around } from '../../lib/policy/docs.ts';
import { explainCheck } from '../../lib/policy/explain.ts';
import { listChecks, renderList } from '../../lib/policy/list.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { root } from '../support/scratch.ts';
import { built, mistakes, smallRepository } from './support.ts';

test('the list has one line a check', async () => {
  const checks = await listChecks(workTreePolicies(await smallRepository()));
  expect(renderList(checks)).toBe(
    [
      'warn  card.missing         No card',
      'deny  drift.above_limit    Drift above its limit',
      'deny  metrics.below_floor  Metric below its floor',
      '',
    ].join('\n'),
  );
});

test('a code is explained with severity, message, fix, limits and source', async () => {
  const source = workTreePolicies(await smallRepository());
  expect(await explainCheck(source, 'metrics.below_floor')).toBe(
    [
      'metrics.below_floor: Metric below its floor',
      '',
      'Every metric that has a floor must be measured and reach it.',
      '',
      'severity  deny',
      'message   {subject} is {observed}; its floor is {expected}',
      'fix       Improve the model, or change the floor in a pull request of its own.',
      'limits    thresholds.floors',
      'source    policies/rules/metrics/below_floor/below_floor.rego',
      '',
    ].join('\n'),
  );
  expect(await explainCheck(source, 'card.missing')).toContain('severity  warn (info for what already runs)');
});

test.each([
  ['metrics.below_flor', 'Did you mean metrics.below_floor?'],
  ['metrics.under_floor', 'Did you mean metrics.below_floor?'],
  ['zzz', 'Look the code up in the list.'],
])('an unknown code %s is an error with the closest one', async (code, fix) => {
  const explaining = explainCheck(workTreePolicies(await smallRepository()), code);
  await expect(explaining).rejects.toMatchObject({ code: 'policy.unknown_code', fix });
});

/** This repository's limits, and one control of a check of the small library. */
async function around(): Promise<Around> {
  const controls = [
    { id: 'Art. 15(1)', title: 'Accuracy', checks: ['metrics.below_floor'], remains: 'Whether the metric is the right one.' },
    { id: 'Art. 11', title: 'Documents', checks: ['card.missing'], remains: 'The rest.' },
  ];
  const pack = {
    schemaVersion: 'modelgate.dev/pack/v1',
    pack: 'eu-ai-act',
    title: 'AI Act',
    source: 'EU',
    remains: 'People.',
    controls,
  } as const;
  return { packs: [pack], tiers: await readThresholds(workTree(root)) };
}

test('every code gets a page whose example is what the compiled policies say of its denied sample', async () => {
  const root = await smallRepository();
  const engine = createEngine(await built(root), { workers: 1 });
  onTestFinished(() => engine.close());
  const pages = await policyDocs(workTreePolicies(root), engine, await around());
  expect(Object.keys(pages)).toEqual([
    'docs/findings/README.md',
    'docs/findings/card.missing.md',
    'docs/findings/drift.above_limit.md',
    'docs/findings/metrics.below_floor.md',
    'docs/findings/policy.second_role_missing.md',
  ]);
  expect(pages['docs/findings/policy.second_role_missing.md']).toContain('no waiver excuses it');
  expect(pages['docs/findings/README.md']).toContain('| [drift.above_limit](drift.above_limit.md) | deny | Drift above its limit |');
  expect(pages['docs/findings/metrics.below_floor.md']).toMatchSnapshot();
});

test('a sample whose patch does not apply is an error that names it', async () => {
  const sample = 'policies/rules/card/missing/samples/denied.json';
  const root = await smallRepository({
    [sample]: '{"title": "t", "patch": [{"op": "remove", "path": "/nothing"}], "expect": {"failed": ["card"]}}',
  });
  const engine = createEngine(await built(root), { workers: 1 });
  onTestFinished(() => engine.close());
  expect(await mistakes(policyDocs(workTreePolicies(root), engine, await around()))).toEqual([
    `sample.cannot_apply ${sample}: /nothing: there is no such place in policies/samples/base.json; expected a patch that applies`,
  ]);
});
