import type { Instant } from '../contracts/common.ts';
import { byCodeUnit } from '../by-code-unit.ts';
import { gitTree } from './commit-tree.ts';
import { git, resolveCommit } from './git.ts';
import { instantOfSeconds } from './instant.ts';

/** One commit on the first-parent line, a merge or not, that changed models. */
export interface MergedChange {
  readonly commit: string;
  /** What the branch was before it. */
  readonly before: string;
  readonly at: Instant;
  /** First line of its message. */
  readonly subject: string;
  /** Models that it changed and that are there after it, sorted. */
  readonly models: readonly string[];
}

const MODEL = /^(?:models\/([^/]+)\/|synth\/(?!argocd\/)[^/]+\/([a-z][a-z0-9-]*)\/|synth\/catalog\/([^/]+)\.json$)/;

/**
 * What reached the branch after a commit, oldest first: commits that changed models or their manifests.
 * @throws UserError `git.*`
 */
export async function mergedChanges(root: string, since: string): Promise<readonly MergedChange[]> {
  const from = await resolveCommit(root, since);
  const format = '--format=%H%x1f%P%x1f%ct%x1f%s';
  const listed = await git(root, ['log', '--first-parent', '--reverse', format, '--end-of-options', `${from}..HEAD`]);
  const changes: MergedChange[] = [];
  for (const line of listed.toString('utf8').split('\n').filter(Boolean)) {
    const [commit = '', parents = '', seconds = '', subject = ''] = line.split('\x1f');
    const before = parents.split(' ')[0] ?? '';
    const models = await modelsChanged(root, before, commit);
    if (models.length > 0) changes.push({ commit, before, at: instantOfSeconds(Number(seconds)), subject, models });
  }
  return changes;
}

async function modelsChanged(root: string, before: string, commit: string): Promise<readonly string[]> {
  const names = await git(root, ['diff-tree', '-r', '--name-only', '--relative', '-z', before, commit, '--', 'models', 'synth']);
  const ids = names
    .toString('utf8')
    .split('\0')
    .map((name) => MODEL.exec(name)?.slice(1).find(Boolean))
    .filter((id) => id !== undefined);
  const tree = await gitTree(root, commit);
  try {
    const there = new Set((await tree.list('models/')).map((file) => file.split('/')[1]));
    return [...new Set(ids)].filter((id) => there.has(id)).sort(byCodeUnit);
  } finally {
    tree.close();
  }
}
