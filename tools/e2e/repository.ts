import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { seal, type Overlay } from './overlay.ts';

const run = promisify(execFile);

/** What a user's repository has; the framework is the package beside it. */
const PARTS = ['models', 'policies', 'synth', 'modelgate.config.ts', 'package.json', '.gitignore'];

export interface Ended {
  readonly code: number;
  /** Both outputs. */
  readonly said: string;
}

/** The git repository that Argo CD reads, beginning as this checkout under the overlay. */
export interface Repository {
  readonly folder: string;
  /** `file://`, as Argo CD and the gate jobs know it. */
  readonly url: string;
  /** Hash of the newest commit. */
  readonly head: () => string;
  readonly read: (file: string) => Promise<string>;
  readonly write: (file: string, text: string) => Promise<void>;
  /** Replaces text that has to be there. @throws Error when it isn't */
  readonly edit: (file: string, from: string | RegExp, to: string) => Promise<void>;
  readonly git: (...args: readonly string[]) => Promise<string>;
  /** The command line of this checkout, run in the repository. @throws Error when it doesn't end with 0 */
  readonly modelgate: (...args: readonly string[]) => Promise<string>;
  /** The same with more environment variables, however it ends. */
  readonly modelgateWith: (env: Readonly<Record<string, string>>, ...args: readonly string[]) => Promise<Ended>;
  /** Renders `synth/` anew and lays the overlay over it. */
  readonly synth: () => Promise<void>;
  /** @param hours that lie between this commit and the one before */
  readonly commit: (message: string, hours?: number) => Promise<string>;
  /** Merges a branch with what is rendered anew under the overlay. */
  readonly merge: (branch: string) => Promise<string>;
  /** Takes the newest commit back by another one. */
  readonly revert: () => Promise<string>;
}

/** Where it is made. */
export function repositoryIn(folder: string): string {
  return path.join(folder, 'repository');
}

export async function makeRepository(root: string, folder: string, overlay: Overlay): Promise<Repository> {
  const repository = repositoryIn(folder);
  await mkdir(repository);
  const filter = (source: string): boolean => !source.includes('__pycache__');
  for (const part of PARTS) await cp(path.join(root, part), path.join(repository, part), { recursive: true, filter });
  await symlink(path.join(root, 'node_modules'), path.join(repository, 'node_modules'), 'dir');

  // What is fresh enough today has to be so in five years, so time begins with this checkout's newest commit.
  const { stdout: began } = await run('git', ['log', '-1', '--format=%ct'], { cwd: root });
  let seconds = Number(began.trim());
  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Tester',
    GIT_AUTHOR_EMAIL: 'tester@example.com',
    GIT_AUTHOR_DATE: `${String(seconds)} +0000`,
    GIT_COMMITTER_NAME: 'Tester',
    GIT_COMMITTER_EMAIL: 'tester@example.com',
    GIT_COMMITTER_DATE: `${String(seconds)} +0000`,
  });
  const call = async (program: string, args: readonly string[]): Promise<string> => {
    const { stdout } = await run(program, args, { cwd: repository, env: environment(), maxBuffer: 64 << 20 });
    return stdout.trim();
  };
  const git: Repository['git'] = (...args) => call('git', args);
  const modelgate: Repository['modelgate'] = (...args) => call(process.execPath, [path.join(root, 'lib/cli/bin.mjs'), ...args]);
  const place = (file: string): string => path.join(repository, file);
  const read: Repository['read'] = (file) => readFile(place(file), 'utf8');
  let head = '';

  const made: Repository = {
    folder: repository,
    url: `file://${repository}`,
    head: () => head,
    read,
    async write(file, text) {
      await mkdir(path.dirname(place(file)), { recursive: true });
      await writeFile(place(file), text);
    },
    async edit(file, from, to) {
      const before = await read(file);
      const after = before.replace(from, to);
      if (after === before) throw new Error(`${file}: ${String(from)} is not in it`);
      await writeFile(place(file), after);
    },
    git,
    modelgate,
    modelgateWith: (env, ...args) =>
      new Promise((resolve) => {
        const command = [path.join(root, 'lib/cli/bin.mjs'), ...args];
        execFile(process.execPath, command, { cwd: repository, env: { ...environment(), ...env } }, (error, stdout, stderr) => {
          resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 2, said: stdout + stderr });
        });
      }),
    async synth() {
      await modelgate('synth');
      await overlay.manifests(made);
      await seal(made);
    },
    async commit(message, hours = 0) {
      seconds += 60 + hours * 3600;
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      head = await git('rev-parse', 'HEAD');
      return head;
    },
    async merge(branch) {
      await git('merge', '--no-ff', '--no-commit', '--quiet', branch);
      await made.synth();
      return made.commit(`Merge ${branch}`);
    },
    async revert() {
      seconds += 60;
      await git('revert', '--no-edit', 'HEAD');
      head = await git('rev-parse', 'HEAD');
      return head;
    },
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('config', 'core.excludesFile', '/dev/null');
  await overlay.declarations(made);
  await made.synth();
  await made.commit('Begin');
  return made;
}
