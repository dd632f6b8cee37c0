import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { gitTree } from '../../lib/evidence/commit-tree.ts';
import { sharedChanges } from '../../lib/evidence/shared-changes.ts';
import { workTree } from '../../lib/evidence/work-tree.ts';
import { oneModel, type Repository } from './support/repository.ts';

test('a file that decides about the gate is never hidden by being no plain file, or too large to read', async () => {
  const guardedBy = async (before: (repository: Repository) => unknown, after: (repository: Repository) => unknown) => {
    const repository = oneModel();
    before(repository);
    const base = repository.write('note', 'x').commit('before');
    after(repository);
    const head = repository.write('note', 'y').commit('after');
    const asCommits = await sharedChanges(await gitTree(repository.root, head), await gitTree(repository.root, base));
    const asFiles = await sharedChanges(workTree(repository.root), await gitTree(repository.root, base));
    return [asCommits.guarded, asFiles.guarded];
  };
  const FILE = '.github/CODEOWNERS';
  const giant = Buffer.alloc(2 * 1024 * 1024, 'x');
  const link = (to: string) => (repository: Repository) => {
    repository.write(FILE, '').remove(FILE);
    symlinkSync(to, path.join(repository.root, FILE));
  };
  const nothing = (): undefined => undefined;
  expect(await guardedBy(nothing, link('../x'))).toEqual([[FILE], [FILE]]);
  expect(await guardedBy(nothing, (repository) => repository.write(FILE, giant))).toEqual([[FILE], [FILE]]);
  expect(await guardedBy(link('../x'), (repository) => repository.remove(FILE))).toEqual([[FILE], [FILE]]);
  expect(await guardedBy(link('../x'), link('../y'))).toEqual([[FILE], [FILE]]);
  const write = (text: string) => (repository: Repository) => repository.remove(FILE).write(FILE, text);
  expect(await guardedBy(link('../x'), write('../x'))).toEqual([[FILE], [FILE]]);
  // What nobody touched is known to be the same where git knows it; on disk it cannot be told.
  expect(await guardedBy(link('../x'), nothing)).toEqual([[], [FILE]]);
  expect(await guardedBy((repository) => repository.write(FILE, giant), nothing)).toEqual([[], [FILE]]);
  expect(await guardedBy((repository) => repository.write(FILE, '* @mira\n'), nothing)).toEqual([[], []]);
  for (const file of [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'action.yml',
    'modelgate.config.ts',
    '.gitlab-ci.yml',
    'docs/CODEOWNERS',
  ])
    expect(await guardedBy(nothing, (repository) => repository.write(file, '{}'))).toEqual([[file], [file]]);
});
