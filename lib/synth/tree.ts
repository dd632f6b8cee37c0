import { UserError } from '../errors.ts';

/**
 * Path relative to the repository -> bytes, ordered by path. Null stands for a file that is known to be on disk as it has to be.
 */
export type Tree = ReadonlyMap<string, Uint8Array | null>;

/**
 * Puts files together to one tree, ordered by path.
 * @throws UserError `synth.duplicate_path` when two would be one file, be it on a file system that ignores case
 */
export function treeOf(files: readonly (readonly [path: string, bytes: Uint8Array | null])[]): Tree {
  const known = new Map<string, string>();
  for (const [path] of files) {
    const folded = path.toLowerCase();
    const twin = known.get(folded);
    if (twin !== undefined) {
      throw new UserError(
        'synth.duplicate_path',
        `${path}: rendered twice, also as ${twin}; expected one object a file, on every file system`,
        'Rename one of the two objects.',
      );
    }
    known.set(folded, path);
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
