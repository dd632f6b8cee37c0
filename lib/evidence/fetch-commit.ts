import { UserError } from '../errors.ts';
import { tryGit } from './git.ts';

/** Where a commit is fetched from. */
export interface Source {
  /** Address of the repository: https, or a path or file address. */
  readonly url: string;
  /** Sent to https addresses alone; null for a repository that anybody may read. */
  readonly token: string | null;
}

/**
 * Brings a commit and its history into git's object store, and nothing onto the disk beside it: no checkout, no hook, no submodule, and no
 * object that git finds ill-shaped.
 * @param root absolute path of the repository's folder
 * @param commit its full hash
 * @throws UserError `git.cannot_fetch`, `git.missing`
 */
export async function fetchCommit(root: string, { url, token }: Source, commit: string): Promise<void> {
  const { code, stderr } = await tryGit(
    root,
    [
      ...['-c', 'core.hooksPath=/dev/null', '-c', 'fetch.fsckObjects=true', '-c', 'protocol.version=2'],
      ...['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--no-auto-maintenance', '--', url, commit],
    ],
    // Not an argument: those are seen by every process of the machine.
    { env: authorization(url, token) },
  );
  if (code === 0) return;
  throw new UserError(
    'git.cannot_fetch',
    `${url}: commit ${commit.slice(0, 12)} cannot be fetched: ${stderr.split('\n').at(-1) ?? ''}; expected a commit of sound objects that this job may read`,
    'Check the permissions of the job (`contents: read`); when git names an object, the branch has to be made anew without it.',
  );
}

/** What lets git in at an https address, and is sent nowhere else: variables of git's own. */
export function authorization(url: string, token: string | null): Readonly<Record<string, string>> {
  if (token === null || !url.startsWith('https://')) return {};
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(url).origin}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  };
}
