import { byCodeUnit } from '../by-code-unit.ts';
import { BlockedFile, type BlockedRelease } from '../contracts/blocked.ts';
import { sortedJson } from '../sorted-json.ts';
import { assertSubject, readDocument } from './document.ts';
import { instantOf } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export function blockedPath(model: string): string {
  return `models/${model}/blocked.yaml`;
}

/**
 * The images of a model that must not come back, in the file's order; empty when the file is absent.
 * @throws UserError `evidence.wrong_subject`, `time.invalid`; what `readDocument` throws
 */
export async function readBlocked(tree: Tree, model: string): Promise<readonly BlockedRelease[]> {
  const path = blockedPath(model);
  const file = await readDocument(tree, path, BlockedFile);
  if (file === null) return [];
  const where = placeIn(tree, path);
  assertSubject(where, 'model', file.model, model);
  file.blocked.forEach(({ at }, index) => instantOf(at, `${where}: blocked[${String(index)}].at`));
  return file.blocked;
}

/**
 * What may not come back by the head or by the base: a change cannot lift the block that it would fall under.
 * @returns each entry once, sorted
 */
export async function blockedBy(head: Tree, base: Tree | null, model: string): Promise<readonly BlockedRelease[]> {
  const all = [...(await readBlocked(head, model)), ...(base === null ? [] : await readBlocked(base, model))];
  const entries = new Map(all.map((entry) => [sortedJson(entry), entry]));
  return [...entries].sort(([a], [b]) => byCodeUnit(a, b)).map(([, entry]) => entry);
}
