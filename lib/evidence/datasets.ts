import { DatasetsFile, type RetiredDataset } from '../contracts/portfolio.ts';
import { readDocument } from './document.ts';
import { instantOfDay } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export const DATASETS_FILE = 'policies/datasets.yaml';

/**
 * Data that nobody is to use any more, in the file's order; empty when the file is absent.
 * @throws UserError `time.invalid`; what `readDocument` throws
 */
export async function readRetiredDatasets(tree: Tree): Promise<readonly RetiredDataset[]> {
  const file = await readDocument(tree, DATASETS_FILE, DatasetsFile);
  const where = placeIn(tree, DATASETS_FILE);
  return (file?.retired ?? []).map(({ name, version, sha256, on, reason }, index) => ({
    name,
    version: version ?? null,
    sha256: sha256 ?? null,
    on: instantOfDay(on, `${where}: retired[${String(index)}].on`),
    reason,
  }));
}
