import { writeFile } from 'node:fs/promises';
import type { ReviewedPullRequest } from '../contracts/reviews.ts';
import { UserError } from '../errors.ts';
import type { CountedReviews } from '../evidence/index.ts';
import { flag, text, type Command } from './command.ts';
import { FORGE_OPTIONS, forgeRepository, type ForgeRepository } from './forge.ts';
import { pullRequestNumber } from './github.ts';

/** Writes down who approved a pull request, for the gate. Needs no checkout: roles are read from the branch that is merged into. */
export const approvals: Command = {
  name: 'approvals',
  summary: 'write down who approved a pull request, for `gate --approvals`',
  options: [
    ...FORGE_OPTIONS,
    { flags: '--pr <number>', kind: 'text', help: 'number of the pull request or merge request', required: true },
    { flags: '--output <file>', kind: 'text', help: 'write the approvals there', required: true },
  ],
  examples: [
    [
      'modelgate approvals --repo acme/models --pr 42 --output approvals.json',
      'needs GITHUB_TOKEN with `pull-requests: read` and `contents: read`; prints whose word counts and whose does not',
    ],
    [
      'modelgate approvals --forge gitlab --repo acme/risk/models --pr 42 --output approvals.json',
      'of a merge request; needs GITLAB_TOKEN with the scope `read_api`',
    ],
  ],
  async run(given, io) {
    const output = text(given, 'output') ?? '';
    const number = pullRequestNumber(given);
    const { file, void: voided, base, pullRequest } = await countedReviews({ ...(await forgeRepository(given, io)), number });
    try {
      await writeFile(output, `${JSON.stringify(file, null, 2)}\n`);
    } catch (cause) {
      throw new UserError(
        'output.unwritable',
        `${output}: cannot be written; expected a file in a folder that exists`,
        'Name another file.',
        {
          cause,
        },
      );
    }
    if (pullRequest.unknownWriters > 0)
      io.log(
        `${String(pullRequest.unknownWriters)} commits were written by accounts that the forge does not know: their approvals cannot be left out\n`,
      );
    if (flag(given, 'json')) {
      io.out(
        `${JSON.stringify({ ...file, schemaVersion: 1, roles: base, void: voided, unknownWriters: pullRequest.unknownWriters }, null, 2)}\n`,
      );
    } else {
      for (const { by, role, team, at } of file.given) io.out(`counts  ${by}  ${role}${team === undefined ? '' : ` of ${team}`}  ${at}\n`);
      for (const { by, why } of voided) io.out(`void    ${by}  ${why}\n`);
      io.out(`${String(file.given.length)} ${file.given.length === 1 ? 'approval counts' : 'approvals count'} for ${file.commit}\n`);
    }
    return 0;
  },
};

/**
 * What the reviews of a pull request come to, by the roles of the branch that it is to be merged into.
 * @throws UserError `approvals.*`, `github.*`, `gitlab.*`; UserErrors when the roles are not readable
 */
export async function countedReviews(
  place: ForgeRepository & { readonly number: number },
): Promise<CountedReviews & { readonly base: string; readonly pullRequest: ReviewedPullRequest }> {
  const { githubReviews, gitlabReviews } = await import('../publish/index.ts');
  const { countReviews, parseRoles, ROLES_FILE, rolesMissing } = await import('../evidence/index.ts');
  const { pullRequest, base, bytes } = await (place.forge === 'gitlab'
    ? gitlabReviews({ ...place, path: ROLES_FILE })
    : githubReviews({ ...place, path: ROLES_FILE }));
  if (pullRequest.base !== pullRequest.defaultBranch) {
    const name = place.forge === 'gitlab' ? `${place.project}!` : `${place.owner}/${place.repo}#`;
    throw new UserError(
      'approvals.other_base',
      `${name}${String(place.number)}: is to be merged into ${pullRequest.base}; expected ${pullRequest.defaultBranch}`,
      'Judge pull requests into the default branch only: on another one, whoever may push to it could name the people with roles.',
    );
  }
  const where = `${ROLES_FILE} at ${base.slice(0, 12)}`;
  if (bytes === null) throw rolesMissing(where);
  return { ...countReviews(pullRequest, parseRoles(bytes, where)), base, pullRequest };
}
