import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../by-code-unit.ts';
import { GUARDED } from '../contracts/guarded.ts';
import type { CommitTree } from './commit-tree.ts';
import { git } from './git.ts';
import { ownerOf } from './judged-digests.ts';
import { listModels } from './models.ts';
import { WORK_TREE } from '../work-tree-name.ts';
import { assertDistinct, type Tree } from './tree.ts';
import { workTree } from './work-tree.ts';

/** What decides about all models; of other guarded files only people are told. */
const SHARED = ['policies/', 'modelgate.config.ts', 'package.json', 'package-lock.json'];
const LOOKED_AT = ['models/', 'synth/', ...GUARDED];

/**
 * Files on disk that are not as in `base`, removed ones among them, by what git's index knows of their times: for whoever works on them, not for
 * a verdict that others trust.
 * @throws UserError `git.*`
 */
export async function touchedPaths(root: string, base: string): Promise<ReadonlySet<string>> {
  const listed = await Promise.all([
    git(root, ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--relative', '--end-of-options', base, '--', ...LOOKED_AT]),
    git(root, ['ls-files', '-z', '--others', '--exclude-standard', '--', ...LOOKED_AT]),
  ]);
  return new Set(listed.flatMap((output) => output.toString('utf8').split('\0')).filter((path) => path !== ''));
}

/**
 * Models that touched files belong to.
 * @returns ids, sorted; null when something that models share is touched, or a model is gone: then all are concerned
 * @throws UserError `model.bad_id`, `path.*`
 */
export async function touchedModels(touched: ReadonlySet<string>, tree: Tree): Promise<readonly string[] | null> {
  const known = new Set(await listModels(tree));
  const models = new Set<string>();
  for (const path of touched) {
    if (!path.startsWith('models/') && !path.startsWith('synth/')) {
      if (SHARED.some((shared) => path === shared || (shared.endsWith('/') && path.startsWith(shared)))) return null;
      continue;
    }
    const owner = ownerOf(path);
    if (owner === undefined || !known.has(owner)) return null;
    models.add(owner);
  }
  return [...models].sort(byCodeUnit);
}

/** Whether something that is no folder stands there, not reached through a link. */
function isThere(root: string, path: string): boolean {
  const steps = path.split('/');
  return steps.every((_, index) => {
    const seen = lstatSync(join(root, ...steps.slice(0, index + 1)), { throwIfNoEntry: false });
    return seen?.isDirectory() === index < steps.length - 1;
  });
}

/** The work tree, listed by the commit that most of it is the same as: nobody has to walk through the folders. */
class TouchedTree implements Tree {
  readonly name = WORK_TREE;
  readonly #base: CommitTree;
  readonly #disk: Tree;
  readonly #touched: ReadonlySet<string>;
  readonly #added: readonly string[];
  readonly #gone: ReadonlySet<string>;

  constructor(root: string, base: CommitTree, touched: ReadonlySet<string>) {
    this.#base = base;
    this.#disk = workTree(root);
    this.#touched = touched;
    const present = new Set([...touched].filter((path) => isThere(root, path)));
    this.#added = [...present].filter((path) => base.oid(path) === undefined);
    this.#gone = new Set([...touched].filter((path) => !present.has(path)));
  }

  async list(prefix: string): Promise<readonly string[]> {
    const listed = await this.#base.list(prefix);
    const added = this.#added.filter((path) => path.startsWith(prefix));
    const kept = this.#gone.size === 0 ? listed : listed.filter((path) => !this.#gone.has(path));
    if (added.length === 0) return kept;
    const paths = [...kept, ...added].sort(byCodeUnit);
    assertDistinct(paths);
    return paths;
  }

  read(path: string): Promise<Uint8Array | null> {
    return this.#disk.read(path);
  }

  hash(path: string): string | undefined {
    return this.#touched.has(path) ? undefined : this.#base.hash(path);
  }

  oid(path: string): string | undefined {
    return this.#touched.has(path) ? undefined : this.#base.oid(path);
  }
}

/**
 * The files as they lie on disk, as far as they are judged or guarded, by what `touchedPaths` found.
 * @param root absolute path of the repository's folder
 */
export function touchedTree(root: string, base: CommitTree, touched: ReadonlySet<string>): Tree {
  return new TouchedTree(root, base, touched);
}
