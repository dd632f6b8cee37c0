import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { text, type Given, type Io, type Option } from './command.ts';

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

/** What every command that writes to GitHub takes. */
export const GITHUB_OPTIONS: readonly Option[] = [
  { flags: '--repo <owner/name>', kind: 'text', help: 'repository on GitHub', required: true },
  { flags: '--token-file <file>', kind: 'text', help: 'file that holds the token (default: the variable GITHUB_TOKEN)' },
];

/** `--repo`. @throws UserError `usage.bad_repository` */
export function githubRepository(given: Given): { readonly owner: string; readonly repo: string } {
  const named = text(given, 'repo') ?? '';
  if (!REPOSITORY.test(named)) {
    throw new UserError(
      'usage.bad_repository',
      `--repo is ${JSON.stringify(named)}; expected owner/name`,
      'Write it as GitHub does, for example acme/models.',
    );
  }
  const [owner = '', repo = ''] = named.split('/');
  return { owner, repo };
}

/**
 * The token: in a pod from a mounted file, because a variable is seen by every process in it; elsewhere from GITHUB_TOKEN.
 * @throws UserError `github.no_token`
 */
export async function githubToken(given: Given, { env }: Io): Promise<string> {
  const mounted = await tokenFile(given);
  if (mounted !== null) return mounted;
  const token = env['GITHUB_TOKEN'] ?? '';
  if (token !== '') return token;
  throw new UserError(
    'github.no_token',
    'GITHUB_TOKEN is not set; expected a token that may write to the repository',
    'Set GITHUB_TOKEN, in a workflow to ${{ github.token }} with pull-requests: write, or give --token-file.',
  );
}

/** Address of the API, when GITHUB_API_URL names one. */
export function githubAddress({ env }: Io): { readonly baseUrl?: string } {
  return env['GITHUB_API_URL'] === undefined ? {} : { baseUrl: env['GITHUB_API_URL'] };
}

/** `--pr`. @throws UserError `usage.bad_number` */
export function pullRequestNumber(given: Given): number {
  const number = text(given, 'pr') ?? '';
  if (!/^[1-9]\d{0,9}$/.test(number)) {
    throw new UserError(
      'usage.bad_number',
      `--pr is ${JSON.stringify(number)}; expected the number of a pull request`,
      'Pass the number alone, for example 42.',
    );
  }
  return Number(number);
}

/** `--token-file`; null without it. @throws UserError `github.no_token` */
export async function tokenFile(given: Given): Promise<string | null> {
  const file = text(given, 'tokenFile');
  if (file === undefined) return null;
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UserError(
      'github.no_token',
      `--token-file ${file}: cannot be read; expected a file with a token`,
      'Mount the file, or name another one.',
      { cause },
    );
  });
  if (content.trim() !== '') return content.trim();
  throw new UserError('github.no_token', `--token-file ${file}: is empty; expected a token`, 'Put the token into the file.');
}
