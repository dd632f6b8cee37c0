#!/usr/bin/env node
/**
 * Trains the models again: `node tools/evidence/run.mjs [--model ID]... [--check]`, runs the Python tests: `--test`, or one job of a
 * pipeline: `node tools/evidence/run.mjs JOB ...`.
 *
 * Makes a Python environment from requirements.txt (every package pinned by sha256) once, in
 * `<cache>/modelgate/venvs/<sha256 of requirements.txt>`, sets what makes runs repeatable, and hands over to retrain.py.
 * Exit codes: 0 done, 1 `--check` found a difference or a test failed, 2 could not run, 130 interrupted.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const requirements = join(here, 'requirements.txt');
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'modelgate');

/** Versions that every pinned package has wheels for. */
const OLDEST = 11;
const NEWEST = 14;

/**
 * One thread, one hash seed, one set of processor instructions: then x86-64 machines give the same bytes.
 * determinism.py checks that each of them acts.
 */
const REPEATABLE = {
  PYTHONHASHSEED: '0',
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUTF8: '1',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  OPENBLAS_CORETYPE: 'Haswell',
  NPY_DISABLE_CPU_FEATURES: process.arch === 'x64' ? 'X86_V3 X86_V4 AVX512_ICL AVX512_SPR' : '',
  TZ: 'UTC',
};

class Mistake extends Error {
  constructor(code, message, fix) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

const say = (text) => process.stderr.write(`evidence: ${text}\n`);

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
    'evidence.no_python',
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

/** The environment's interpreter; made if it is not there or no longer starts. */
function environment() {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const folder = join(cache, 'venvs', key);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(folder)) {
    if (call(python, ['-c', 'import sklearn, yaml']).status === 0) return python;
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
        'evidence.no_venv',
        `${base} -m venv: ${(made.stderr + made.stdout).trim()}; expected an environment`,
        'Install the venv module of your Python (Debian: python3-venv).',
      );
    }
    say('installing the pinned packages');
    const inside = join(scratch, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes', '--only-binary', ':all:'];
    const installed = call(inside, [...pip, '-r', requirements]);
    if (installed.status !== 0) {
      throw new Mistake(
        'evidence.install_failed',
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

/** Steps of pipelines, one module of jobs/ each; `JOB --help` explains it. */
const JOBS = ['snapshot', 'train', 'mitigate', 'search', 'drift', 'audit'];

const usage = `Usage: node tools/evidence/run.mjs [--model ID]... [--check]
       node tools/evidence/run.mjs ${JOBS.join('|')} ...
       node tools/evidence/run.mjs --test

Trains every release of every model again and rewrites release.yaml and evaluation.json.
  --model ID   only this model; may be given again
  --check      write nothing; list every field that comes out differently and exit with 1
  --test       run the tests of the Python code
  JOB --help   what one step of a pipeline does, takes and hands on
Needs Python 3.${OLDEST} to 3.${NEWEST}; packages and data are downloaded once, pinned by sha256.
`;

/** What Python gets: a job, retrain.py with the arguments, or the tests. */
function pythonArguments(args) {
  if (JOBS.includes(args[0])) return ['-m', `jobs.${args[0]}`, ...args.slice(1)];
  if (args.length === 1 && args[0] === '--test') return ['-m', 'unittest', 'discover', '-s', join(here, 'tests'), '-t', here];
  for (let place = 0; place < args.length; place++) {
    if (args[place] === '--check') continue;
    if (args[place] === '--model' && args[place + 1] !== undefined && !args[place + 1].startsWith('-')) place++;
    else throw new Mistake('evidence.usage', `${args[place]}: not understood; expected --model ID, --check, --test or a job`, 'See --help.');
  }
  return [join(here, 'retrain.py'), ...args];
}

function main() {
  const args = process.argv.slice(2);
  if (!JOBS.includes(args[0]) && (args.includes('--help') || args.includes('-h'))) {
    process.stdout.write(usage);
    return;
  }
  const given = pythonArguments(args);
  // A job takes paths as they are seen from where it was started.
  const startedIn = process.env.npm_lifecycle_event === 'evidence' ? process.env.INIT_CWD : process.cwd();
  const cwd = JOBS.includes(args[0]) ? startedIn : here;
  const child = spawn(environment(), given, { cwd, env: { ...process.env, PYTHONPATH: here, ...REPEATABLE }, stdio: 'inherit' });
  // The terminal sends SIGINT to both; waiting for the child keeps its last words in order.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === 'SIGINT' ? 130 : (code ?? 2);
  });
}

try {
  main();
} catch (error) {
  process.stderr.write(error instanceof Mistake ? `error ${error.code}\n  ${error.message}\n  fix: ${error.fix}\n` : `${error.stack}\n`);
  process.exitCode = 2;
}
