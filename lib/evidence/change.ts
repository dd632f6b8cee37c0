import { blobHash } from '../blob-hash.ts';
import type { Change } from '../contracts/gate-input.ts';
import type { Placement } from '../contracts/releases.ts';
import { cardPath } from './card.ts';
import { catalogPath } from './catalog.ts';
import { compareVersions } from './semver-order.ts';
import type { Tree } from './tree.ts';

/** Files against the base, by path, each list sorted. */
export interface ManifestDiff {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export const NO_DIFF: ManifestDiff = { added: [], changed: [], removed: [] };

export function isEmpty(diff: ManifestDiff): boolean {
  return diff.added.length + diff.changed.length + diff.removed.length === 0;
}

async function sameBytes(head: Tree, base: Tree, path: string): Promise<boolean> {
  const [hash, own] = [base.hash?.(path), head.hash?.(path)];
  if (hash !== undefined && own !== undefined) return hash === own;
  if (hash !== undefined) {
    const bytes = await head.read(path);
    return bytes !== null && blobHash(bytes, hash) === hash;
  }
  const [now, before] = await Promise.all([head.read(path), base.read(path)]);
  return now === null || before === null ? now === before : Buffer.compare(now, before) === 0;
}

/** Compares the files of two lists (sorted, as `Tree.list` gives them) byte by byte. */
export async function diffFiles(head: Tree, base: Tree, headPaths: readonly string[], basePaths: readonly string[]): Promise<ManifestDiff> {
  const before = new Set(basePaths);
  const now = new Set(headPaths);
  const changed: string[] = [];
  for (const path of headPaths) if (before.has(path) && !(await sameBytes(head, base, path))) changed.push(path);
  return { added: headPaths.filter((path) => !before.has(path)), changed, removed: basePaths.filter((path) => !now.has(path)) };
}

/** What a pull request did to a model as a whole. */
export type ModelChange = Pick<Change, 'rewritten' | 'card' | 'declaration'>;

const EVIDENCE = /^models\/[^/]+\/versions\/([^/]+)\/(?:release\.yaml|evaluation\.json)$/;

/** @param paths the files of `models/<model>/`, in both trees */
export async function changeOfModel(
  head: Tree,
  base: Tree,
  model: string,
  paths: { readonly head: readonly string[]; readonly base: readonly string[] },
): Promise<ModelChange> {
  const rewritten = new Set<string>();
  for (const path of paths.base) {
    const version = EVIDENCE.exec(path)?.[1];
    if (version !== undefined && !(await sameBytes(head, base, path))) rewritten.add(version);
  }
  const sources = (list: readonly string[]): readonly string[] => list.filter((path) => path.endsWith('.ts'));
  return {
    rewritten: [...rewritten],
    card: !(await sameBytes(head, base, cardPath(model))),
    declaration:
      !isEmpty(await diffFiles(head, base, sources(paths.head), sources(paths.base))) || !(await sameBytes(head, base, catalogPath(model))),
  };
}

function versionsOf(placement: Placement | undefined): readonly string[] {
  if (placement === undefined) return [];
  return placement.candidate === undefined || placement.candidate === placement.stable
    ? [placement.stable]
    : [placement.stable, placement.candidate];
}

/** What a pull request did to who stands in one environment. @param before undefined for a new unit */
export function changeOfPlacement(now: Placement, before: Placement | undefined): Pick<Change, 'introduced' | 'rolledBack'> {
  const known = versionsOf(before);
  const order = before === undefined ? null : compareVersions(now.stable, before.stable);
  return { introduced: versionsOf(now).filter((version) => !known.includes(version)), rolledBack: order !== null && order < 0 };
}

/** Of a run without a base. */
export const NOTHING_COMPARED: Change = {
  compared: false,
  introduced: [],
  rewritten: [],
  rolledBack: false,
  card: false,
  declaration: false,
  manifests: false,
  policies: false,
};
