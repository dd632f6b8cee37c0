#!/usr/bin/env node
/**
 * What the libraries write that `modelgate evidence import` reads: `node tools/importers/run.mjs FOLDER` lets every script here write its
 * output there; `node tools/importers/run.mjs -m MODULE ...` runs a module of theirs, such as MLflow's server.
 *
 * Exit codes: 0 done, 1 a script failed, 2 could not run, 130 interrupted.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Mistake, NEWEST, OLDEST, pythonEnvironment } from '../python-environment.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const PROBE = 'import sklearn, mlflow, dvc, wandb';
/** Each starts an interpreter of half a second and waits for little. */
const AT_ONCE = 2;

const env = {
  ...process.env,
  PYTHONPATH: here,
  PYTHONDONTWRITEBYTECODE: '1',
  PYTHONUTF8: '1',
  PYTHONWARNINGS: 'ignore',
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  TZ: 'UTC',
  // Nobody is told of a test.
  MLFLOW_DISABLE_TELEMETRY: 'true',
  DO_NOT_TRACK: '1',
  GX_ANALYTICS_ENABLED: 'false',
  DVC_NO_ANALYTICS: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
  WANDB_MODE: 'offline',
  GIT_PYTHON_REFRESH: 'quiet',
};

const say = (text) => process.stderr.write(`importers: ${text}\n`);
const children = new Set();

/** @returns the exit code */
function run(python, args, stdio, cwd) {
  return new Promise((done) => {
    const child = spawn(python, args, { env, stdio, cwd });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
    children.add(child);
    child.on('close', (code, signal) => {
      children.delete(child);
      if (code !== 0 && said !== '') process.stderr.write(said);
      done(signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : (code ?? 2));
    });
  });
}

async function makeAll(python, folder) {
  const waiting = readdirSync(here)
    .filter((name) => /^make_\w+\.py$/.test(name))
    .sort();
  const failed = [];
  const worker = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const started = Date.now();
      const code = await run(python, [join(here, name), folder], ['ignore', 'pipe', 'pipe'], folder);
      say(`${name}: ${code === 0 ? 'done' : `failed with ${code}`} after ${((Date.now() - started) / 1000).toFixed(1)} s`);
      if (code !== 0) failed.push(name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return failed.length === 0 ? 0 : 1;
}

const usage = `Usage: node tools/importers/run.mjs FOLDER
       node tools/importers/run.mjs -m MODULE ...

Lets every library write its output into FOLDER, or runs a module of one.
Needs Python 3.${OLDEST} to 3.${NEWEST}; packages are downloaded once, pinned by sha256.
`;

async function main() {
  const args = process.argv.slice(2);
  if (args.length === 0 || args[0] === '--help' || args[0] === '-h') {
    process.stdout.write(usage);
    return args.length === 0 ? 2 : 0;
  }
  const python = pythonEnvironment(join(here, 'requirements.txt'), PROBE, say);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => children.forEach((child) => child.kill(signal)));
  return args[0] === '-m' ? run(python, args, 'inherit', process.cwd()) : makeAll(python, resolve(args[0]));
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(error instanceof Mistake ? `error ${error.code}\n  ${error.message}\n  fix: ${error.fix}\n` : `${error.stack}\n`);
  process.exitCode = 2;
}
