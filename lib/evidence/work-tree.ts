import { byCodeUnit } from '../by-code-unit.ts';
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { assertDistinct, assertInside, assertPrefix, isNotAFile, isSymlink, sizeLimit, tooLarge, type Tree } from './tree.ts';
import { WORK_TREE } from '../work-tree-name.ts';

// Synchronous calls on purpose: a unit's files are small and local, and the thread pool costs several times the read itself.

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

function unreadable(path: string, thrown: unknown): UserError {
  return new UserError(
    'file.unreadable',
    `${path}: could not be read (${codeOf(thrown)}); expected a file that this user may read`,
    'Correct its permissions.',
    { cause: thrown },
  );
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

class WorkTree implements Tree {
  readonly name = WORK_TREE;
  readonly #root: string;
  /** Folders already seen not to be links. */
  readonly #folders = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  list(prefix: string): Promise<readonly string[]> {
    return Promise.resolve().then(() => {
      assertPrefix(prefix);
      const folder = prefix.slice(0, -1);
      const found: string[] = [];
      if (folder === '' || this.#isFolder(folder)) this.#walk(folder, found);
      found.sort(byCodeUnit);
      assertDistinct(found);
      return found;
    });
  }

  read(path: string): Promise<Uint8Array | null> {
    return Promise.resolve().then(() => {
      assertInside(path);
      const end = path.lastIndexOf('/');
      if (end !== -1 && !this.#isFolder(path.slice(0, end))) return null;
      let file: number;
      try {
        // Without O_NONBLOCK a named pipe would wait for a writer for ever.
        file = openSync(join(this.#root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      } catch (thrown) {
        if (ABSENT.has(codeOf(thrown))) return null;
        throw codeOf(thrown) === 'ELOOP' ? isSymlink(path) : unreadable(path, thrown);
      }
      try {
        return contents(file, path);
      } finally {
        closeSync(file);
      }
    });
  }

  /** @returns false when absent @throws UserError when it, or a folder above it, is a link */
  #isFolder(folder: string): boolean {
    if (this.#folders.has(folder)) return true;
    const end = folder.lastIndexOf('/');
    if (end !== -1 && !this.#isFolder(folder.slice(0, end))) return false;
    try {
      const seen = lstatSync(join(this.#root, folder));
      if (seen.isSymbolicLink()) throw isSymlink(folder);
      if (!seen.isDirectory()) return false;
    } catch (thrown) {
      if (thrown instanceof UserError) throw thrown;
      if (ABSENT.has(codeOf(thrown))) return false;
      throw unreadable(folder, thrown);
    }
    this.#folders.add(folder);
    return true;
  }

  #walk(folder: string, found: string[]): void {
    let entries;
    try {
      entries = readdirSync(join(this.#root, folder), { withFileTypes: true });
    } catch (thrown) {
      throw unreadable(folder, thrown);
    }
    this.#folders.add(folder);
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory()) found.push(path);
      else if (path !== '.git') this.#walk(path, found);
    }
  }
}

function contents(file: number, path: string): Uint8Array {
  const seen = fstatSync(file);
  if (!seen.isFile()) throw isNotAFile(path, seen.isDirectory() ? 'a folder' : 'neither file nor folder');
  const limit = sizeLimit(path);
  if (seen.size > limit) throw tooLarge(path, seen.size, limit);
  const bytes = Buffer.allocUnsafe(seen.size);
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

/**
 * The files as they lie on disk, committed or not.
 * @param root absolute path of the repository's folder
 */
export function workTree(root: string): Tree {
  return new WorkTree(root);
}
