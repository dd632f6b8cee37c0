import { Comparer } from './compare.ts';
import { realFiles } from './files.ts';
import type { Filter } from './filter.ts';
import type { File } from './pack.ts';
import type { Sink } from './sink.ts';

/** Files that keep `synth/` from being what the declarations say. Paths are relative to the repository, sorted by code unit. */
export interface Difference {
  readonly missing: readonly string[];
  readonly changed: readonly string[];
  /** Not rendered, but there: left over from an earlier synthesis, or put there by hand where Argo CD would apply it. */
  readonly extra: readonly string[];
}

/** What Argo CD applies when it finds it in a folder. */
const APPLIED = /\.(ya?ml|json)$/i;

/** Compares `synth/` with what is rendered. Writes nothing. */
export class Checker implements Sink {
  readonly #comparer: Comparer;

  /**
   * @param filter the part that is rendered
   * @throws UserError `synth.symlink`, `synth.not_a_folder`
   */
  constructor(root: string, filter: Filter) {
    this.#comparer = new Comparer(root, filter, realFiles);
  }

  take(files: readonly File[]): void {
    for (const [file, bytes] of files) this.#comparer.look(file, bytes);
  }

  keep(paths: readonly string[]): void {
    this.#comparer.keep(paths);
  }

  finish(): Difference {
    const { missing, changed, stale, foreign, occupied } = this.#comparer.finish();
    return {
      missing,
      changed: [...changed, ...occupied].sort(),
      extra: [...stale, ...foreign.filter((file) => APPLIED.test(file))].sort(),
    };
  }
}
