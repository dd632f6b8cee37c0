import { CORE_SCHEMA, load } from 'js-yaml';
import { blobHash } from '../blob-hash.ts';
import { byCodeUnit } from '../by-code-unit.ts';
import { GUARDED } from '../contracts/guarded.ts';
import { UserError } from '../errors.ts';
import { diffFiles } from './change.ts';
import { MAX_DEPTH } from './read-yaml.ts';
import type { Tree } from './tree.ts';

/** A file as it was or is, for people to compare: nothing is judged by it. `object` is null when it does not read as a document. */
export interface Replaced {
  readonly path: string;
  readonly object: unknown;
}

/** What a change does beside the units that are judged. */
export interface SharedChanges {
  /** Manifests of `synth/<environment>/_platform/` and `synth/argocd/` on either side, those that are not the same on both. */
  readonly before: readonly Replaced[];
  readonly after: readonly Replaced[];
  /** Changed files that decide about the gate itself, sorted. */
  readonly guarded: readonly string[];
}

const SHARED = /^synth\/(?:argocd|[^/]+\/_platform)\/[^/]+\.yaml$/;

/** Files that are asked for at one time: git answers in one go, and memory stays flat. */
const TOGETHER = 64;

/** The types of js-yaml 4 do not know `maxDepth`. */
const OPTIONS = { schema: CORE_SCHEMA, maxDepth: MAX_DEPTH };

function documentIn(bytes: Uint8Array | null): unknown {
  if (bytes === null) return null;
  try {
    return load(Buffer.from(bytes).toString('utf8'), OPTIONS) ?? null;
  } catch {
    return null;
  }
}

/** The documents of some files, read for people alone: what is wrong with one is said where it is judged. */
export async function documentsAt(tree: Tree, paths: readonly string[]): Promise<readonly Replaced[]> {
  const found: Replaced[] = [];
  for (let from = 0; from < paths.length; from += TOGETHER) {
    const some = paths.slice(from, from + TOGETHER);
    found.push(...(await Promise.all(some.map(async (path) => ({ path, object: documentIn(await tree.read(path)) })))));
  }
  return found;
}

/** @throws UserError `path.*`, `file.too_large`, `git.*` */
export async function sharedChanges(head: Tree, base: Tree): Promise<SharedChanges> {
  const manifests = async (tree: Tree): Promise<readonly string[]> => (await tree.list('synth/')).filter((path) => SHARED.test(path));
  const diff = await diffFiles(head, base, await manifests(head), await manifests(base));
  return {
    before: await documentsAt(base, [...diff.changed, ...diff.removed]),
    after: await documentsAt(head, [...diff.changed, ...diff.added]),
    guarded: await guardedChanges(head, base),
  };
}

async function guardedChanges(head: Tree, base: Tree): Promise<readonly string[]> {
  const folders = GUARDED.filter((path) => path.endsWith('/'));
  const paths = new Set<string>(GUARDED.filter((path) => !path.endsWith('/')));
  for (const tree of [head, base]) for (const folder of folders) for (const path of await tree.list(folder)) paths.add(path);
  const changed: string[] = [];
  for (const path of [...paths].sort(byCodeUnit)) {
    if ((await contentOf(head, path, base.name)) !== (await contentOf(base, path, base.name))) changed.push(path);
  }
  return changed;
}

/** A word for what stands at a path, which is another one whenever that is. `like` is any hash of the repository. */
async function contentOf(tree: Tree, path: string, like: string): Promise<string> {
  const known = tree.hash?.(path);
  if (known !== undefined) return known;
  try {
    const bytes = await tree.read(path);
    return bytes === null ? 'absent' : blobHash(bytes, like);
  } catch (thrown) {
    if (!(thrown instanceof UserError)) throw thrown;
    // A link or a giant is another thing than anything that can be read, and than one on a side where git does not know it.
    return `unreadable ${tree.oid?.(path) ?? tree.name}`;
  }
}
