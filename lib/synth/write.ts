import path from 'node:path';
import { byCodeUnit } from '../by-code-unit.ts';
import { UserError, UserErrors } from '../errors.ts';
import { apply, finish } from './apply.ts';
import { Comparer, occupiedError } from './compare.ts';
import { errnoOf, realFiles, type Files } from './files.ts';
import type { Filter } from './filter.ts';
import type { File } from './pack.ts';
import * as plans from './plan.ts';
import type { Sink } from './sink.ts';
import { Stage, type StagedFolder } from './stage.ts';

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

function refuse(unsafe: readonly string[], occupied: readonly string[]): void {
  const problems = unsafe.map(
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

/** Finishes or drops what a stopped run left; then only the lock is in the stage. */
function settle(root: string, stage: Stage, files: Files): Recovery {
  const pending = plans.pendingPlan(root, files);
  const steps = plans.readPlan(root, files);
  const finished = steps !== undefined && finish(root, steps, stage, files);
  stage.clear();
  if (!pending) return 'none';
  return finished ? 'finished' : 'dropped';
}

/** Gives up: the first error is the one to tell, and what is left behind, the next run clears away. */
function letGo(root: string, stage: Stage, files: Files): void {
  for (const step of [
    () => {
      if (!plans.pendingPlan(root, files)) stage.clear();
    },
    () => {
      stage.close();
    },
  ]) {
    try {
      step();
    } catch (second) {
      if (errnoOf(second) === undefined) throw second;
    }
  }
}

/** Runs `work` with the right to write `synth/`. */
function withStage<T>(root: string, files: Files, work: (stage: Stage) => T): T {
  const stage = Stage.open(root, files);
  let result: T;
  try {
    result = work(stage);
  } catch (thrown) {
    letGo(root, stage, files);
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

function byPath(one: plans.Step, other: plans.Step): number {
  return byCodeUnit(one.path, other.path);
}

/** A folder that is not there: it comes whole, by one rename for all its files. */
interface Whole {
  readonly staged: StagedFolder;
  readonly inside: plans.Inside[];
}

/** What is under way between the first file and the end. */
interface Session {
  readonly stage: Stage;
  readonly comparer: Comparer;
}

/**
 * Makes `synth/` what is rendered, as far as the filter reaches. Only files that differ are written; files that synth did not write are
 * never touched. What comes is prepared in the stage, and nothing of it can be seen before `finish`. A run that is stopped at any point leaves
 * the old tree, or a plan that the next run finishes.
 *
 * All methods throw UserError `synth.locked`, `synth.cannot_write`, `synth.symlink`, `synth.not_a_folder`, and then have let go of everything.
 */
export class Writer implements Sink {
  readonly #root: string;
  readonly #filter: Filter;
  readonly #files: Files;
  readonly #unsafe: string[] = [];
  readonly #added: plans.Step[] = [];
  readonly #changed: plans.Step[] = [];
  readonly #whole = new Map<string, Whole>();
  #session: Session | null = null;

  constructor(root: string, filter: Filter, files: Files = realFiles) {
    this.#root = root;
    this.#filter = filter;
    this.#files = files;
  }

  take(files: readonly File[]): void {
    this.#guarded((session) => {
      for (const file of files) this.#prepare(session, file);
    });
  }

  /** @throws UserError `synth.changed_meanwhile` when one is gone */
  keep(paths: readonly string[]): void {
    this.#guarded(({ comparer }) => {
      comparer.keep(paths);
    });
  }

  /**
   * To be called when everything is rendered and sound.
   * @throws UserErrors `synth.foreign_file`, `synth.unsafe_path`
   */
  finish(): Written {
    return this.#guarded(({ stage, comparer }) => {
      const { missing, changed, stale, occupied } = comparer.finish();
      refuse(this.#unsafe, occupied);
      const steps = this.#steps(stale);
      if (steps.length > 0) {
        commitAndApply(this.#root, steps, stage, this.#files);
        stage.clear();
      }
      this.#end();
      stage.close();
      return { added: missing, changed, removed: stale };
    });
  }

  /** Leaves `synth/` as it is. Does nothing where there is nothing left to let go of. */
  readonly drop = (): void => {
    const session = this.#end();
    if (session !== null) letGo(this.#root, session.stage, this.#files);
  };

  #guarded<T>(work: (session: Session) => T): T {
    try {
      return work((this.#session ??= this.#begin()));
    } catch (thrown) {
      this.drop();
      throw explain(thrown, this.#root, plans.pendingPlan(this.#root, realFiles) ? HALF_DONE : UNTOUCHED);
    }
  }

  #begin(): Session {
    const stage = Stage.open(this.#root, this.#files);
    try {
      settle(this.#root, stage, this.#files);
      const session = { stage, comparer: new Comparer(this.#root, this.#filter, this.#files) };
      // Who is interrupted leaves nothing behind; who is killed leaves it to the next run.
      process.once('exit', this.drop);
      return session;
    } catch (thrown) {
      letGo(this.#root, stage, this.#files);
      throw thrown;
    }
  }

  #end(): Session | null {
    const session = this.#session;
    this.#session = null;
    process.off('exit', this.drop);
    return session;
  }

  #prepare({ stage, comparer }: Session, [file, bytes, after]: File): void {
    if (!plans.isSafe(file)) {
      this.#unsafe.push(file);
      return;
    }
    const standing = comparer.look(file, bytes);
    if (standing.state === 'changed') {
      this.#changed.push({ path: file, staged: stage.add(bytes), before: plans.digest(standing.before), after });
    } else if (standing.state === 'missing') {
      const folder = absentFolder(file, comparer.folders);
      if (folder === undefined) this.#added.push({ path: file, staged: stage.add(bytes), before: null, after });
      else this.#wholeOf(folder, stage, file.slice(folder.length + 1), bytes, after);
    }
  }

  #wholeOf(folder: string, stage: Stage, name: string, bytes: Uint8Array, digest: string): void {
    const whole = this.#whole.get(folder) ?? { staged: stage.addFolder(), inside: [] };
    this.#whole.set(folder, whole);
    whole.staged.add(name, bytes);
    whole.inside.push([name, digest]);
  }

  #steps(stale: readonly string[]): readonly plans.Step[] {
    const before = (file: string): string => plans.digest(this.#files.readFileSync(path.join(this.#root, file)));
    return [
      ...this.#added.sort(byPath),
      ...[...this.#whole].map(([folder, { staged, inside }]): plans.Step => ({
        path: folder,
        staged: staged.name,
        folder: true,
        before: null,
        after: plans.folderDigest(inside),
      })),
      ...this.#changed.sort(byPath),
      ...stale.map((file): plans.Step => ({ path: file, staged: null, before: before(file), after: null })),
    ];
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
