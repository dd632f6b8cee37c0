import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { byCodeUnit } from '../by-code-unit.ts';
import { UserError } from '../errors.ts';
import { git } from './git.ts';

/** A file of the work tree that differs from the head commit. */
export interface ChangedFile {
  /** From the git repository's top, with `/`. */
  readonly path: string;
  /** Null when it is gone. */
  readonly content: string | null;
}

/**
 * Files at or below `paths` that differ from the head commit: changed, new (but not ignored) or removed, sorted by path.
 * @param paths relative to `root`
 * @throws UserError `git.*`, `file.not_text`
 */
export async function changedFiles(root: string, paths: readonly string[]): Promise<readonly ChangedFile[]> {
  const top = (await git(root, ['rev-parse', '--show-toplevel'])).toString('utf8').trimEnd();
  const listed = await git(root, ['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames', '--', ...paths]);
  const names = listed
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => entry.slice(3))
    .sort(byCodeUnit);
  return Promise.all(names.map(async (name) => ({ path: name, content: await textOf(path.join(top, name), name) })));
}

async function textOf(file: string, name: string): Promise<string | null> {
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  const refused = (seen: string): UserError =>
    new UserError('file.not_text', `${name}: is ${seen}; expected a file of UTF-8 text`, 'Leave the file out, or correct it.');
  if (!found.isFile()) throw refused('no file');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(file));
  } catch {
    throw refused('not UTF-8');
  }
}
