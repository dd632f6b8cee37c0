import { DatasetsFile, type DatasetRules } from '../contracts/portfolio.ts';
import { readDocument } from './document.ts';
import { instantOfDay, instantOfSeconds } from './instant.ts';
import { placeIn, type Tree } from './tree.ts';

export const DATASETS_FILE = 'policies/datasets.yaml';

const DAY = 24 * 60 * 60;

/**
 * Data that nobody is to use any more, and data of which rows were erased, in the file's order; empty when the file is absent.
 * @throws UserError `time.invalid`; what `readDocument` throws
 */
export async function readDatasets(tree: Tree): Promise<DatasetRules> {
  const file = await readDocument(tree, DATASETS_FILE, DatasetsFile);
  const where = placeIn(tree, DATASETS_FILE);
  return {
    retiredDatasets: (file?.retired ?? []).map(({ name, version, sha256, on, reason }, index) => ({
      name,
      version: version ?? null,
      sha256: sha256 ?? null,
      on: instantOfDay(on, `${where}: retired[${String(index)}].on`),
      reason,
    })),
    erasures: (file?.erasures ?? []).map(({ name, version, on, retrainWithinDays, reason }, index) => {
      const day = instantOfDay(on, `${where}: erasures[${String(index)}].on`);
      // Days of UTC all have as many seconds.
      return { name, version: version ?? null, on: day, due: instantOfSeconds(day.seconds + retrainWithinDays * DAY), reason };
    }),
  };
}
