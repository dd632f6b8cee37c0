import { compare } from './compare.ts';
import { realFiles } from './files.ts';
import type { Filter } from './filter.ts';
import type { Tree } from './tree.ts';

/** Files that keep `synth/` from being what the declarations say. Paths are relative to the repository, sorted by code unit. */
export interface Difference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Not rendered, but there: left over from an earlier synthesis, or put there by hand where Argo CD would apply it. */
  readonly extra: readonly string[];
}

/** What Argo CD applies when it finds it in a folder. */
const APPLIED = /\.(ya?ml|json)$/i;

/**
 * Compares `synth/` with the rendered tree. Writes nothing.
 * @param filter the part that the tree was rendered for
 * @throws UserError `synth.symlink`, `synth.not_a_folder`
 */
export function check(root: string, tree: Tree, filter: Filter): Difference {
  const { missing, changed, stale, foreign, occupied } = compare(root, tree, filter, realFiles);
  return {
    missing,
    changed: [...changed, ...occupied].sort(),
    extra: [...stale, ...foreign.filter((file) => APPLIED.test(file))].sort(),
  };
}
