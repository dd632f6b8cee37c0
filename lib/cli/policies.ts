import type { Opa, PolicySource } from '../policy/index.ts';
import type { Tree } from '../evidence/index.ts';
import { UserError } from '../errors.ts';
import { WORK_TREE } from '../work-tree-name.ts';
import type { Io } from './command.ts';

/** The `policies/` folder of a work tree or commit, as the policy room reads it: each file once, so that what was hashed is what is read. */
export function policiesOf(tree: Tree): PolicySource {
  const known = new Map<string, Promise<Uint8Array>>();
  const read = async (path: string): Promise<Uint8Array> => {
    const bytes = await tree.read(path);
    if (bytes !== null) return bytes;
    throw new UserError(
      'policy.file_missing',
      `${tree.name}: ${path} is absent; expected a file that was listed`,
      'Run the command again.',
    );
  };
  return {
    name: tree.name,
    list: () => tree.list('policies/'),
    // What lies on disk is read to know it, whatever an index believes.
    ...(tree.name === WORK_TREE ? {} : { hash: (path: string) => tree.hash?.(path) }),
    read: (path) => {
      const reading = known.get(path) ?? read(path);
      known.set(path, reading);
      return reading;
    },
  };
}

/** OPA, found or built, with progress on stderr. */
export async function opa(io: Io): Promise<Opa> {
  const { findOpa } = await import('../policy/index.ts');
  return findOpa({
    env: io.env,
    log: (line) => {
      io.log(`${line}\n`);
    },
  });
}
