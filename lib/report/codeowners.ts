import { GUARDED } from '../contracts/guarded.ts';
import type { RolesFile } from '../contracts/roles.ts';
import { UserError, UserErrors } from '../errors.ts';

/** A model and the team that it names as owner. */
export interface OwnedModel {
  readonly id: string;
  readonly team: string;
}

/**
 * A CODEOWNERS file: each model to the people of its team, everything else to the second role. The last pattern that matches a path counts.
 * @param models sorted by id
 * @throws UserErrors `codeowners.no_team`, `codeowners.no_people`
 */
export function codeowners(models: readonly OwnedModel[], { roles, teams, secondRole }: RolesFile): string {
  const wrong: UserError[] = [];
  const people = (logins: readonly string[], of: string): string => {
    // Forges ask people only.
    const named = logins.filter((login) => !login.endsWith('[bot]')).map((login) => `@${login}`);
    if (named.length === 0)
      wrong.push(
        new UserError(
          'codeowners.no_people',
          `policies/roles.yaml: ${of} has nobody but bots; expected a person`,
          'Name somebody who can review.',
        ),
      );
    return named.join(' ');
  };
  const second = people(roles[secondRole] ?? [], `roles.${secondRole}`);
  const owned = models.flatMap(({ id, team }) => {
    const logins = Object.hasOwn(teams, team) ? teams[team] : undefined;
    if (logins === undefined) {
      wrong.push(
        new UserError(
          'codeowners.no_team',
          `policies/roles.yaml: no team ${team}, which owns ${id}; expected its people under teams`,
          'Add the team there, or correct the owner in the declaration.',
        ),
      );
      return [];
    }
    const owners = people(logins, `teams.${team}`);
    return [`/models/${id}/`, `/synth/*/${id}/`, `/synth/catalog/${id}.json`].map((pattern) => `${pattern} ${owners}`);
  });
  if (wrong.length > 0) throw new UserErrors(wrong);
  return [
    '# Written by `modelgate codeowners` from policies/roles.yaml and the owners that models name. The last pattern that matches counts.',
    '',
    `* ${second}`,
    '',
    '# Each model belongs to its team.',
    ...owned,
    '',
    `# What judges belongs to the role ${secondRole}.`,
    ...GUARDED.map((path) => `/${path} ${second}`),
    '',
  ].join('\n');
}
