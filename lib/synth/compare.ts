import path from 'node:path';
import { UserError } from '../errors.ts';
import type { Files } from './files.ts';
import { inScope, type Filter } from './filter.ts';
import { isOwn } from './ownership.ts';
import { scan } from './scan.ts';
import type { Tree } from './tree.ts';

/** How `synth/` departs from the rendered tree. Paths are relative to the repository and sorted by code unit. */
export interface Comparison {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Written by an earlier synthesis, rendered no more. */
  readonly stale: readonly string[];
  /** Not rendered and not written by synthesis. */
  readonly foreign: readonly string[];
  /** Rendered paths that something else occupies. */
  readonly occupied: readonly string[];
  /** Folders that are there, in any order. */
  readonly folders: ReadonlySet<string>;
}

const parents = (file: string): readonly string[] =>
  file.split('/').flatMap((_, index, parts) => (index === 0 || index === parts.length ? [] : [parts.slice(0, index).join('/')]));

function vanished(file: string): UserError {
  return new UserError(
    'synth.changed_meanwhile',
    `${file}: gone since this run began; expected nobody else to write synth/`,
    'Run `npx modelgate synth` again.',
  );
}

/**
 * Compares the rendered tree with the disk, byte for byte.
 * @throws UserError `synth.symlink`, `synth.not_a_folder`
 */
export function compare(root: string, tree: Tree, filter: Filter, files: Files): Comparison {
  const found = scan(root, files);
  const read = (file: string): Buffer => files.readFileSync(path.join(root, file));
  const result = {
    missing: [] as string[],
    changed: [] as string[],
    stale: [] as string[],
    foreign: [] as string[],
    occupied: [] as string[],
  };
  for (const [file, wanted] of tree) {
    if (wanted === null) {
      if (!found.files.has(file)) throw vanished(file);
      continue;
    }
    if (!found.files.has(file)) {
      const blocked = found.folders.has(file) || parents(file).some((parent) => found.files.has(parent));
      (blocked ? result.occupied : result.missing).push(file);
      continue;
    }
    const bytes = read(file);
    if (bytes.equals(wanted)) continue;
    (isOwn(file, bytes) ? result.changed : result.occupied).push(file);
  }
  for (const file of found.files) {
    if (tree.has(file) || !inScope(file, filter)) continue;
    (isOwn(file, read(file)) ? result.stale : result.foreign).push(file);
  }
  for (const list of Object.values(result)) list.sort();
  return { ...result, folders: found.folders };
}

export function occupiedError(file: string): UserError {
  return new UserError(
    'synth.foreign_file',
    `${file}: something lies there that synth did not write; expected a free place, or a file with the first line of synth`,
    'Move it out of synth/, or remove it.',
  );
}
