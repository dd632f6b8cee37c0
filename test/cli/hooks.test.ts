import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { commit, git, root, runIn, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';

/** A repository with the hooks switched on as the page says, and a remote. */
function hooked(): string {
  const folder = scratchRepository();
  cpSync(path.join(root, '.githooks'), path.join(folder, '.githooks'), { recursive: true });
  // A repository that uses the package has its command there.
  rmSync(path.join(folder, 'node_modules'));
  mkdirSync(path.join(folder, 'node_modules/.bin'), { recursive: true });
  for (const name of ['modelgate', '.bin/modelgate'] as const)
    symlinkSync(name === 'modelgate' ? root : path.join(root, 'lib/cli/bin.mjs'), path.join(folder, 'node_modules', name));
  const remote = path.join(scratchFolder(), 'remote.git');
  git(folder, 'init', '--quiet', '--bare', remote);
  git(folder, 'remote', 'add', 'origin', remote);
  commit(folder, 'Add hooks');
  git(folder, 'push', '--quiet', 'origin', 'HEAD:main');
  git(folder, 'fetch', '--quiet', 'origin');
  expect(readFileSync(path.join(root, 'docs/workflows.md'), 'utf8')).toContain('git config core.hooksPath .githooks');
  git(folder, 'config', 'core.hooksPath', '.githooks');
  return folder;
}

const tryGit = (folder: string, ...args: readonly string[]): Ran => runIn(folder, 'git', args);

test('a commit whose synth/ is not what its declarations say is refused, and made again once it is', { timeout: 120_000 }, () => {
  const folder = hooked();
  const file = path.join(folder, 'models/churn/model.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('pauseMinutes: 30', 'pauseMinutes: 45'));
  git(folder, 'add', '--all');
  const refused = tryGit(folder, 'commit', '--quiet', '--message', 'Wait longer');
  expect(refused.code).toBe(1);
  expect(`${refused.out}${refused.err}`).toContain('changed');
  expect(runIn(folder, process.execPath, [path.join(root, 'lib/cli/bin.mjs'), 'synth']).code).toBe(0);
  git(folder, 'add', '--all');
  expect(tryGit(folder, 'commit', '--quiet', '--message', 'Wait longer')).toMatchObject({ code: 0 });
});

test('a push that the gate denies is refused', { timeout: 120_000 }, () => {
  const folder = hooked();
  const card = path.join(folder, 'models/churn/card.yaml');
  writeFileSync(card, readFileSync(card, 'utf8').replace(/^title: .*$/m, 'title: TODO'));
  expect(runIn(folder, process.execPath, [path.join(root, 'lib/cli/bin.mjs'), 'synth']).code).toBe(0);
  commit(folder, 'Forget the title');
  const refused = tryGit(folder, 'push', '--quiet', 'origin', 'HEAD:change');
  expect(refused.code).not.toBe(0);
  expect(`${refused.out}${refused.err}`).toContain('card.placeholder');
  expect(tryGit(folder, 'push', '--quiet', '--no-verify', 'origin', 'HEAD:change').code).toBe(0);
});

test('the hooks for pre-commit run commands that there are', () => {
  const hooks = parse(readFileSync(path.join(root, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly id: string;
    readonly entry: string;
  }[];
  expect(hooks.map(({ id }) => id)).toEqual(['modelgate-synth', 'modelgate-gate']);
  expect(hooks.map(({ entry }) => entry)).toEqual(['npx --no-install modelgate synth --check', 'npx --no-install modelgate gate']);
});
