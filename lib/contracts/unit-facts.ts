import type { RiskTier } from './common.ts';
import type { Config } from './config.ts';
import type { Release } from './release.ts';
import type { Placement, Releases } from './releases.ts';
import type { ThresholdFile } from './thresholds.ts';

/** What people and machines have written down about one model, read from its folder before its declaration runs. */
export interface ModelFacts {
  readonly id: string;
  readonly releases: Releases;
  /** Every version that `releases` places somewhere. */
  readonly versions: Readonly<Record<string, Release>>;
  /** `card.yaml`, byte for byte. */
  readonly card: string;
}

/** What a declaration may know while it is synthesized for one environment. */
export interface UnitContext {
  readonly model: string;
  readonly environment: string;
  readonly placement: Placement;
  readonly versions: Readonly<Record<string, Release>>;
  readonly card: string;
  readonly thresholds: Readonly<Record<RiskTier, ThresholdFile>>;
  readonly config: Config;
}
