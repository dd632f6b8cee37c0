import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const root = path.resolve(import.meta.dirname, '../..');
const bin = path.join(root, 'lib/cli/bin.mjs');

/** Commits of tests carry the time of this repository's own: what is fresh enough today has to be so in five years. */
const moment = execFileSync('git', ['log', '-1', '--format=%cI'], { cwd: root, encoding: 'utf8' }).trim();

const IDENTITY = {
  GIT_AUTHOR_DATE: moment,
  GIT_COMMITTER_DATE: moment,
  GIT_AUTHOR_NAME: 'Tester',
  GIT_AUTHOR_EMAIL: 'tester@example.com',
  GIT_COMMITTER_NAME: 'Tester',
  GIT_COMMITTER_EMAIL: 'tester@example.com',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** What a command printed and how it ended. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. */
export function runIn(cwd: string, command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...IDENTITY, ...env },
    maxBuffer: 64 << 20,
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs the command line as a user does: a process of its own. */
export function modelgate(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  return runIn(cwd, process.execPath, [bin, ...args], env);
}

/** Runs git and returns what it printed, without the last line end. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', env: { ...process.env, ...IDENTITY } }).trimEnd();
}

/** Commits everything in a folder and returns the commit's hash. */
export function commit(cwd: string, message: string): string {
  git(cwd, 'add', '--all');
  git(cwd, 'commit', '--quiet', '--message', message);
  return git(cwd, 'rev-parse', 'HEAD');
}

/** An empty folder that is gone after the test. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

let template: string | null = null;

/** Made once a test file: what each scratch repository is a copy of. */
function repositoryTemplate(): string {
  if (template !== null) return template;
  const folder = mkdtempSync(path.join(tmpdir(), 'modelgate-template-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const part of ['models', 'policies', 'synth', 'modelgate.config.ts', 'package.json', '.gitignore']) {
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter: (source) => !source.includes('__pycache__') });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'config', 'core.excludesFile', '/dev/null');
  commit(folder, 'Start');
  template = folder;
  return folder;
}

/** The parts of this repository that a user's repository has, as they lie in the work tree, committed in a git repository of their own. */
export function scratchRepository(): string {
  const folder = path.join(scratchFolder(), 'repository');
  repositoryAt(folder);
  return folder;
}

/** The same in a folder that the caller makes and removes: for several tests that leave it as it is. */
export function repositoryAt(folder: string): void {
  cpSync(repositoryTemplate(), folder, { recursive: true, verbatimSymlinks: true });
}
