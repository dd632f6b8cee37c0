import { UserError } from '../errors.ts';
import { WORK_TREE } from '../work-tree-name.ts';

/**
 * The files of a repository at one moment: the work tree's, or a commit's. Paths are relative to the repository's folder,
 * with `/`, and never lead out of it. A symbolic link is listed (so that nobody can hide one) but never followed.
 */
export interface Tree {
  /** `work tree`, or the commit's full hash. */
  readonly name: string;
  /**
   * Every file below `prefix`, sorted by code unit; empty when there is none.
   * @param prefix empty for everything, else a folder with its closing `/`
   * @throws UserError `path.collision` when two paths differ only in case or Unicode form: one machine would see one file, another two
   */
  list(prefix: string): Promise<readonly string[]>;
  /**
   * The bytes of a file; null when it is absent.
   * @throws UserError `path.outside`, `path.symlink`, `path.not_a_file`, `file.too_large` (over `MAX_FILE_BYTES`, 16 MB for `.wasm`)
   */
  read(path: string): Promise<Uint8Array | null>;
  /** git's hash of a regular file, where that is known without reading it. */
  readonly hash?: (path: string) => string | undefined;
  /** The same of whatever stands there, a link included. */
  readonly oid?: (path: string) => string | undefined;
}

/** Largest file that is read, in bytes. */
export const MAX_FILE_BYTES = 1024 * 1024;
const MAX_WASM_BYTES = 16 * MAX_FILE_BYTES;

/** The limit that holds for `path`, in bytes. */
export function sizeLimit(path: string): number {
  return path.endsWith('.wasm') ? MAX_WASM_BYTES : MAX_FILE_BYTES;
}

export function tooLarge(where: string, bytes: number, limit: number): UserError {
  return new UserError(
    'file.too_large',
    `${where}: ${String(bytes)} bytes; expected at most ${String(limit)}`,
    'Make the file smaller, or split it.',
  );
}

export function isSymlink(where: string): UserError {
  return new UserError(
    'path.symlink',
    `${where}: a symbolic link; expected a file or folder of the repository itself`,
    'Replace the link by what it points to.',
  );
}

export function isNotAFile(where: string, seen: string): UserError {
  return new UserError('path.not_a_file', `${where}: ${seen}; expected a regular file`, 'Put a regular file there, or remove it.');
}

/** How messages name a file: its path, with the commit before it when it is not the work tree's. */
export function placeIn(tree: Tree, path: string): string {
  return tree.name === WORK_TREE ? path : `${tree.name.slice(0, 12)}:${path}`;
}

// A control character in a path is never meant, and would break messages.
// eslint-disable-next-line no-control-regex
const UNSAFE = /[\0-\x1f\x7f\\]/;

/** @throws UserError `path.outside` unless `path` is relative, tidy and inside the repository */
export function assertInside(path: string): void {
  const steps = path.split('/');
  if (UNSAFE.test(path) || steps.some((step) => step === '' || step === '.' || step === '..')) {
    throw new UserError(
      'path.outside',
      `${JSON.stringify(path)}: not a plain path; expected one relative to the repository, without "..", "." or empty steps`,
      'Correct the name that this path was made from.',
    );
  }
}

/** @throws UserError `path.outside` unless `prefix` is empty or a tidy folder with its closing `/` */
export function assertPrefix(prefix: string): void {
  if (prefix !== '') assertInside(prefix.endsWith('/') ? prefix.slice(0, -1) : `${prefix}//`);
}

/** @throws UserError `path.collision` when two of `paths` are one on a file system that folds case or Unicode form */
export function assertDistinct(paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    const folded = path.normalize('NFC').toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) {
      throw new UserError(
        'path.collision',
        `${path}: differs from ${other} only in case or Unicode form; expected names that every file system keeps apart`,
        'Rename one of the two.',
      );
    }
    seen.set(folded, path);
  }
}
