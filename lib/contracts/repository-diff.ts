import type { ResourceChange } from './resource-change.ts';
import type { SharedReview, UnitReview } from './unit-review.ts';

/** What a change does to one model in one environment. */
export interface UnitDiff {
  readonly model: string;
  readonly environment: string;
  readonly stable: string;
  readonly candidate: string | null;
  readonly change: UnitReview['change'];
  readonly limits: UnitReview['limits'];
  readonly resources: readonly ResourceChange[];
}

/** What `modelgate diff --json` prints: everything of a repository that is other than at the base. */
export interface RepositoryDiff {
  readonly schemaVersion: 1;
  /** Hash of the base commit. */
  readonly base: string;
  /** Units that the change touches, by model, then in the model's promotion order. */
  readonly units: readonly UnitDiff[];
  /** Models and units that stood at the base, and serve nowhere now. */
  readonly removed: readonly string[];
  readonly shared: SharedReview;
  readonly summary: { readonly units: number; readonly added: number; readonly changed: number; readonly removed: number };
}
