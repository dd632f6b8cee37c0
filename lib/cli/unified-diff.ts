import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { messageOf, UserError } from '../errors.ts';

/** A file before and after a change; null when it is not there. */
export interface Change {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly after: Uint8Array | null;
}

/**
 * A change as git shows one, so that whatever reads patches reads this. Needs no repository and leaves none touched.
 * @returns empty when nothing differs
 * @throws UserError `git.missing`
 */
export async function unifiedDiff(changes: readonly Change[], color: boolean): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-diff-'));
  try {
    // Their names stand before the paths where `a/` and `b/` usually do.
    for (const side of ['a', 'b'] as const) {
      await mkdir(path.join(folder, side));
      for (const { path: file, before, after } of changes) {
        const bytes = side === 'a' ? before : after;
        if (bytes === null) continue;
        const target = path.join(folder, side, file);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, bytes);
      }
    }
    return await gitDiff(folder, color);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function gitDiff(folder: string, color: boolean): Promise<string> {
  const args = ['diff', '--no-index', '--no-prefix', '--no-renames', '--no-ext-diff', '--no-textconv', '--text'];
  const env = {
    PATH: process.env['PATH'],
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CEILING_DIRECTORIES: folder,
  };
  return new Promise((resolve, reject) => {
    execFile(
      'git',
      [...args, color ? '--color=always' : '--no-color', 'a', 'b'],
      { cwd: folder, env, encoding: 'utf8', maxBuffer: 256 << 20 },
      (error, out) => {
        // 1 says that there is a difference.
        if (error === null || error.code === 1) resolve(out);
        else
          reject(new UserError('git.missing', `git diff: ${messageOf(error)}; expected git on the PATH`, 'Install git.', { cause: error }));
      },
    );
  });
}
