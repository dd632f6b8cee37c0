import type { Config } from '../contracts/config.ts';

/** The repository as GitHub names it, and the address of its API; null when it is none that a pull request can be opened in. */
export function githubOf({ repository }: Config): { readonly repo: string; readonly api: string } | null {
  const match = /^https:\/\/([^/@]+)\/([A-Za-z0-9-]+\/[A-Za-z0-9._-]+?)(?:\.git)?$/.exec(repository.url);
  if (match === null) return null;
  const [, host = '', repo = ''] = match;
  return { repo, api: host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3` };
}
