import type { Ref } from './nodes.mjs';
import type { Data, PeerUnit } from './unit.mjs';

/** A unit said once for all models. */
export interface Recipe {
  /** What a platform sets once. */
  readonly platform: Data;
  /** What objects have in common, by name. */
  readonly blocks: Readonly<Record<string, unknown>>;
  /** Each object, or one for each item of a declared list. */
  readonly objects: readonly { readonly kind: string; readonly list?: Ref; readonly node: unknown }[];
}
/** Makes it from one model. */
export declare function recipeOf(folder: string, unit: PeerUnit): Recipe;
