import { CORE_SCHEMA, load } from 'js-yaml';
import { byCodeUnit } from '../by-code-unit.ts';
import { diffFiles } from './change.ts';
import { orNull } from './or-null.ts';
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
const GUARDED_FOLDERS = ['policies/', '.github/', '.gitlab/', '.ci/'];
const GUARDED_FILES = ['modelgate.config.ts', '.gitlab-ci.yml', 'CODEOWNERS', 'docs/CODEOWNERS'];

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
  const paths = new Set(GUARDED_FILES);
  for (const tree of [head, base]) for (const folder of GUARDED_FOLDERS) for (const path of await tree.list(folder)) paths.add(path);
  const changed: string[] = [];
  for (const path of [...paths].sort(byCodeUnit)) {
    // What cannot be read as a file of ours (a link, a giant) differs from everything that can.
    const [now, before] = [await orNull(head.read(path)), await orNull(base.read(path))];
    if (now === null || before === null ? now !== before : Buffer.compare(now, before) !== 0) changed.push(path);
  }
  return changed;
}
