import { parse } from '../contracts/schema.ts';
import { RolesFile } from '../contracts/roles.ts';
import { UserError, UserErrors } from '../errors.ts';
import { readYaml } from './read-yaml.ts';
import { placeIn, type Tree } from './tree.ts';

export const ROLES_FILE = 'policies/roles.yaml';
/** The role of a model's own team. */
export const OWNER = 'owner';

/**
 * Who may speak in which role, from the bytes of `policies/roles.yaml`.
 * @throws UserErrors `schema.invalid`, `roles.owner`, `roles.unknown_role`, `roles.two_roles`; what `readYaml` throws
 */
export function parseRoles(bytes: Uint8Array, where: string): RolesFile {
  const { value, locate } = readYaml(bytes, where);
  const file = parse(RolesFile, value, where, locate);
  const wrong = [...ownerMistakes(file, where), ...twoRoles(file, where)];
  if (wrong.length > 0) throw new UserErrors(wrong);
  return file;
}

/** The roles of a tree; null when it names none. @throws what `parseRoles` throws */
export async function findRoles(tree: Tree): Promise<RolesFile | null> {
  const bytes = await tree.read(ROLES_FILE);
  return bytes === null ? null : parseRoles(bytes, placeIn(tree, ROLES_FILE));
}

/** The roles of a tree. @throws UserError `roles.missing`; what `parseRoles` throws */
export async function readRoles(tree: Tree): Promise<RolesFile> {
  const found = await findRoles(tree);
  if (found === null) throw rolesMissing(placeIn(tree, ROLES_FILE));
  return found;
}

export function rolesMissing(where: string): UserError {
  return new UserError(
    'roles.missing',
    `${where}: absent; expected the people of each role`,
    'Write it on the branch that is merged into; docs/approvals.md shows one.',
  );
}

function ownerMistakes({ roles, secondRole }: RolesFile, where: string): readonly UserError[] {
  const wrong: UserError[] = [];
  if (OWNER in roles)
    wrong.push(
      new UserError(
        'roles.owner',
        `${where}: roles.${OWNER} is given; expected it under teams`,
        'Owners are people of the team that a model names: list them there.',
      ),
    );
  if (!(secondRole in roles))
    wrong.push(
      new UserError(
        'roles.unknown_role',
        `${where}: secondRole is ${JSON.stringify(secondRole)}; expected one of ${Object.keys(roles).join(', ')}`,
        'Name a role of the same file.',
      ),
    );
  return wrong;
}

/** Nobody approves in two roles, so nobody has two: better said here than when a promotion waits. */
function twoRoles({ roles, teams }: RolesFile, where: string): readonly UserError[] {
  const held = new Map<string, Set<string>>();
  const note = (person: string, role: string): void => {
    const name = person.toLowerCase();
    held.set(name, (held.get(name) ?? new Set()).add(role));
  };
  for (const [role, people] of Object.entries(roles)) for (const person of people) note(person, role);
  for (const people of Object.values(teams)) for (const person of people) note(person, OWNER);
  return [...held]
    .filter(([, names]) => names.size > 1)
    .map(
      ([person, names]) =>
        new UserError(
          'roles.two_roles',
          `${where}: ${person} is ${[...names].join(' and ')}; expected one role a person`,
          'Take the person out of all but one.',
        ),
    );
}
