import { CommitTree, entriesOf, gitTree } from './commit-tree.ts';
import { git, resolveCommit, tryGit } from './git.ts';
import { UserError } from '../errors.ts';

/**
 * The files that a merge of a commit into its base would leave, without a checkout of either: what is judged is what would land. Of a commit
 * that the base is part of, these are its own files. Nothing runs that the commit brings along: git merges in its object store.
 * @param root absolute path of the repository's folder
 * @returns a tree named by the head commit's hash
 * @throws UserError `git.conflict` when git cannot merge them by itself; `git.*` (see `resolveCommit`)
 */
export async function mergedTree(root: string, base: string, head: string): Promise<CommitTree> {
  const [into, commit] = [await resolveCommit(root, base), await resolveCommit(root, head)];
  if ((await tryGit(root, ['merge-base', '--is-ancestor', into, commit])).code === 0) return gitTree(root, commit);
  const { code, stdout, stderr } = await tryGit(root, ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', into, commit]);
  const [tree = '', ...conflicts] = stdout.toString('utf8').split('\0').filter(Boolean);
  if (code === 0) return new CommitTree(root, commit, entriesOf(await git(root, ['ls-tree', '-r', '-z', tree])));
  if (code !== 1) {
    throw new UserError(
      'git.cannot_merge',
      `${commit.slice(0, 12)} into ${into.slice(0, 12)}: git cannot merge them: ${stderr.split('\n')[0] ?? ''}; expected git 2.38 or newer, and two commits of one history`,
      'Update git, or rebase the branch onto its base.',
    );
  }
  const named = [...new Set(conflicts)].slice(0, 5).map((path) => JSON.stringify(path));
  throw new UserError(
    'git.conflict',
    `${commit.slice(0, 12)} into ${into.slice(0, 12)}: conflicts in ${named.join(', ')}; expected a change that merges by itself, because the merged files are judged`,
    'Merge or rebase onto the base branch, run `npx modelgate synth`, and push.',
  );
}
