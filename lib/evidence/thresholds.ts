import type { RiskTier } from '../contracts/common.ts';
import { ThresholdFile } from '../contracts/thresholds.ts';
import { UserError } from '../errors.ts';
import { readDocument } from './document.ts';
import { placeIn, type Tree } from './tree.ts';

async function readTier(tree: Tree, tier: RiskTier): Promise<ThresholdFile> {
  const path = `policies/thresholds/${tier}.yaml`;
  const where = placeIn(tree, path);
  const file = await readDocument(tree, path, ThresholdFile);
  if (file === null) {
    throw new UserError(
      'thresholds.missing',
      `${where}: absent; expected the limits of risk tier ${tier}`,
      'Restore the file; there is one for each of low, limited and high.',
    );
  }
  if (file.tier !== tier) {
    throw new UserError(
      'thresholds.wrong_tier',
      `${where}: tier is ${file.tier}; expected ${tier}, after the file’s name`,
      'Correct the tier, or rename the file.',
    );
  }
  return file;
}

/**
 * The limits of every risk tier.
 * @throws UserError `thresholds.missing`, `thresholds.wrong_tier`; what `readDocument` throws
 */
export async function readThresholds(tree: Tree): Promise<Readonly<Record<RiskTier, ThresholdFile>>> {
  return { low: await readTier(tree, 'low'), limited: await readTier(tree, 'limited'), high: await readTier(tree, 'high') };
}
