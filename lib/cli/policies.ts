import type { Opa, PolicySource } from '../policy/index.ts';
import type { Tree } from '../evidence/index.ts';
import { UserError } from '../errors.ts';
import type { Io } from './command.ts';

/** The `policies/` folder of a work tree or commit, as the policy room reads it. */
export function policiesOf(tree: Tree): PolicySource {
  return {
    name: tree.name,
    list: () => tree.list('policies/'),
    read: async (path) => {
      const bytes = await tree.read(path);
      if (bytes === null)
        throw new UserError(
          'policy.file_missing',
          `${tree.name}: ${path} is absent; expected a file that was listed`,
          'Run the command again.',
        );
      return bytes;
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
