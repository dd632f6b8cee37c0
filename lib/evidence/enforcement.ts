import { EnforcementFile } from '../contracts/enforcement.ts';
import { UserError, UserErrors } from '../errors.ts';
import { readDocument } from './document.ts';
import { placeIn, type Tree } from './tree.ts';

export const ENFORCEMENT_FILE = 'policies/enforcement.yaml';

/**
 * How much findings weigh beyond what their checks say, and what waivers may do.
 * @param codes of the roster: a rule for a check that does not exist would excuse nothing, and look as if it did
 * @returns null when the file is absent: each check has its own severity, and waivers have no further bounds
 * @throws UserErrors `enforcement.unknown_code`; what `readDocument` throws
 */
export async function readEnforcement(tree: Tree, codes: readonly string[]): Promise<EnforcementFile | null> {
  const file = await readDocument(tree, ENFORCEMENT_FILE, EnforcementFile);
  if (file === null) return null;
  const unknown = [...file.rules.map(({ code }) => code), ...file.waivers.never].filter((code) => !codes.includes(code));
  if (unknown.length === 0) return file;
  throw new UserErrors(
    [...new Set(unknown)].map(
      (code) =>
        new UserError(
          'enforcement.unknown_code',
          `${placeIn(tree, ENFORCEMENT_FILE)}: names ${code}; expected codes that \`npx modelgate policy list\` prints`,
          'Correct the code, or remove the entry.',
        ),
    ),
  );
}
