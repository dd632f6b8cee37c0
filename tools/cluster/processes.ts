import { spawn, type ChildProcess } from 'node:child_process';
import { openSync, closeSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../lib/errors.ts';

/** How long a program may take to end by itself before it is killed. */
const GRACE_MS = 10_000;

/**
 * Reads until the process that started it is gone, however that ended, then kills what is written down in the folder and removes it.
 * In a shell, because a file name in `"$1"` needs no escaping there.
 */
const WATCHDOG = 'cat >/dev/null; for f in "$1"/*.pid; do [ -f "$f" ] && kill -9 "$(cat "$f")" 2>/dev/null; done; rm -rf "$1"';

/** A program that runs beside the tests. */
export interface Running {
  readonly name: string;
  /** Both its outputs. */
  readonly logFile: string;
  /** Resolves when it has ended, with its exit code or null for a signal. */
  readonly ended: Promise<number | null>;
  readonly isRunning: () => boolean;
  /** Ends it, by force after ten seconds. */
  readonly stop: () => Promise<void>;
}

/** Programs that live as long as this one, and the folder in which they keep what they need; both are gone afterwards, after a crash too. */
export interface Processes {
  /** Scratch space: state, certificates, logs. */
  readonly folder: string;
  readonly start: (name: string, program: string, args: readonly string[], env?: Readonly<NodeJS.ProcessEnv>) => Running;
  /** Ends them, the last started first, and removes the folder. */
  readonly stop: () => Promise<void>;
}

function startOne(folder: string, name: string, program: string, args: readonly string[], env: Readonly<NodeJS.ProcessEnv>): Running {
  const logFile = path.join(folder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const child: ChildProcess = spawn(program, args, { cwd: folder, env, stdio: ['ignore', log, log] });
  closeSync(log);
  const pidFile = path.join(folder, `${name}.pid`);
  if (child.pid !== undefined) writeFileSync(pidFile, String(child.pid));
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      writeFileSync(logFile, `${program}: ${error.message}\n`, { flag: 'a' });
      resolve(null);
    });
    child.on('exit', resolve);
  });
  const isRunning = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const killing = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(killing);
    // Its number may soon be another program's.
    await rm(pidFile, { force: true });
  };
  return { name, logFile, ended, isRunning, stop };
}

/** A new scratch folder, and nothing running yet. */
export async function startProcesses(): Promise<Processes> {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-cluster-'));
  const watchdog = spawn('/bin/sh', ['-c', WATCHDOG, 'watchdog', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const watchdogEnded = new Promise((resolve) => watchdog.on('exit', resolve));
  const running: Running[] = [];
  return {
    folder,
    start(name, program, args, env = process.env) {
      const one = startOne(folder, name, program, args, env);
      running.push(one);
      return one;
    },
    async stop() {
      for (const one of running.reverse()) await one.stop();
      watchdog.stdin.end();
      await watchdogEnded;
    },
  };
}

/** What a program said last. */
export function tail({ logFile }: Running, lines = 10): string {
  return readFileSync(logFile, 'utf8').trim().split('\n').slice(-lines).join('\n');
}

/**
 * Waits until something answers, as long as the program that should answer runs.
 * @param ask answers true, or tells what is not yet so
 * @throws UserError `cluster.not_ready` with the last state and the end of the program's log
 */
export async function waitFor(what: string, by: Running, seconds: number, ask: () => Promise<true | string>): Promise<void> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    const state = await ask();
    if (state === true) return;
    if (!by.isRunning() || Date.now() > until) {
      if (!by.isRunning()) await by.ended;
      throw new UserError(
        'cluster.not_ready',
        `${what}: ${by.isRunning() ? `not within ${String(seconds)} s` : `${by.name} has ended`}; last seen: ${state}; its log ends with:\n${tail(by)}`,
        'Look at the log; a machine under heavy load needs longer.',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
