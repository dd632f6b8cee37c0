import { UserError } from '../errors.ts';
import { text, type Given, type Io, type Option } from './command.ts';
import { githubAddress, GITHUB_OPTIONS, githubRepository, githubToken, tokenFile } from './github.ts';

/** What every command takes that writes to one of the forges. */
export const FORGE_OPTIONS: readonly Option[] = [
  ...GITHUB_OPTIONS.map((option) =>
    option.flags.startsWith('--repo')
      ? { ...option, help: 'repository on GitHub, or project on GitLab with all groups above it' }
      : { ...option, help: 'file that holds the token (default: the variable GITHUB_TOKEN or GITLAB_TOKEN)' },
  ),
  { flags: '--forge <name>', kind: 'text', help: 'github or gitlab (default: github)' },
];

/** A repository on one of the forges, and how to talk to it. */
export type ForgeRepository =
  | { readonly forge: 'github'; readonly owner: string; readonly repo: string; readonly token: string; readonly baseUrl?: string }
  | { readonly forge: 'gitlab'; readonly project: string; readonly token: string; readonly host?: string };

/** The CI run that a command is a step of. */
export interface CiRun {
  /** Later runs have greater numbers; 0 outside of CI. */
  readonly number: number;
  /** Its page; null outside of CI. */
  readonly url: string | null;
}

const PROJECT = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_.][A-Za-z0-9_.-]*){1,20}$/;

/** @throws UserError `usage.bad_forge`, `usage.bad_repository`, `github.no_token`, `gitlab.no_token` */
export async function forgeRepository(given: Given, io: Io): Promise<ForgeRepository> {
  const forge = text(given, 'forge') ?? 'github';
  if (forge === 'github') return { forge, ...githubRepository(given), token: await githubToken(given, io), ...githubAddress(io) };
  if (forge !== 'gitlab') {
    throw new UserError('usage.bad_forge', `--forge is ${JSON.stringify(forge)}; expected github or gitlab`, 'Name one of the two.');
  }
  const project = text(given, 'repo') ?? '';
  if (!PROJECT.test(project) || project.length > 500) {
    throw new UserError(
      'usage.bad_repository',
      `--repo is ${JSON.stringify(project)}; expected group/name`,
      'Write it as GitLab does in its address, for example acme/risk/models.',
    );
  }
  const token = (await tokenFile(given)) ?? io.env['GITLAB_TOKEN'] ?? '';
  if (token === '') {
    throw new UserError(
      'gitlab.no_token',
      'GITLAB_TOKEN is not set; expected a token that may write to the project',
      'Set GITLAB_TOKEN to a token of the project with the scope `api`, or give --token-file.',
    );
  }
  return { forge, project, token, ...(io.env['CI_SERVER_URL'] === undefined ? {} : { host: io.env['CI_SERVER_URL'] }) };
}

/** The run, as the forge's CI names it to its steps. */
export function ciRun({ forge }: Pick<ForgeRepository, 'forge'>, { env }: Io): CiRun {
  if (forge === 'gitlab') return { number: Number(env['CI_PIPELINE_ID'] ?? 0), url: env['CI_PIPELINE_URL'] ?? null };
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const url = server === undefined || repository === undefined || run === undefined ? null : `${server}/${repository}/actions/runs/${run}`;
  return { number: Number(run ?? 0), url };
}
