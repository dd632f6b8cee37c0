import { Pack } from '../contracts/pack.ts';
import { UserError, UserErrors } from '../errors.ts';
import { readDocument } from './document.ts';
import { placeIn, type Tree } from './tree.ts';

const FOLDER = 'policies/packs/';

/**
 * Every pack of `policies/packs/*.yaml`, by name.
 * @param codes of the roster: a control must not be covered by a check that does not exist
 * @throws UserErrors `pack.wrong_name`, `pack.unknown_code`, `pack.duplicate_control`; what `readDocument` throws
 */
export async function readPacks(tree: Tree, codes: readonly string[]): Promise<readonly Pack[]> {
  const packs: Pack[] = [];
  const errors: UserError[] = [];
  for (const path of (await tree.list(FOLDER)).filter((file) => file.endsWith('.yaml'))) {
    const pack = await readDocument(tree, path, Pack);
    if (pack === null) continue;
    packs.push(pack);
    const where = placeIn(tree, path);
    if (path !== `${FOLDER}${pack.pack}.yaml`)
      errors.push(new UserError('pack.wrong_name', `${where}: pack is ${pack.pack}; expected the file's name`, 'Rename one of the two.'));
    const seen = new Set<string>();
    for (const { id, checks } of pack.controls) {
      if (seen.has(id))
        errors.push(new UserError('pack.duplicate_control', `${where}: control ${id} is there twice; expected each once`, 'Join the two.'));
      seen.add(id);
      for (const code of checks.filter((one) => !codes.includes(one)))
        errors.push(
          new UserError(
            'pack.unknown_code',
            `${where}: control ${id} names ${code}; expected codes that \`npx modelgate policy list\` prints`,
            'Correct the code.',
          ),
        );
    }
  }
  if (errors.length > 0) throw new UserErrors(errors);
  return packs;
}
