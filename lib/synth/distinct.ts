import { UserError } from '../errors.ts';

/** @throws UserError `synth.duplicate_path` when two paths would be one file, be it on a file system that ignores case */
export function assertDistinct(paths: Iterable<string>): void {
  const known = new Map<string, string>();
  for (const path of paths) {
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
}
