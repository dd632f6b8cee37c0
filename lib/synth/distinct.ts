import { UserError } from '../errors.ts';

/** `synth.duplicate_path` for each path that would be one file with another, be it on a file system that ignores case. */
export function duplicates(paths: Iterable<string>): readonly UserError[] {
  const known = new Map<string, string>();
  const errors: UserError[] = [];
  for (const path of paths) {
    const folded = path.toLowerCase();
    const twin = known.get(folded);
    if (twin === undefined) known.set(folded, path);
    else {
      errors.push(
        new UserError(
          'synth.duplicate_path',
          `${path}: rendered twice, also as ${twin}; expected one object a file, on every file system`,
          'Rename one of the two objects.',
        ),
      );
    }
  }
  return errors;
}
