import { git } from '../evidence/index.ts';

/** A commit of the main line, for people. */
export interface MainCommit {
  readonly commit: string;
  readonly at: string;
  readonly author: string;
  readonly subject: string;
}

/** What the gate judges, and what it judges by. */
const JUDGED = ['models', 'policies', 'synth', 'modelgate.config.ts'];

/** First-parent line of a commit: what the main branch was, the newest first. */
export async function mainLine(root: string, commit: string): Promise<readonly string[]> {
  return (await git(root, ['rev-list', '--first-parent', '--end-of-options', commit])).toString('utf8').split('\n').filter(Boolean);
}

/**
 * Commits of the main line after `since` that changed what is judged, the oldest first.
 * @param since the commit before the first that counts; null for all
 */
export async function judgedCommits(root: string, commit: string, since: string | null): Promise<readonly MainCommit[]> {
  const format = '--format=%H%x00%ct%x00%an <%ae>%x00%s%x01';
  const output = await git(root, [
    ...['log', '--first-parent', '-m', '--reverse', '--no-show-signature', '--no-color', format, commit],
    ...(since === null ? [] : [`^${since}`]),
    ...['--', ...JUDGED],
  ]);
  return output
    .toString('utf8')
    .split('\u0001')
    .map((entry) => entry.trim().split('\0'))
    .filter(([hash = '']) => hash !== '')
    .map(([hash = '', seconds = '0', author = '', subject = '']) => ({ commit: hash, at: moment(Number(seconds)), author, subject }));
}

/** Committer's time of a commit, as records write it. */
export async function committedAt(root: string, commit: string): Promise<string> {
  return moment(
    Number((await git(root, ['log', '-1', '--no-show-signature', '--format=%ct', '--end-of-options', commit])).toString('utf8').trim()),
  );
}

function moment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** A stretch of the main line that one record is about: from behind `before` up to `commit`. */
export interface Stretch {
  readonly before: string | null;
  readonly commit: string;
}

/**
 * Commits that changed what is judged and that no record is about, the oldest first, from the first record on.
 * @param line `mainLine` of `commit`
 */
export async function unrecorded(root: string, line: readonly string[], stretches: readonly Stretch[]): Promise<readonly MainCommit[]> {
  const [head] = line;
  if (head === undefined) return [];
  const places = new Map(line.map((commit, index) => [commit, index]));
  const covered = new Set<string>();
  let oldest = 0;
  let since: string | null = head;
  for (const { before, commit } of stretches) {
    const to = places.get(commit);
    const from = before === null ? line.length : places.get(before);
    if (to === undefined || from === undefined) continue;
    for (const each of line.slice(to, from)) covered.add(each);
    if (from >= oldest) [oldest, since] = [from, before];
  }
  return (await judgedCommits(root, head, since)).filter(({ commit }) => !covered.has(commit));
}
