import { UserError } from '../errors.ts';
import { CommitTree, entriesOf } from './commit-tree.ts';
import { git, resolve, resolveCommit, tryGit, type Resolved } from './git.ts';

/**
 * The files that a merge of a commit into its base would leave, without a checkout of either: what is judged is what would land. Of a commit
 * that the base is part of, these are its own files. Nothing runs that the commit brings along: git merges in its object store.
 * @param root absolute path of the repository's folder
 * @returns a tree named by the head commit's hash
 * @throws UserError `git.conflict` when git cannot merge them by itself, `git.cannot_merge`, `git.*` (see `resolveCommit`)
 */
export async function mergedTree(root: string, base: string, head: string): Promise<CommitTree> {
  const { tree, ...resolved } = await merge(root, base, head);
  return new CommitTree(root, resolved, entriesOf(await git(root, ['ls-tree', '-r', '-z', tree])));
}

/** git's hash of those files. @throws UserError as `mergedTree` */
export async function treeHash(root: string, base: string, head: string): Promise<string> {
  return (await merge(root, base, head)).tree;
}

async function merge(root: string, base: string, head: string): Promise<Resolved & { readonly tree: string }> {
  const [into, resolved] = [await resolveCommit(root, base), await resolve(root, head)];
  const { commit } = resolved;
  if ((await tryGit(root, ['merge-base', '--is-ancestor', into, commit])).code === 0)
    return { ...resolved, tree: (await git(root, ['rev-parse', '--verify', `${commit}^{tree}`])).toString('utf8').trim() };
  const { code, stdout, stderr } = await tryGit(root, ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', into, commit]);
  const [tree = '', ...conflicts] = stdout.toString('utf8').split('\0').filter(Boolean);
  if (code === 0) return { ...resolved, tree };
  const both = `${commit.slice(0, 12)} into ${into.slice(0, 12)}`;
  if (code !== 1) {
    throw new UserError(
      'git.cannot_merge',
      `${both}: git cannot merge them: ${stderr.split('\n')[0] ?? ''}; expected git 2.38 or newer, and two commits of one history`,
      'Update git, or rebase the branch onto its base.',
    );
  }
  const named = [...new Set(conflicts)].slice(0, 5).map((path) => JSON.stringify(path));
  throw new UserError(
    'git.conflict',
    `${both}: conflicts in ${named.join(', ')}; expected a change that merges by itself, because the merged files are judged`,
    'Merge or rebase onto the base branch, run `npx modelgate synth`, and push.',
  );
}
