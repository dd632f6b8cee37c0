/**
 * A Python environment of packages that are all pinned by sha256, made once in `<cache>/modelgate/venvs/<sha256 of the requirements>`.
 * Plain JavaScript, because Node 20 runs no TypeScript by itself.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'modelgate');

/** Versions that every pinned package has wheels for. */
export const OLDEST = 11;
export const NEWEST = 14;

/** What a person can mend: a code, what was seen and expected, and the fix. */
export class Mistake extends Error {
  constructor(code, message, fix) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

function call(command, args, options = {}) {
  return spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options });
}

/** The first Python on the PATH that the pinned packages fit. */
function findPython() {
  const names = ['python3', ...Array.from({ length: NEWEST - OLDEST + 1 }, (_, step) => `python3.${OLDEST + step}`)];
  const seen = [];
  for (const name of names) {
    const { status, stdout } = call(name, ['-c', 'import sys; print(*sys.version_info[:2])']);
    if (status !== 0) continue;
    const [major, minor] = stdout.trim().split(' ').map(Number);
    if (major === 3 && minor >= OLDEST && minor <= NEWEST) return name;
    seen.push(`${name} is ${major}.${minor}`);
  }
  throw new Mistake(
    'python.no_python',
    `PATH: ${seen.length > 0 ? seen.join(', ') : 'no python3'}; expected Python 3.${OLDEST} to 3.${NEWEST}`,
    `Install Python 3.${OLDEST} or newer with its venv module, and put it on the PATH as python3.`,
  );
}

/** Removes what killed runs left half-made. A younger one may still be in the making by another process. */
function sweep(venvs) {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  for (const name of readdirSync(venvs).filter((one) => /^[0-9a-f]{64}\.partial-\d+$/.test(one))) {
    const { mtimeMs } = statSync(join(venvs, name), { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
    if (mtimeMs < yesterday) rmSync(join(venvs, name), { recursive: true, force: true });
  }
}

/**
 * The environment's interpreter; made if it is not there or no longer starts.
 *
 * @param {string} requirements path of the file of pinned packages
 * @param {string} probe a statement of Python that fails where the environment is broken
 * @param {(text: string) => void} say hears what takes long
 * @throws {Mistake}
 */
export function pythonEnvironment(requirements, probe, say) {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const folder = join(cache, 'venvs', key);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(folder)) {
    if (call(python, ['-c', probe]).status === 0) return python;
    say('the cached environment no longer starts; making it again');
    rmSync(folder, { recursive: true, force: true });
  }
  const base = findPython();
  const scratch = `${folder}.partial-${process.pid}`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  sweep(dirname(folder));
  try {
    say('making a Python environment (once)');
    const made = call(base, ['-m', 'venv', scratch]);
    if (made.status !== 0) {
      throw new Mistake(
        'python.no_venv',
        `${base} -m venv: ${(made.stderr + made.stdout).trim()}; expected an environment`,
        'Install the venv module of your Python (Debian: python3-venv).',
      );
    }
    say('installing the pinned packages');
    const inside = join(scratch, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      '--no-deps',
      '--require-hashes',
      '--only-binary',
      ':all:',
    ];
    const installed = call(inside, [...pip, '-r', requirements]);
    if (installed.status !== 0) {
      throw new Mistake(
        'python.install_failed',
        `pip install: ${installed.stderr.trim()}; expected every pinned package`,
        'Check the network, or the package index that pip is configured with, and run again.',
      );
    }
    // A rename is all or nothing: a run that is interrupted here leaves no half-made environment under the final name.
    try {
      renameSync(scratch, folder);
    } catch (error) {
      if (!existsSync(python)) throw error;
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return python;
}
