import { sealOf } from '../contracts/unit-seal.ts';
import { UserError } from '../errors.ts';
import { gitTree } from './commit-tree.ts';
import { git } from './git.ts';

/** The commit that made a unit what it is. */
export interface UnitCommit {
  readonly commit: string;
  /** What the branch was before it; null for the first commit of a repository. */
  readonly before: string | null;
}

/**
 * The newest commit on the first-parent line of HEAD that made a unit's folder what a seal names.
 * @param seal `sealOf` its files
 * @throws UserError `presync.unknown_unit` when there is none; `git.*`
 */
export async function findUnitCommit(root: string, model: string, environment: string, seal: string): Promise<UnitCommit> {
  const folder = `synth/${environment}/${model}/`;
  const lines = (await git(root, ['log', '--first-parent', '-m', '--format=%H %P', '--end-of-options', 'HEAD', '--', folder]))
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
  for (const line of lines) {
    const [commit = '', before = ''] = line.split(' ');
    const tree = await gitTree(root, commit);
    try {
      const paths = await tree.list(folder);
      const files = await Promise.all(
        paths.map(async (path) => [path.slice(folder.length), (await tree.read(path)) ?? new Uint8Array()] as const),
      );
      if (sealOf(model, files) === seal) return { commit, before: before === '' ? null : before };
    } finally {
      tree.close();
    }
  }
  throw new UserError(
    'presync.unknown_unit',
    `${folder}: none of the ${String(lines.length)} commits that changed it has files with the digest ${seal}; expected what is synced to be what synth wrote and was merged`,
    'Run `npx modelgate synth`, commit what it writes, and let the pull request be merged.',
  );
}
