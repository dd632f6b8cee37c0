#!/usr/bin/env node
/**
 * Trains the models again: `node tools/evidence/run.mjs [--model ID]... [--check]`, runs the Python tests: `--test`, or one job of a
 * pipeline: `node tools/evidence/run.mjs JOB ...`.
 *
 * Makes a Python environment from requirements.txt once, sets what makes runs repeatable, and hands over to retrain.py.
 * Exit codes: 0 done, 1 `--check` found a difference or a test failed, 2 could not run, 130 interrupted.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake, NEWEST, OLDEST, pythonEnvironment } from '../python-environment.mjs';

const here = dirname(fileURLToPath(import.meta.url));

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

const say = (text) => process.stderr.write(`evidence: ${text}\n`);

/** Steps of pipelines, one module of jobs/ each; `JOB --help` explains it. */
const JOBS = ['snapshot', 'train', 'mitigate', 'search', 'drift', 'audit'];

const usage = `Usage: node tools/evidence/run.mjs [--model ID]... [--check]
       node tools/evidence/run.mjs ${JOBS.join('|')} ...
       node tools/evidence/run.mjs --test

Trains every release of every model again and rewrites release.yaml and evaluation.json, which then have to be signed again.
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
  const python = pythonEnvironment(join(here, 'requirements.txt'), 'import sklearn, yaml', say);
  const child = spawn(python, given, { cwd, env: { ...process.env, PYTHONPATH: here, ...REPEATABLE }, stdio: 'inherit' });
  // The terminal sends SIGINT to both; waiting for the child keeps its last words in order.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = signal === 'SIGINT' ? 130 : (code ?? 2);
    const wrote = given[0] === join(here, 'retrain.py') && !args.includes('--check') && code === 0;
    if (wrote) say('what was rewritten has to be signed again: npx modelgate evidence verify tells what');
  });
}

try {
  main();
} catch (error) {
  process.stderr.write(error instanceof Mistake ? `error ${error.code}\n  ${error.message}\n  fix: ${error.fix}\n` : `${error.stack}\n`);
  process.exitCode = 2;
}
