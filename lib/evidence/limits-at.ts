import type { RiskTier } from '../contracts/common.ts';
import { resolveThresholds, type LimitsOfSide } from '../contracts/resolve-thresholds.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';
import { readCatalog } from './catalog.ts';
import { orNull } from './or-null.ts';
import type { Tree } from './tree.ts';

/** The limits of a unit by one tree's declaration, for people to compare; null when they cannot be read there. */
export async function limitsAt(
  tree: Tree,
  files: Readonly<Record<RiskTier, ThresholdFile>> | null,
  model: string,
  environment: string,
): Promise<LimitsOfSide | null> {
  if (files === null) return null;
  const of = async (): Promise<LimitsOfSide> => {
    const { riskTier, task, thresholds } = await readCatalog(tree, model);
    return { riskTier, thresholds: resolveThresholds(files[riskTier], task, environment, thresholds).thresholds };
  };
  return orNull(of());
}
