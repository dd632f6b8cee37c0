import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../errors.ts';
import { errnoOf, ifThere, type Files } from './files.ts';

/** Folder beside `synth/` where a run prepares what it will rename into place; who holds its last `owner-<n>` may write. */
export const STAGE = '.synth-stage';

/** Names of a stage's parts. */
export const PLAN = 'plan.json';
const DRAFT = 'plan.draft';
const STAGED = 'files';
const IGNORE = '.gitignore';
const OWNER = /^owner-([1-9]\d*)$/;

/** Stages that this process holds: its own process id alone would also fit a run that ended without letting go. */
const held = new Set<string>();

/**
 * A process as nothing else is: its id, and its start where the system tells (ids are soon used again, in containers most of all).
 * @returns undefined when there is no such process
 */
function identity(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch (thrown) {
    if (errnoOf(thrown) === 'ESRCH') return undefined;
  }
  try {
    // The 22nd field of proc(5); the second, the program's name, may hold blanks and brackets.
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return `${String(pid)}.${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return String(pid);
  }
}

function isAlive(owner: string, folder: string): boolean {
  const pid = Number.parseInt(owner, 10);
  if (!Number.isSafeInteger(pid) || pid <= 0 || identity(pid) !== owner) return false;
  return pid !== process.pid || held.has(folder);
}

/** The prepared files of one run, and the right to write `synth/`. */
export class Stage {
  readonly #folder: string;
  readonly #files: Files;
  #count = 0;

  private constructor(folder: string, files: Files) {
    this.#folder = folder;
    this.#files = files;
  }

  /**
   * Takes the right to write, also from a run that was killed.
   * @throws UserError `synth.locked` while another run holds it, `synth.symlink`
   */
  static open(root: string, files: Files): Stage {
    const folder = path.join(root, STAGE);
    const self = identity(process.pid) ?? String(process.pid);
    for (;;) {
      try {
        files.mkdirSync(folder);
      } catch (thrown) {
        if (errnoOf(thrown) !== 'EEXIST') throw thrown;
        if (!files.lstatSync(folder).isDirectory()) throw new UserError('synth.symlink', `${STAGE}: not a folder; expected the folder of synth`, 'Remove it.');
      }
      const last = ifThere(() => Stage.#lastOwner(folder, files));
      if (last === undefined) continue;
      if (last.number > 0 && isAlive(last.owner, folder)) {
        throw new UserError(
          'synth.locked',
          `${STAGE}: process ${last.owner.split('.')[0] ?? ''} is writing synth/; expected to be the only one`,
          'Wait for the other run to end.',
        );
      }
      try {
        // A link is made with its content in one step, and only one run can make the next number.
        files.symlinkSync(self, path.join(folder, `owner-${String(last.number + 1)}`));
      } catch (thrown) {
        const code = errnoOf(thrown);
        if (code === 'EEXIST' || code === 'ENOENT') continue;
        throw thrown;
      }
      held.add(folder);
      return new Stage(folder, files);
    }
  }

  static #lastOwner(folder: string, files: Files): { readonly number: number; readonly owner: string } {
    const numbers = files.readdirSync(folder).map((name) => Number(OWNER.exec(name)?.[1] ?? 0));
    const number = Math.max(0, ...numbers);
    return { number, owner: number === 0 ? '' : files.readlinkSync(path.join(folder, `owner-${String(number)}`)) };
  }

  /** Where a prepared file lies. */
  fileAt(name: string): string {
    return path.join(this.#folder, STAGED, name);
  }

  /** Prepares a file. @returns its name in the stage */
  add(text: string): string {
    if (this.#count === 0) {
      this.#files.writeFileSync(path.join(this.#folder, IGNORE), '*\n');
      this.#files.mkdirSync(path.join(this.#folder, STAGED), { recursive: true });
    }
    const name = String(this.#count++);
    this.#files.writeFileSync(this.fileAt(name), text);
    return name;
  }

  /** The point of no return: from here on the prepared tree is the one that recovery makes. */
  commit(plan: string): void {
    this.#files.writeFileSync(path.join(this.#folder, DRAFT), plan);
    this.#files.renameSync(path.join(this.#folder, DRAFT), path.join(this.#folder, PLAN));
  }

  /** Forgets plan and prepared files: the plan first, because it must never name files that are gone. */
  clear(): void {
    const names = this.#files.readdirSync(this.#folder);
    for (const name of [PLAN, DRAFT]) if (names.includes(name)) this.#files.unlinkSync(path.join(this.#folder, name));
    if (names.includes(STAGED)) {
      for (const name of this.#files.readdirSync(path.join(this.#folder, STAGED))) this.#files.unlinkSync(this.fileAt(name));
      this.#files.rmdirSync(path.join(this.#folder, STAGED));
    }
    if (names.includes(IGNORE)) this.#files.unlinkSync(path.join(this.#folder, IGNORE));
  }

  /** Gives the right to write back; the folder goes with it unless a plan is pending. */
  close(): void {
    try {
      const numbers = this.#files
        .readdirSync(this.#folder)
        .map((name) => Number(OWNER.exec(name)?.[1] ?? 0))
        .filter((number) => number > 0)
        .sort((a, b) => a - b);
      // Upwards, so that the living owner's is the last to go.
      for (const number of numbers) this.#files.unlinkSync(path.join(this.#folder, `owner-${String(number)}`));
      this.#files.rmdirSync(this.#folder);
    } catch (thrown) {
      // Another run may hold the folder by now, or a pending plan lie in it.
      if (errnoOf(thrown) !== 'ENOTEMPTY' && errnoOf(thrown) !== 'ENOENT') throw thrown;
    } finally {
      held.delete(this.#folder);
    }
  }
}
