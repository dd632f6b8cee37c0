import { statSync } from 'node:fs';
import { UserError } from '../errors.ts';
import type { Tree } from './tree.ts';
import { workTree } from './work-tree.ts';

const PREFIX = 'policies/';

/**
 * A folder of policies that stands in for the repository's own: thresholds, waivers, keys and bundle, and nothing else.
 * @param folder absolute path
 * @param name how a report names it
 * @throws UserError `policies.no_folder`
 */
export function policyFolder(folder: string, name: string): Tree {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(
      'policies.no_folder',
      `${name}: is no folder; expected one with rules, thresholds and a bundle`,
      'Correct --policies.',
    );
  }
  const files = workTree(folder);
  return {
    name,
    list: async (prefix) =>
      prefix.startsWith(PREFIX) ? (await files.list(prefix.slice(PREFIX.length))).map((path) => `${PREFIX}${path}`) : [],
    read: (path) => (path.startsWith(PREFIX) ? files.read(path.slice(PREFIX.length)) : Promise.resolve(null)),
  };
}
