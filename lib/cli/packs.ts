import type { Pack } from '../contracts/pack.ts';
import type { Tree } from '../evidence/index.ts';
import { UserError } from '../errors.ts';

/**
 * The packs of a repository, or those that were named.
 * @throws UserError `pack.unknown`; what `readPacks` throws
 */
export async function chosenPacks(tree: Tree, codes: readonly string[], names: readonly string[]): Promise<readonly Pack[]> {
  const { readPacks } = await import('../evidence/index.ts');
  const packs = await readPacks(tree, codes);
  const known = packs.map(({ pack }) => pack);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names.length === 0 ? packs : packs.filter(({ pack }) => names.includes(pack));
  throw new UserError(
    'pack.unknown',
    `--pack: ${JSON.stringify(unknown)} is not in policies/packs/; expected one of ${known.join(', ')}`,
    'Name one of these.',
  );
}
