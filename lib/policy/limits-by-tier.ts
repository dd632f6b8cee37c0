import { TIERS, type RiskTier } from '../contracts/common.ts';
import type { ThresholdFile } from '../contracts/thresholds.ts';

/** One limit in one layer of the tiers' files. */
export interface LimitRow {
  /** As METADATA names it: `thresholds.metrics.floors`. */
  readonly limit: string;
  /** The layer: all models, those of a task, or those in an environment. A later one wins. */
  readonly where: string;
  /** By tier; undefined where the layer is silent. */
  readonly values: Readonly<Record<RiskTier, unknown>>;
}

function at(layer: unknown, path: readonly string[]): unknown {
  let value = layer;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  // `{}` and `[]` only make room for what later layers say.
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value;
}

function layersOf({ all, tasks, environments }: ThresholdFile): readonly (readonly [where: string, layer: unknown])[] {
  return [
    ['all models', all],
    ...Object.entries(tasks),
    ...Object.entries(environments).map(([name, layer]) => [`in ${name}`, layer] as const),
  ];
}

/** The values of some limits, in the order of the limits and then of the layers; a layer that is silent in every tier has no row. */
export function limitsByTier(limits: readonly string[], tiers: Readonly<Record<RiskTier, ThresholdFile>>): readonly LimitRow[] {
  const layers = TIERS.map((tier) => [tier, new Map(layersOf(tiers[tier]))] as const);
  const places = [...new Set(layers.flatMap(([, byName]) => [...byName.keys()]))];
  return limits.flatMap((limit) => {
    const path = limit.split('.').slice(1);
    return places.flatMap((where): LimitRow[] => {
      const values = Object.fromEntries(layers.map(([tier, byName]) => [tier, at(byName.get(where), path)])) as Record<RiskTier, unknown>;
      return Object.values(values).every((value) => value === undefined) ? [] : [{ limit, where, values }];
    });
  });
}
