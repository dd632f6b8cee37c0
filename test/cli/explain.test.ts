import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { scratchRepository } from '../support/scratch.ts';

test('a model’s numbers stand beside what a check expects of them, what passed included', async () => {
  const repository = scratchRepository();
  const ran = await inProcess(repository, ['explain', 'metrics.below_floor', '--model', 'churn', '--env', 'staging', '--now', 'head']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toMatch(/^metrics\.below_floor: /);
  expect(ran.out.slice(ran.out.indexOf('churn/'))).toBe(
    [
      'churn/staging, release 1.1.0',
      '  subject                  result  observed  expected',
      '  1.1.0/balanced_accuracy  passed  0.79665   0.6',
      '  1.1.0/f1                 passed  0.739174  0.7',
      '  1.1.0/recall             passed  0.857477  0.75',
      '  1.1.0/roc_auc            passed  0.878039  0.85',
      '',
    ].join('\n'),
  );
});

test('what did not pass comes first and says what it weighs', async () => {
  const repository = scratchRepository();
  const file = path.join(repository, 'models/churn/versions/1.1.0/evaluation.json');
  const evaluation = JSON.parse(readFileSync(file, 'utf8')) as { metrics: { f1: { value: number } } };
  evaluation.metrics.f1.value = 0.5;
  writeFileSync(file, JSON.stringify(evaluation));
  const ran = await inProcess(repository, ['explain', 'metrics.below_floor', '--model', 'churn', '--env', 'dev', '--now', 'head']);
  expect(ran.out).toMatch(/^ {2}subject .*\n {2}1\.1\.0\/f1 +failed \(deny\) +0\.5 +0\.7\n {2}1\.1\.0\/balanced_accuracy +passed /m);
  expect(ran.code).toBe(0);
});

test('an excused subject names its waiver, as data too', async () => {
  const asked = ['explain', 'fairness.disparate_impact', '--model', 'credit-approval', '--env', 'dev', '--now', 'head', '--json'];
  const ran = await inProcess(scratchRepository(), asked);
  const { units } = JSON.parse(ran.out) as { units: readonly { subjects: readonly Readonly<Record<string, unknown>>[] }[] };
  expect(units).toHaveLength(1);
  expect(units[0]?.subjects[0]).toMatchObject({
    subject: '1.1.0/age_band/25-and-under',
    status: 'waived',
    waiver: 'credit-approval-dev-disparate-impact-age',
  });
});

test('a check with nothing to do says why', async () => {
  const ran = await inProcess(scratchRepository(), ['explain', 'metrics.regressed', '--model', 'churn', '--env', 'dev', '--now', 'head']);
  expect(ran.out).toMatch(/^churn\/dev, release 1\.1\.0\n {2}not applicable: no release is new here/m);
});

test.each([
  ['a check that is asked of no model', ['platform.network_open', '--model', 'churn'], 'explain.no_model'],
  ['a check of the gate itself', ['policy.second_role_missing', '--model', 'churn'], 'explain.no_model'],
  ['an environment of no model', ['metrics.below_floor', '--env', 'prod'], 'usage.needs_model'],
  ['a time for no model', ['metrics.below_floor', '--now', 'head'], 'usage.needs_model'],
  ['an unknown model', ['metrics.below_floor', '--model', 'nope'], 'filter.unknown_model'],
])('%s is refused', async (_, asked, code) => {
  const ran = await inProcess(scratchRepository(), ['explain', ...asked]);
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toContain(`error ${code}`);
});
