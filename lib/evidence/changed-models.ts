import { byCodeUnit } from '../by-code-unit.ts';
import { git } from './git.ts';
import { ownerOf } from './judged-digests.ts';
import { workTree } from './work-tree.ts';
import { listModels } from './models.ts';

/** What models share, and what decides about all of them. */
const SHARED = ['policies', 'modelgate.config.ts', 'package.json', 'package-lock.json'];

/**
 * Models of which a file on disk is another one than in `base`, by what git's index knows of the files' times: for whoever works on them, not
 * for a verdict that others trust.
 * @returns ids, sorted; null when something that models share differs, or a model is gone: then all are concerned
 * @throws UserError `git.*`, `model.bad_id`, `path.symlink`
 */
export async function changedModels(root: string, base: string): Promise<readonly string[] | null> {
  const judged = ['models', 'synth', ...SHARED];
  const listed = await Promise.all([
    git(root, ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--relative', base, '--', ...judged]),
    git(root, ['ls-files', '-z', '--others', '--exclude-standard', '--', ...judged]),
  ]);
  const paths = listed.flatMap((output) => output.toString('utf8').split('\0')).filter((path) => path !== '');
  const owners = new Set(paths.map(ownerOf));
  const known = new Set(await listModels(workTree(root)));
  const models: string[] = [];
  for (const owner of owners) {
    if (owner === undefined || !known.has(owner)) return null;
    models.push(owner);
  }
  return models.sort(byCodeUnit);
}
