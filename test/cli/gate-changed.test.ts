import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gitTree, touchedModels, touchedPaths, touchedTree, workTree } from '../../lib/evidence/index.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, scratchRepository } from '../support/scratch.ts';

const changedModels = async (root: string, base: string): ReturnType<typeof touchedModels> =>
  touchedModels(await touchedPaths(root, base), workTree(root));

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

test('what git lists is what lies there, whatever was added, changed, removed or replaced', async () => {
  const repository = scratchRepository();
  const at = (file: string): string => path.join(repository, file);
  appendFileSync(at('models/churn/card.yaml'), '# more\n');
  writeFileSync(at('models/churn/notes.md'), 'New\n');
  mkdirSync(at('models/another/versions'), { recursive: true });
  writeFileSync(at('models/another/versions/a.md'), 'New\n');
  rmSync(at('synth/prod/churn/Service.churn.yaml'));
  rmSync(at('models/demand-forecast/card.yaml'));
  mkdirSync(at('models/demand-forecast/card.yaml'));
  writeFileSync(at('models/demand-forecast/card.yaml/inside.md'), 'A folder now\n');
  rmSync(at('synth/dev/churn'), { recursive: true });
  symlinkSync('../prod/churn', at('synth/dev/churn'));
  renameSync(at('synth/catalog/churn.json'), at('synth/catalog/other.json'));

  const disk = workTree(repository);
  const base = await gitTree(repository, 'HEAD');
  const seen = touchedTree(repository, base, await touchedPaths(repository, 'HEAD'));
  for (const prefix of ['models/', 'synth/', 'synth/catalog/', 'policies/', 'models/demand-forecast/card.yaml/'])
    expect(await seen.list(prefix)).toEqual(await disk.list(prefix));
  for (const file of ['models/churn/card.yaml', 'models/churn/notes.md', 'synth/prod/churn/Service.churn.yaml', 'policies/waivers.yaml'])
    expect(await seen.read(file)).toEqual(await disk.read(file));
  await expect(seen.read('synth/dev/churn/Service.churn.yaml')).rejects.toThrow('symbolic link');
  expect(seen.hash?.('models/churn/card.yaml')).toBeUndefined();
  expect(seen.hash?.('models/churn/model.ts')).toBe(base.hash('models/churn/model.ts'));
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
