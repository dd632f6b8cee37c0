import { Releases } from '../contracts/releases.ts';
import { UserError } from '../errors.ts';
import { assertSubject, readDocument } from './document.ts';
import { assertModelId } from './models.ts';
import { placeIn, type Tree } from './tree.ts';

export function releasesPath(model: string): string {
  return `models/${model}/releases.yaml`;
}

/**
 * Which release of a model is where.
 * @throws UserError `releases.missing`, `model.bad_id`, `evidence.wrong_subject`; what `readDocument` throws
 */
export async function readReleases(tree: Tree, model: string): Promise<Releases> {
  const found = await findReleases(tree, model);
  if (found !== null) return found;
  throw new UserError(
    'releases.missing',
    `${placeIn(tree, releasesPath(model))}: absent; expected the file that says which release stands in which environment`,
    `Write the file, or remove models/${model}/.`,
  );
}

/** The same, but null when the file is absent. */
export async function findReleases(tree: Tree, model: string): Promise<Releases | null> {
  assertModelId(model);
  const path = releasesPath(model);
  const releases = await readDocument(tree, path, Releases);
  if (releases === null) return null;
  assertSubject(placeIn(tree, path), 'model', releases.model, model);
  assertRetired(placeIn(tree, path), releases);
  return releases;
}

function assertRetired(where: string, { environments }: Releases): void {
  for (const [environment, { candidate, retired }] of Object.entries(environments)) {
    if (retired === undefined || candidate === undefined) continue;
    throw new UserError(
      'release.retired_candidate',
      `${where}: ${environment} is retired and has the candidate ${candidate}; expected no rollout where nothing serves`,
      'Take the candidate out, or the retirement.',
    );
  }
}
