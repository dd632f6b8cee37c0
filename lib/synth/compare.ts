import path from 'node:path';
import { UserError } from '../errors.ts';
import type { Files } from './files.ts';
import { inScope, type Filter } from './filter.ts';
import { isOwn } from './ownership.ts';
import { scan } from './scan.ts';

/** How `synth/` departs from what was rendered. Paths are relative to the repository and sorted by code unit. */
export interface Comparison {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Written by an earlier synthesis, rendered no more. */
  readonly stale: readonly string[];
  /** Not rendered and not written by synthesis. */
  readonly foreign: readonly string[];
  /** Rendered paths that something else occupies. */
  readonly occupied: readonly string[];
}

/** How one rendered file stands to the disk; of one that changed, what is there. */
export type Standing = { readonly state: 'same' | 'missing' | 'occupied' } | { readonly state: 'changed'; readonly before: Buffer };

const parents = (file: string): readonly string[] =>
  file.split('/').flatMap((_, index, parts) => (index === 0 || index === parts.length ? [] : [parts.slice(0, index).join('/')]));

function vanished(file: string): UserError {
  return new UserError(
    'synth.changed_meanwhile',
    `${file}: gone since this run began; expected nobody else to write synth/`,
    'Run `npx modelgate synth` again.',
  );
}

/** Compares what is rendered with the disk, byte for byte, file by file as they come. */
export class Comparer {
  /** Folders that were there at the start. */
  readonly folders: ReadonlySet<string>;
  readonly #root: string;
  readonly #filter: Filter;
  readonly #files: Files;
  /** Files on disk that nothing was compared with yet. */
  readonly #left: Set<string>;
  readonly #missing: string[] = [];
  readonly #changed: string[] = [];
  readonly #occupied: string[] = [];

  /** @throws UserError `synth.symlink`, `synth.not_a_folder` */
  constructor(root: string, filter: Filter, files: Files) {
    const found = scan(root, files);
    this.#root = root;
    this.#filter = filter;
    this.#files = files;
    this.#left = new Set(found.files);
    this.folders = found.folders;
  }

  /** @throws UserError `synth.changed_meanwhile` when one is gone */
  keep(paths: readonly string[]): void {
    for (const file of paths) if (!this.#left.delete(file)) throw vanished(file);
  }

  look(file: string, wanted: Uint8Array): Standing {
    if (!this.#left.delete(file)) {
      const blocked = this.folders.has(file) || parents(file).some((parent) => this.#left.has(parent));
      (blocked ? this.#occupied : this.#missing).push(file);
      return { state: blocked ? 'occupied' : 'missing' };
    }
    const before = this.#read(file);
    if (before.equals(wanted)) return { state: 'same' };
    if (isOwn(file, before)) {
      this.#changed.push(file);
      return { state: 'changed', before };
    }
    this.#occupied.push(file);
    return { state: 'occupied' };
  }

  /** To be called when everything was looked at. */
  finish(): Comparison {
    const stale: string[] = [];
    const foreign: string[] = [];
    for (const file of this.#left) if (inScope(file, this.#filter)) (isOwn(file, this.#read(file)) ? stale : foreign).push(file);
    return {
      missing: this.#missing.sort(),
      changed: this.#changed.sort(),
      stale: stale.sort(),
      foreign: foreign.sort(),
      occupied: this.#occupied.sort(),
    };
  }

  #read(file: string): Buffer {
    return this.#files.readFileSync(path.join(this.#root, file));
  }
}

export function occupiedError(file: string): UserError {
  return new UserError(
    'synth.foreign_file',
    `${file}: something lies there that synth did not write; expected a free place, or a file with the first line of synth`,
    'Move it out of synth/, or remove it.',
  );
}
