import type { Instant } from '../contracts/common.ts';
import type { History } from '../contracts/gate-input.ts';
import { Releases } from '../contracts/releases.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, UserErrors } from '../errors.ts';
import { CatFile } from './cat-file.ts';
import type { CommitTree } from './commit-tree.ts';
import { git, isShallow } from './git.ts';
import { instantOfSeconds } from './instant.ts';
import { plainPlacements } from './plain-releases.ts';
import { readYaml } from './read-yaml.ts';
import { releasesPath } from './releases.ts';
import { bufferOf } from './text.ts';
import { MAX_FILE_BYTES } from './tree.ts';

/** One version of one model's releases.yaml. */
interface Edit {
  readonly model: string;
  readonly commit: string;
  /** Null when the commit took the file away, or put something else than a file there. */
  readonly oid: string | null;
  readonly at: Instant;
}

const COMMIT = /^\n?commit (\d+) ([0-9a-f]+)$/;
const RAW = /^\n?:\d{6} (\d{6}) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/;
const PATH = /^models\/([^/]+)\/releases\.yaml$/;

/** Newest first, as git prints them. @param models whose releases.yaml is asked about; empty means all */
async function edits(root: string, commit: string, models: readonly string[]): Promise<readonly Edit[]> {
  const files = (models.length === 0 ? ['*'] : models).map((model) => `:(glob)${releasesPath(model)}`);
  const output = await git(root, [
    ...['-c', 'log.showRoot=true', '-c', 'log.follow=false', 'log', '-z', '--first-parent', '-m', '--raw', '--no-abbrev', '--no-renames'],
    ...[
      '--no-color',
      '--no-show-signature',
      '--no-ext-diff',
      '--relative',
      '--format=commit %ct %H',
      '--end-of-options',
      commit,
      '--',
      ...files,
    ],
  ]);
  const found: Edit[] = [];
  let at: Instant | null = null;
  let hash = '';
  let entry: RegExpExecArray | null = null;
  for (const field of output.toString('utf8').split('\0')) {
    const time = COMMIT.exec(field);
    if (time !== null) {
      at = instantOfSeconds(Number(time[1]));
      hash = time[2] ?? '';
      continue;
    }
    const raw = RAW.exec(field);
    if (raw !== null) {
      entry = raw;
      continue;
    }
    const model = PATH.exec(field)?.[1];
    // Only regular files count: a deletion has mode 000000, a link 120000.
    if (entry?.[2] !== undefined && model !== undefined && at !== null)
      found.push({ model, commit: hash, oid: entry[1]?.startsWith('100') === true ? entry[2] : null, at });
    entry = null;
  }
  return found;
}

/** Placements of a past releases.yaml; null when it does not read: nobody can mend history, and what it said does not count. */
function readPast(bytes: Uint8Array, model: string): Releases['environments'] | null {
  const plain = plainPlacements(bufferOf(bytes).toString('latin1'), model);
  if (plain !== null) return plain;
  try {
    const { value } = readYaml(bytes, `models/${model}/releases.yaml`);
    return problems(Releases, value).length === 0 && (value as Releases).model === model ? (value as Releases).environments : null;
  } catch (thrown) {
    if (thrown instanceof UserError || thrown instanceof UserErrors) return null;
    throw thrown;
  }
}

/**
 * When each version of each model first stood in each environment: by the committer date of the first commit on the first-parent line of
 * `commit` that places it there, as stable or candidate. What is not committed is absent. One `git log`, one `git cat-file`.
 * @param models whose history is read; empty means all
 * @param tree a commit of the repository that is read already, so that no further process has to be started
 * @returns histories by model; a model without any committed placement is absent
 * @throws UserError `git.*`
 */
export async function readHistory(
  root: string,
  commit: string,
  models: readonly string[] = [],
  tree?: CommitTree,
): Promise<{ readonly complete: boolean; readonly of: (model: string) => History }> {
  const [shallow, made] = await Promise.all([tree?.isShallow ?? isShallow(root), edits(root, commit, models)]);
  const complete = !shallow;
  const reached = new Map<string, Map<string, Map<string, Instant>>>();
  const began = new Map<string, Instant>();
  const blobs = tree?.blobs ?? new CatFile(root);
  try {
    // From the oldest on, so that the first time that is seen is the first time there was.
    for (const { model, oid, at } of made.toReversed()) {
      if (oid === null) continue;
      const placements = readPast(await blobs.read(oid, `models/${model}/releases.yaml in the history`, MAX_FILE_BYTES), model);
      if (placements === null) continue;
      if (!began.has(model)) began.set(model, at);
      const versions = reached.get(model) ?? new Map<string, Map<string, Instant>>();
      reached.set(model, versions);
      for (const [environment, { stable, candidate }] of Object.entries(placements)) {
        for (const version of candidate === undefined ? [stable] : [stable, candidate]) {
          const places = versions.get(version) ?? new Map<string, Instant>();
          versions.set(version, places);
          if (!places.has(environment)) places.set(environment, at);
        }
      }
    }
  } finally {
    if (tree === undefined) blobs.close();
  }
  return {
    complete,
    of: (model) => ({
      complete,
      began: complete ? (began.get(model) ?? null) : null,
      reached: Object.fromEntries([...(reached.get(model) ?? [])].map(([version, places]) => [version, Object.fromEntries(places)])),
    }),
  };
}

/**
 * Versions that were stable in an environment by the first-parent line of `commit`, each once, the latest first.
 * @throws UserError `git.*`
 */
export async function stableBefore(root: string, commit: string, model: string, environment: string): Promise<readonly string[]> {
  const versions = new Set<string>();
  const blobs = new CatFile(root);
  try {
    for (const { oid } of await edits(root, commit, [model])) {
      if (oid === null) continue;
      const placements = readPast(await blobs.read(oid, `models/${model}/releases.yaml in the history`, MAX_FILE_BYTES), model);
      const placement = placements !== null && Object.hasOwn(placements, environment) ? placements[environment] : undefined;
      if (placement !== undefined) versions.add(placement.stable);
    }
  } finally {
    blobs.close();
  }
  return [...versions];
}

/** What a commit of the main line said about where the releases of a model stand. */
export interface PlacementEdit {
  readonly commit: string;
  readonly at: Instant;
  /** By environment; null when the file was gone or said nothing that could be read. */
  readonly environments: Releases['environments'] | null;
}

/**
 * Every change of a model's releases.yaml on the first-parent line of `commit`, the newest first. One `git log`, one `git cat-file`.
 * @throws UserError `git.*`
 */
export async function placementEdits(root: string, commit: string, model: string): Promise<readonly PlacementEdit[]> {
  const found: PlacementEdit[] = [];
  const blobs = new CatFile(root);
  try {
    for (const { commit: hash, oid, at } of await edits(root, commit, [model])) {
      const bytes = oid === null ? null : await blobs.read(oid, `models/${model}/releases.yaml in the history`, MAX_FILE_BYTES);
      found.push({ commit: hash, at, environments: bytes === null ? null : readPast(bytes, model) });
    }
  } finally {
    blobs.close();
  }
  return found;
}
