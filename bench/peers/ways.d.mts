import type { Recipe } from './recipe.mjs';
import type { PeerUnit } from './unit.mjs';

/** One tool with one form of sources. */
export interface Way {
  /** Writes the sources into a folder. */
  prepare(folder: string, recipe: Recipe, units: readonly PeerUnit[]): void;
  /** The command's arguments; the unit counts where a process renders one model. */
  args(folder: string, unit: PeerUnit, recipe: Recipe): readonly string[];
}
/** By what the bench's table calls it. */
export declare const WAYS: Readonly<Record<string, Way>>;
