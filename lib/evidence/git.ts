import { spawn } from 'node:child_process';
import type { Instant } from '../contracts/common.ts';
import { UserError, messageOf } from '../errors.ts';
import { closest } from '../closest.ts';
import { instantOfSeconds } from './instant.ts';

/**
 * git's environment: nothing of the caller's `GIT_*` (which could point to another repository, index or object store), no replaced
 * objects, no prompts, no translated messages.
 */
export function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), GIT_NO_REPLACE_OBJECTS: '1', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
}

export function gitMissing(cause: unknown): UserError {
  return new UserError(
    'git.missing',
    `git could not be started (${messageOf(cause)}); expected git 2.30 or newer on the PATH`,
    'Install git.',
    { cause },
  );
}

interface Outcome {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What a git command may be given beside its arguments. */
export interface GitInput {
  /** What it reads from stdin. @default nothing */
  readonly input?: Uint8Array | string;
  /** Variables of git's own: an index, an identity. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs git with an argument array, never through a shell, and leaves it to the caller what its exit code means. @throws UserError `git.missing` */
export function tryGit(root: string, args: readonly string[], { input, env }: GitInput = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: root, env: { ...gitEnvironment(), ...env }, stdio: 'pipe', shell: false });
    // A process that ends without reading says why by its code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (thrown) => {
      reject(gitMissing(thrown));
    });
    child.on('close', (code) => {
      resolve({ code: code ?? 128, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8').trim() });
    });
  });
}

/** What a failed git command says, for a person. */
function failure(root: string, args: readonly string[], stderr: string): UserError {
  if (/not a git repository|must be run in a work tree/.test(stderr)) {
    return new UserError(
      'git.not_a_repository',
      `${root}: not inside a git work tree; expected one, because a verdict names the commit that it judged`,
      'Run `git init` and commit the files.',
    );
  }
  if (stderr.includes('dubious ownership')) {
    return new UserError(
      'git.unsafe_owner',
      `${root}: git refuses it, because another user owns it; expected a repository of this user`,
      'Run `git config --global --add safe.directory` with this folder.',
    );
  }
  const seen = stderr === '' ? 'without a word' : (stderr.split('\n')[0] ?? '');
  return new UserError('git.failed', `${root}: git ${args[0] ?? ''} failed: ${seen}`, 'Run the git command by hand to see what it lacks.');
}

/** Runs git with an argument array, never through a shell. @throws UserError `git.*` when it fails */
export async function git(root: string, args: readonly string[], given: GitInput = {}): Promise<Buffer> {
  const { code, stdout, stderr } = await tryGit(root, args, given);
  if (code !== 0) throw failure(root, args, stderr);
  return stdout;
}

interface Parsed {
  readonly code: number;
  /** Whether this is inside a work tree, whether the repository is shallow, and what else was asked for: a line each. */
  readonly seen: readonly string[];
  readonly stderr: string;
}

/** One process for all that is asked of a repository at a start: each costs this one more than git the answer. @throws UserError `git.missing` */
async function revParse(root: string, more: readonly string[]): Promise<Parsed> {
  const asked = ['rev-parse', '--is-inside-work-tree', '--is-shallow-repository'];
  // spawn refuses NUL in an argument with an exception of its own; no name of a commit has one.
  const isName = !more.some((argument) => argument.includes('\0'));
  const { code, stdout, stderr } = await tryGit(root, isName ? [...asked, ...more] : asked);
  return { code: isName ? code : 1, seen: stdout.toString('utf8').split('\n'), stderr };
}

/** Whether older commits are missing. @throws UserError `git.not_a_repository`, `git.missing` */
export async function isShallow(root: string): Promise<boolean> {
  const { code, seen, stderr } = await revParse(root, []);
  const [inside, shallow] = seen;
  if (code !== 0) throw failure(root, ['rev-parse'], stderr);
  if (inside !== 'true') throw failure(root, ['rev-parse'], 'not a git repository');
  return shallow === 'true';
}

async function refNames(root: string): Promise<readonly string[]> {
  return (await git(root, ['for-each-ref', '--format=%(refname:short)'])).toString('utf8').split('\n').filter(Boolean);
}

/** A commit, and what the same process says of the repository. */
export interface Resolved {
  /** Full hash. */
  readonly commit: string;
  /** Whether older commits are missing. */
  readonly isShallow: boolean;
}

/**
 * The full hash of the commit that `ref` names.
 * @throws UserError as `resolve` does
 */
export async function resolveCommit(root: string, ref: string): Promise<string> {
  return (await resolve(root, ref)).commit;
}

/**
 * The commit that `ref` names.
 * @throws UserError `git.no_commits` (HEAD of an empty repository), `git.shallow` (not there, and the clone is shallow), `git.unknown_ref`
 */
export async function resolve(root: string, ref: string): Promise<Resolved> {
  const { code, seen, stderr } = await revParse(root, ['--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  const [inside, shallow, hash = ''] = seen;
  if (inside !== 'true') throw failure(root, ['rev-parse'], stderr === '' ? 'not a git repository' : stderr);
  if (code === 0 && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(hash)) return { commit: hash, isShallow: shallow === 'true' };
  if (ref === 'HEAD') {
    throw new UserError('git.no_commits', `${root}: the repository has no commit yet; expected at least one`, 'Commit the files.');
  }
  const shown = JSON.stringify(ref);
  if (shallow === 'true') {
    throw new UserError(
      'git.shallow',
      `${shown}: no such commit in this shallow clone; expected the base commit with its history`,
      'Run `git fetch --unshallow` and fetch the base branch (with actions/checkout: `fetch-depth: 0`).',
    );
  }
  const names = await refNames(root);
  const near = names.find((name) => name.endsWith(`/${ref}`)) ?? closest(ref, names);
  throw new UserError(
    'git.unknown_ref',
    `${shown}: names no commit of this repository; expected a branch, tag or commit`,
    near === null ? 'Fetch the branch, or correct the name.' : `Did you mean ${near}? Else fetch the branch.`,
  );
}

/**
 * Committer time of a commit.
 * @param ref by default the head commit
 * @throws UserError `git.*`
 */
export async function headInstant(root: string, ref = 'HEAD'): Promise<Instant> {
  const head = await resolveCommit(root, ref);
  const seconds = (await git(root, ['log', '-1', '--no-show-signature', '--format=%ct', head])).toString('utf8').trim();
  return instantOfSeconds(Number(seconds));
}
