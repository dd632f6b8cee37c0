import { Release } from '../contracts/release.ts';
import { assertSubject, readDocument } from './document.ts';
import { instantOf } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export function releasePath(model: string, version: string): string {
  return `models/${model}/versions/${version}/release.yaml`;
}

/**
 * Facts about one version; null when the file is absent.
 * @throws UserError `evidence.wrong_subject`, `time.invalid`; what `readDocument` throws
 */
export async function readRelease(tree: Tree, model: string, version: string): Promise<Release | null> {
  const path = releasePath(model, version);
  const release = await readDocument(tree, path, Release);
  if (release === null) return null;
  const where = placeIn(tree, path);
  assertSubject(where, 'model', release.model, model);
  assertSubject(where, 'version', release.version, version);
  instantOf(release.createdAt, `${where}: createdAt`);
  return release;
}
