import { RECORDS_BRANCH } from '../contracts/decision-record.ts';
import { UserError } from '../errors.ts';
import { git } from '../evidence/index.ts';

/** The branch of records of one repository of models. */
export interface RecordsBranch {
  /** Top folder of the git repository. */
  readonly top: string;
  /** `modelgate/records`; with the folder's name behind it, where the repository of models is a folder of another one. */
  readonly name: string;
}

/** @param root the folder of the repository of models @throws UserError `git.*` */
export async function recordsBranch(root: string): Promise<RecordsBranch> {
  const [top = root, prefix = ''] = (await git(root, ['rev-parse', '--show-toplevel', '--show-prefix'])).toString('utf8').split('\n');
  const folder = prefix.replaceAll(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '');
  return { top, name: folder === '' ? RECORDS_BRANCH : `${RECORDS_BRANCH}-${folder}` };
}

/** The commit that a full ref points at; null when there is no such ref. */
export async function tipOf({ top }: RecordsBranch, ref: string): Promise<string | null> {
  const found = (await git(top, ['for-each-ref', '--format=%(objectname) %(refname)', ref])).toString('utf8').split('\n');
  return found.find((line) => line.endsWith(` ${ref}`))?.split(' ')[0] ?? null;
}

/**
 * The newest commit of records that is here: of the branch itself or of a remote's, whichever is ahead.
 * @returns null when there are no records
 * @throws UserError `records.diverged`; `git.*`
 */
export async function newestTip(branch: RecordsBranch): Promise<string | null> {
  const { top, name } = branch;
  const listed = (await git(top, ['for-each-ref', '--format=%(objectname) %(refname)', `refs/heads/${name}`, 'refs/remotes'])).toString(
    'utf8',
  );
  const tips = listed.split('\n').flatMap((line) => {
    const [commit = '', ref = ''] = line.split(' ');
    return ref === `refs/heads/${name}` || (ref.startsWith('refs/remotes/') && ref.split('/').slice(3).join('/') === name) ? [commit] : [];
  });
  let newest: string | null = null;
  for (const tip of new Set(tips)) {
    if (newest === null || (await isBelow(top, newest, tip))) newest = tip;
    else if (!(await isBelow(top, tip, newest))) {
      throw new UserError(
        'records.diverged',
        `${name}: ${newest.slice(0, 12)} and ${tip.slice(0, 12)} are both its end here; expected one to follow from the other`,
        'One of the two was rewritten: compare them with `git log --oneline` and keep the one that your other clones have.',
      );
    }
  }
  return newest;
}

async function isBelow(top: string, older: string, newer: string): Promise<boolean> {
  return (await git(top, ['rev-list', '--max-count=1', older, `^${newer}`])).toString('utf8').trim() === '';
}

/** A commit of the branch, and what it did. */
export interface RecordsCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  /** SHA-256 of the record that its message names; empty when it names none. */
  readonly names: string;
  /** What changed against its first parent: `A`, `M` or `D` and the path. */
  readonly changes: readonly (readonly [status: string, path: string])[];
}

/** The line of a commit's message that names its record. */
export const RECORD_TRAILER = 'Record-Sha256';

/** Every commit of the branch, the oldest first. */
export async function commitsOf({ top }: RecordsBranch, tip: string): Promise<readonly RecordsCommit[]> {
  const format = `commit %H %P%nnames %(trailers:key=${RECORD_TRAILER},valueonly,separator=%x20)`;
  const output = await git(top, [
    ...['-c', 'log.showRoot=true', 'log', '--reverse', '--topo-order', '-m', '--first-parent', '--raw', '--no-abbrev', '--no-renames'],
    ...['--no-color', '--no-show-signature', '--no-ext-diff', `--format=${format}`, '--end-of-options', tip],
  ]);
  const commits: RecordsCommit[] = [];
  for (const line of output.toString('utf8').split('\n')) {
    const last = commits.at(-1);
    const [word = '', ...rest] = line.split(' ');
    const raw = /^:\d{6} \d{6} [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*\t(.*)$/.exec(line);
    if (word === 'commit') commits.push({ commit: rest[0] ?? '', parents: rest.slice(1).filter(Boolean), names: '', changes: [] });
    else if (last !== undefined && word === 'names') commits[commits.length - 1] = { ...last, names: rest.join(' ').trim() };
    else if (last !== undefined && raw !== null) {
      commits[commits.length - 1] = { ...last, changes: [...last.changes, [raw[1] ?? '', raw[2] ?? '']] };
    }
  }
  return commits;
}
