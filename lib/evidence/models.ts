import { byCodeUnit } from '../by-code-unit.ts';
import { ModelId } from '../contracts/common.ts';
import { problems } from '../contracts/schema.ts';
import { UserError } from '../errors.ts';
import type { Tree } from './tree.ts';

/** @throws UserError `model.bad_id` unless `id` may name a model and its folder */
export function assertModelId(id: string): void {
  if (problems(ModelId, id).length === 0) return;
  const shown = JSON.stringify(id.length > 80 ? `${id.slice(0, 77)}...` : id);
  throw new UserError(
    'model.bad_id',
    `models/: ${shown} is no model id; expected 1 to 40 of a-z, 0-9 and "-", a letter first and no "-" last`,
    'Rename the folder and the id in its files.',
  );
}

/**
 * Ids of the models in a tree, sorted: the folders of `models/` that hold anything but Python's caches.
 * @throws UserError `model.bad_id`, `path.symlink` (a model that is a link)
 */
export async function listModels(tree: Tree): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const path of await tree.list('models/')) {
    const end = path.indexOf('/', 'models/'.length);
    const id = path.slice('models/'.length, end);
    // A file beside the folders (a README) is no model; reading it makes sure that it is not a link to one.
    if (end === -1) await tree.read(path);
    else if (!ids.has(id) && !/\/__pycache__(?:\/|$)/.test(path.slice(end))) ids.add(id);
  }
  for (const id of ids) assertModelId(id);
  return [...ids].sort(byCodeUnit);
}
