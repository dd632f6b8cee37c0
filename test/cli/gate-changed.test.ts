import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { changedModels } from '../../lib/evidence/index.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, scratchRepository } from '../support/scratch.ts';

const GATE = ['gate', '--base', 'HEAD', '--now', 'head', '--changed'];

test('only models whose files differ are looked at, on disk and in commits', async () => {
  const repository = scratchRepository();
  const none = await inProcess(repository, GATE);
  expect(none).toMatchObject({ code: 0, out: '', err: 'No model differs from HEAD: nothing was judged.\n' });

  writeFileSync(path.join(repository, 'README.md'), 'Words\n');
  expect(await changedModels(repository, 'HEAD')).toEqual([]);
  appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# more\n');
  writeFileSync(path.join(repository, 'models/demand-forecast/notes.md'), 'New\n');
  expect(await changedModels(repository, 'HEAD')).toEqual(['churn', 'demand-forecast']);
  commit(repository, 'Note');
  expect(await changedModels(repository, 'HEAD')).toEqual([]);
  expect(await changedModels(repository, 'HEAD~1')).toEqual(['churn', 'demand-forecast']);

  const { out } = await inProcess(repository, GATE.with(2, 'HEAD~1'));
  expect(out).toContain('churn');
  expect(out).toContain('demand-forecast');
  expect(out).not.toContain('credit-approval');
});

test.each([
  ['a limit', 'policies/thresholds/low.yaml'],
  ['the configuration', 'modelgate.config.ts'],
  ['what environments share', 'synth/prod/_platform/extra.yaml'],
  ['what Argo CD starts from', 'synth/argocd/extra.yaml'],
])('%s concerns all of them', async (_, file) => {
  const repository = scratchRepository();
  appendFileSync(path.join(repository, file), '\n# more\n');
  expect(await changedModels(repository, 'HEAD')).toBeNull();
});

test('a model that is gone concerns all of them', async () => {
  const repository = scratchRepository();
  rmSync(path.join(repository, 'models/churn'), { recursive: true });
  expect(await changedModels(repository, 'HEAD')).toBeNull();
});

test.each([
  [['gate', '--changed']],
  [[...GATE, '--model', 'churn']],
  [[...GATE, '--head', 'HEAD']],
  [[...GATE, '--output', 'report.txt']],
  [[...GATE, '--verdict-file', 'verdict']],
  [[...GATE, '--format', 'markdown']],
  [[...GATE, '--json']],
])('%j is refused: nobody takes a look at a part for a verdict on the whole', async (argv) => {
  expect(await inProcess(scratchRepository(), argv)).toMatchObject({
    code: 2,
    err: expect.stringContaining('usage.bad_changed') as string,
  });
});
