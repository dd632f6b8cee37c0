import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { commit, git, modelgate, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';

/** The command of a unit's gate job, as it lies in `synth/`, against the repository that it lies in. */
function gateJob(repository: string, model: string, environment: string): readonly string[] {
  const text = readFileSync(path.join(repository, `synth/${environment}/${model}/Job.${model}-gate.yaml`), 'utf8');
  const seal = /--unit-sha256=([0-9a-f]{64})$/m.exec(text)?.[1];
  if (seal === undefined) throw new Error(`no digest in ${text}`);
  return [
    'presync',
    '--repository',
    `file://${repository}`,
    '--branch',
    'main',
    '--model',
    model,
    '--env',
    environment,
    '--unit-sha256',
    seal,
  ];
}

const run = (args: readonly string[]): Ran => modelgate(scratchFolder(), args);

/** Raises the first share of traffic of churn, which its tier forbids. */
function raiseFirstStep(repository: string): void {
  const file = path.join(repository, 'models/churn/model.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('steps: [10, 25, 50]', 'steps: [20, 25, 50]'));
  expect(modelgate(repository, ['synth']).code).toBe(0);
}

test('the gate job of a unit that was merged passes, and says which commit it judged', () => {
  const repository = scratchRepository();
  const { code, err } = run(gateJob(repository, 'churn', 'prod'));
  expect(err).toContain(git(repository, 'rev-parse', 'HEAD'));
  expect(code).toBe(0);
});

test('a commit that the policies deny stops the unit that it changed, and no other', () => {
  const repository = scratchRepository();
  raiseFirstStep(repository);
  commit(repository, 'Past the gate of the pull request');
  const denied = run(gateJob(repository, 'churn', 'prod'));
  expect(denied).toMatchObject({ code: 1, out: expect.stringContaining('rollout.first_step_too_large') as string });
  expect(run(gateJob(repository, 'demand-forecast', 'prod')).code).toBe(0);
});

test('policies that the same commit loosens do not let it through', () => {
  const repository = scratchRepository();
  raiseFirstStep(repository);
  const limits = path.join(repository, 'policies/thresholds/limited.yaml');
  const loosened = readFileSync(limits, 'utf8').replace(/maxFirstStepPercent: \d+/, 'maxFirstStepPercent: 50');
  expect(loosened).not.toBe(readFileSync(limits, 'utf8'));
  writeFileSync(limits, loosened);
  commit(repository, 'Both at once');
  expect(run(gateJob(repository, 'churn', 'prod')).code).toBe(1);
});

test('a merged commit that also changed what judges is applied: the second role was asked when it was merged', () => {
  const repository = scratchRepository();
  const file = path.join(repository, 'models/churn/model.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('pauseMinutes: 30', 'pauseMinutes: 45'));
  expect(modelgate(repository, ['synth']).code).toBe(0);
  const limits = path.join(repository, 'policies/thresholds/low.yaml');
  writeFileSync(limits, `${readFileSync(limits, 'utf8')}# A thought.\n`);
  commit(repository, 'Wait longer, and think');
  const whole = modelgate(repository, ['gate', '--base', 'HEAD~1', '--now', 'head']);
  expect(whole).toMatchObject({ code: 1, out: expect.stringContaining('policy.second_role_missing') as string });
  const { code, err } = run(gateJob(repository, 'churn', 'prod'));
  expect(err).toContain(git(repository, 'rev-parse', 'HEAD'));
  expect(code).toBe(0);
});

test('when the branch has moved on, the commit that Argo CD applies is judged, not the newest', () => {
  const repository = scratchRepository();
  const before = gateJob(repository, 'churn', 'prod');
  const first = git(repository, 'rev-parse', 'HEAD');
  raiseFirstStep(repository);
  commit(repository, 'Past the gate');
  const { code, err } = run(before);
  expect(err).toContain(first);
  expect(code).toBe(0);
});

test('files that synth did not write are no unit that was merged', () => {
  const repository = scratchRepository();
  const manifest = path.join(repository, 'synth/prod/churn/Service.churn.yaml');
  const args = gateJob(repository, 'churn', 'prod');
  git(repository, 'checkout', '--quiet', '--orphan', 'rewritten');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('port: 80', 'port: 81'));
  commit(repository, 'By hand');
  git(repository, 'branch', '--force', 'main', 'rewritten');
  expect(run(args)).toMatchObject({ code: 2, err: expect.stringContaining('presync.unknown_unit') as string });
});

test('a repository that cannot be read is an error, never a pass', () => {
  const args = gateJob(scratchRepository(), 'churn', 'prod').map((arg) =>
    arg.startsWith('file://') ? `file://${scratchFolder()}/none` : arg,
  );
  expect(run(args)).toMatchObject({ code: 2, err: expect.stringContaining('presync.no_repository') as string });
});

test('a digest that is none is a mistake of usage', () => {
  const args = gateJob(scratchRepository(), 'churn', 'prod').map((arg) => (/^[0-9a-f]{64}$/.test(arg) ? 'abc' : arg));
  expect(run(args)).toMatchObject({ code: 2, err: expect.stringContaining('usage.bad_digest') as string });
});
