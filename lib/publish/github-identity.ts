import type { Octokit } from '@octokit/rest';
import { UserError } from '../errors.ts';
import { failureOf } from './failure.ts';
import { explained } from './github-client.ts';
import { githubError, isRateLimited } from './github-errors.ts';

interface Author {
  readonly id: number;
  readonly login: string;
  readonly type: string;
}

/** Whether an author is our own account. */
export type IsOurs = (author: Author) => boolean;

/**
 * Our own account: by its number, which never changes. A token of an app, like that of GitHub Actions, may not ask for it (403); it may
 * ask GraphQL, whose number for an app may be another one: then bots of its login count too, but no person of the same name.
 */
export async function whoAmI(octokit: Octokit): Promise<IsOurs> {
  try {
    const { data } = await octokit.rest.users.getAuthenticated();
    return ({ id }) => id === data.id;
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (failure.status !== 403 || isRateLimited(failure)) throw githubError(failure, 'asking whose token this is', thrown);
  }
  const { viewer } = await explained('asking whose token this is', () =>
    octokit.graphql<{ viewer: { login: string; databaseId: number | null } | null }>('{ viewer { login databaseId } }'),
  );
  if (viewer === null) {
    throw new UserError(
      'github.unknown_account',
      'GitHub: does not say whose token this is; expected an account',
      'Use the token of a user, of an app or of a workflow.',
    );
  }
  const name = viewer.login.replace(/\[bot\]$/, '');
  return ({ id, login, type }) => id === viewer.databaseId || (type === 'Bot' && (login === name || login === `${name}[bot]`));
}
