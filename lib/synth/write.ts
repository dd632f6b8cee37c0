import path from 'node:path';
import { UserError, UserErrors } from '../errors.ts';
import { apply, finish } from './apply.ts';
import { compare, occupiedError, type Comparison } from './compare.ts';
import { errnoOf, realFiles, type Files } from './files.ts';
import type { Filter } from './filter.ts';
import * as plans from './plan.ts';
import { Stage } from './stage.ts';
import type { Tree } from './tree.ts';

/** What a run changed in `synth/`. Paths are relative to the repository, sorted by code unit. */
export interface Written {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

const FIXES: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some disk space, then run `npx modelgate synth` again.',
  EDQUOT: 'Free some disk space, then run `npx modelgate synth` again.',
  EACCES: 'Make synth/ and its parent writable, then run `npx modelgate synth` again.',
  EPERM: 'Make synth/ and its parent writable, then run `npx modelgate synth` again.',
  EROFS: 'Make synth/ and its parent writable, then run `npx modelgate synth` again.',
  EXDEV: 'Keep synth/ on the file system of its repository, then run `npx modelgate synth` again.',
};

/** A failed call as something a person can put right; any other value as it is. */
function explain(thrown: unknown, root: string, state: string): unknown {
  const code = errnoOf(thrown);
  if (code === undefined || thrown instanceof UserError) return thrown;
  const { path: place, dest } = thrown as NodeJS.ErrnoException & { dest?: string };
  const where = path.relative(root, dest ?? place ?? root) || '.';
  const fix = FIXES[code] ?? 'Look after the disk, then run `npx modelgate synth` again.';
  return new UserError('synth.cannot_write', `${where}: ${code}; expected to write ${state}`, fix, { cause: thrown });
}

const UNTOUCHED = '(synth/ is as it was)';
const HALF_DONE = '(synth/ is half old, half new until the next synth finishes it)';

function refuse(tree: Tree, occupied: readonly string[]): void {
  const problems = [...tree.keys()]
    .filter((file) => !plans.isSafe(file))
    .map(
      (file) =>
        new UserError(
          'synth.unsafe_path',
          `${JSON.stringify(file)}: not a plain path below synth/; expected letters, digits, ".", "_" and "-"`,
          'Rename the object.',
        ),
    );
  problems.push(...occupied.map(occupiedError));
  if (problems.length > 0) throw new UserErrors(problems);
}

/** The outermost folder of a file that is not there yet; undefined when all are. */
function absentFolder(file: string, folders: ReadonlySet<string>): string | undefined {
  for (let end = file.indexOf('/'); end !== -1; end = file.indexOf('/', end + 1)) {
    const folder = file.slice(0, end);
    if (!folders.has(folder)) return folder;
  }
  return undefined;
}

function prepare(
  root: string,
  tree: Tree,
  { missing, changed, stale, folders }: Comparison,
  stage: Stage,
  files: Files,
): readonly plans.Step[] {
  const before = (file: string): string => plans.digest(files.readFileSync(path.join(root, file)));
  const wanted = (file: string): Uint8Array => tree.get(file) ?? new Uint8Array();
  const put = (file: string, old: string | null): plans.Step => {
    const bytes = wanted(file);
    return { path: file, staged: stage.add(bytes), before: old, after: plans.digest(bytes) };
  };
  // A folder that is not there comes whole: one rename for all its files.
  const whole = new Map<string, plans.Inside[]>();
  const single: string[] = [];
  for (const file of missing) {
    const folder = absentFolder(file, folders);
    if (folder === undefined) {
      single.push(file);
      continue;
    }
    const inside = whole.get(folder) ?? [];
    inside.push([file.slice(folder.length + 1), wanted(file)]);
    whole.set(folder, inside);
  }
  return [
    ...single.map((file) => put(file, null)),
    ...[...whole].map(([folder, inside]): plans.Step => ({
      path: folder,
      staged: stage.addFolder(inside),
      folder: true,
      before: null,
      after: plans.folderDigest(inside),
    })),
    ...changed.map((file) => put(file, before(file))),
    ...stale.map((file): plans.Step => ({ path: file, staged: null, before: before(file), after: null })),
  ];
}

/** Finishes or drops what a stopped run left; then only the lock is in the stage. */
function settle(root: string, stage: Stage, files: Files): Recovery {
  const pending = plans.pendingPlan(root, files);
  const steps = plans.readPlan(root, files);
  const finished = steps !== undefined && finish(root, steps, stage, files);
  stage.clear();
  if (!pending) return 'none';
  return finished ? 'finished' : 'dropped';
}

/** Runs `work` with the right to write `synth/`. */
function withStage<T>(root: string, files: Files, work: (stage: Stage) => T): T {
  const stage = Stage.open(root, files);
  let result: T;
  try {
    result = work(stage);
  } catch (thrown) {
    // The first error is the one to tell; what is left behind, the next run clears away.
    try {
      if (!plans.pendingPlan(root, files)) stage.clear();
    } catch (second) {
      if (errnoOf(second) === undefined) throw second;
    }
    try {
      stage.close();
    } catch (second) {
      if (errnoOf(second) === undefined) throw second;
    }
    throw thrown;
  }
  stage.close();
  return result;
}

function commitAndApply(root: string, steps: readonly plans.Step[], stage: Stage, files: Files): void {
  stage.commit(plans.planText(steps));
  let made = 0;
  try {
    apply(root, steps, stage, files, () => made++);
  } catch (thrown) {
    // Nothing was changed yet: the old tree stands, whole, and no reader has to wait for a recovery.
    if (made === 0) stage.clear();
    throw explain(thrown, root, made === 0 ? UNTOUCHED : HALF_DONE);
  }
}

/**
 * Makes `synth/` the rendered tree, as far as the filter reaches. Only files that differ are written; files that synth did
 * not write are never touched. A run that is stopped at any point leaves the old tree, or a plan that the next run finishes.
 * @throws UserError `synth.locked`, `synth.cannot_write`, `synth.symlink`, `synth.not_a_folder`
 * @throws UserErrors `synth.foreign_file`, `synth.unsafe_path`
 */
export function write(root: string, tree: Tree, filter: Filter, files: Files = realFiles): Written {
  try {
    return withStage(root, files, (stage) => {
      settle(root, stage, files);
      const comparison = compare(root, tree, filter, files);
      refuse(tree, comparison.occupied);
      const steps = prepare(root, tree, comparison, stage, files);
      if (steps.length > 0) {
        commitAndApply(root, steps, stage, files);
        stage.clear();
      }
      return { added: comparison.missing, changed: comparison.changed, removed: comparison.stale };
    });
  } catch (thrown) {
    throw explain(thrown, root, plans.pendingPlan(root, realFiles) ? HALF_DONE : UNTOUCHED);
  }
}

/** What became of the plan that a stopped run left. */
export type Recovery = 'none' | 'finished' | 'dropped';

/**
 * Finishes the plan that a stopped run left when every target still holds its old or new bytes; else drops it, for the run
 * that follows to render anew.
 * @throws UserError `synth.locked`, `synth.cannot_write`, `synth.symlink`, `synth.not_a_folder`
 */
export function recover(root: string, files: Files = realFiles): Recovery {
  if (!plans.pendingPlan(root, files)) return 'none';
  try {
    return withStage(root, files, (stage) => settle(root, stage, files));
  } catch (thrown) {
    throw explain(thrown, root, plans.pendingPlan(root, realFiles) ? HALF_DONE : UNTOUCHED);
  }
}

/** Whether an earlier run was stopped while it renamed files. */
export function pendingPlan(root: string): boolean {
  return plans.pendingPlan(root, realFiles);
}

/**
 * For commands that only read: they must not judge a tree that is half old, half new.
 * @throws UserError `synth.pending`
 */
export function refusePending(root: string): void {
  if (!pendingPlan(root)) return;
  throw new UserError(
    'synth.pending',
    '.synth-stage/plan.json: a synth was stopped while it wrote; expected a whole synth/',
    'Run `npx modelgate synth`: it finishes what was begun.',
  );
}
