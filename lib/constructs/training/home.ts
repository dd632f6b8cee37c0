import type { Config } from '../../contracts/config.ts';
import type { ModelSpec } from '../../contracts/model-spec.ts';
import type { Plan } from '../plan.ts';

/**
 * The environment in which pipelines run by themselves: the last one, where calls are logged and alerts fire. In the others the
 * training template is there to be started by hand, without the right to propose anything.
 */
export function homeOf({ environments }: Pick<ModelSpec, 'environments'>): string | undefined {
  return environments.at(-1)?.name;
}

export function isHome({ spec, place }: Plan): boolean {
  return place.name === homeOf(spec);
}

/** The repository as GitHub names it, and the address of its API; null when it is none that a pull request can be opened in. */
export function githubOf({ repository }: Config): { readonly repo: string; readonly api: string } | null {
  const match = /^https:\/\/([^/@]+)\/([A-Za-z0-9-]+\/[A-Za-z0-9._-]+?)(?:\.git)?$/.exec(repository.url);
  if (match === null) return null;
  const [, host = '', repo = ''] = match;
  return { repo, api: host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3` };
}
