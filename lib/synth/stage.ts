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
export function identity(pid: number): string | undefined {
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

function ownerName(number: number): string {
  return `owner-${String(number)}`;
}

function numbersIn(folder: string, files: Files): readonly number[] {
  const numbers = files.readdirSync(folder).map((name) => Number(OWNER.exec(name)?.[1] ?? 0));
  return numbers.filter((number) => number > 0).sort((a, b) => a - b);
}

function lastNumber(folder: string, files: Files): number {
  return numbersIn(folder, files).at(-1) ?? 0;
}

/** Who made a number; an empty text for 0, which nobody makes; undefined when it is gone. */
function ownerOf(folder: string, number: number, files: Files): string | undefined {
  return number === 0 ? '' : ifThere(() => files.readlinkSync(path.join(folder, ownerName(number))));
}

/** A prepared folder. */
export class StagedFolder {
  /** Its name in the stage. */
  readonly name: string;
  readonly #place: string;
  readonly #files: Files;
  readonly #made = new Set(['.']);

  constructor(name: string, place: string, files: Files) {
    this.name = name;
    this.#place = place;
    this.#files = files;
    files.mkdirSync(place);
  }

  /** @param file path in the folder */
  add(file: string, bytes: Uint8Array): void {
    const folder = path.posix.dirname(file);
    if (!this.#made.has(folder)) this.#files.mkdirSync(path.join(this.#place, folder), { recursive: true });
    this.#made.add(folder);
    this.#files.writeFileSync(`${this.#place}/${file}`, bytes);
  }
}

/** The prepared files of one run, and the right to write `synth/`. */
export class Stage {
  readonly #folder: string;
  readonly #number: number;
  readonly #files: Files;
  #count = 0;

  private constructor(folder: string, number: number, files: Files) {
    this.#folder = folder;
    this.#number = number;
    this.#files = files;
  }

  /**
   * Takes the right to write, also from a run that was killed.
   * @throws UserError `synth.locked` while another run holds it, `synth.symlink`
   */
  static open(root: string, files: Files): Stage {
    const folder = path.join(root, STAGE);
    for (;;) {
      const number = Stage.#claim(folder, files);
      if (number === undefined) continue;
      held.add(folder);
      return new Stage(folder, number, files);
    }
  }

  /** One try. @returns the number of the new owner; undefined when another run came between */
  static #claim(folder: string, files: Files): number | undefined {
    try {
      files.mkdirSync(folder);
    } catch (thrown) {
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    }
    const stat = files.lstatSync(folder, { throwIfNoEntry: false });
    if (stat?.isDirectory() === false)
      throw new UserError('synth.symlink', `${STAGE}: not a folder; expected the folder of synth`, 'Remove it.');
    const number = ifThere(() => lastNumber(folder, files));
    const owner = number === undefined ? undefined : ownerOf(folder, number, files);
    if (number === undefined || owner === undefined) return undefined;
    if (isAlive(owner, folder)) {
      throw new UserError(
        'synth.locked',
        `${STAGE}: process ${owner.split('.', 1)[0] ?? ''} is writing synth/; expected to be the only one`,
        'Wait for the other run to end.',
      );
    }
    const own = path.join(folder, ownerName(number + 1));
    try {
      // A link is made with its content in one step, and only one run can make the next number.
      files.symlinkSync(identity(process.pid) ?? String(process.pid), own);
    } catch (thrown) {
      const code = errnoOf(thrown);
      if (code === 'EEXIST' || code === 'ENOENT') return undefined;
      throw thrown;
    }
    if (ownerOf(folder, number, files) === owner) return number + 1;
    // The folder is another one than the one that was looked at: somebody was quicker.
    ifThere(() => {
      files.unlinkSync(own);
    });
    return undefined;
  }

  /** Where a prepared file or folder lies. */
  placeOf(name: string): string {
    return path.join(this.#folder, STAGED, name);
  }

  #next(): string {
    if (this.#count === 0) {
      this.#files.writeFileSync(path.join(this.#folder, IGNORE), '*\n');
      this.#files.mkdirSync(path.join(this.#folder, STAGED), { recursive: true });
    }
    return String(this.#count++);
  }

  /** Prepares a file. @returns its name in the stage */
  add(bytes: Uint8Array): string {
    const name = this.#next();
    this.#files.writeFileSync(this.placeOf(name), bytes);
    return name;
  }

  /** Prepares a folder, file by file. */
  addFolder(): StagedFolder {
    const name = this.#next();
    return new StagedFolder(name, this.placeOf(name), this.#files);
  }

  /** The point of no return: from here on the prepared tree is the one that recovery makes. */
  commit(plan: string): void {
    this.#files.writeFileSync(path.join(this.#folder, DRAFT), plan);
    this.#files.renameSync(path.join(this.#folder, DRAFT), path.join(this.#folder, PLAN));
  }

  /** Forgets plan and what is prepared: the plan first, because it must never name what is gone. */
  clear(): void {
    const names = this.#files.readdirSync(this.#folder);
    for (const name of [PLAN, DRAFT]) if (names.includes(name)) this.#files.unlinkSync(path.join(this.#folder, name));
    if (names.includes(STAGED)) this.#remove(path.join(this.#folder, STAGED));
    if (names.includes(IGNORE)) this.#files.unlinkSync(path.join(this.#folder, IGNORE));
  }

  #remove(folder: string): void {
    for (const entry of this.#files.readdirSync(folder, { withFileTypes: true })) {
      const here = path.join(folder, entry.name);
      if (entry.isDirectory()) this.#remove(here);
      else this.#files.unlinkSync(here);
    }
    this.#files.rmdirSync(folder);
  }

  /** Gives the right to write back; the folder goes with it unless a plan is pending. */
  close(): void {
    try {
      // Upwards, so that the living owner's is the last to go.
      for (const number of numbersIn(this.#folder, this.#files)) {
        if (number <= this.#number) this.#files.unlinkSync(path.join(this.#folder, ownerName(number)));
      }
      this.#files.rmdirSync(this.#folder);
    } catch (thrown) {
      // Another run may hold the folder by now, or a pending plan lie in it.
      if (errnoOf(thrown) !== 'ENOTEMPTY' && errnoOf(thrown) !== 'ENOENT') throw thrown;
    } finally {
      held.delete(this.#folder);
    }
  }
}
