import { blobHash } from '../blob-hash.ts';
import { UserError } from '../errors.ts';
import type { Wait } from './publisher.ts';
import type { ProposedFile, PullRequest, PullRequests } from './pull-requests.ts';

/** What is proposed. */
export interface Proposal {
  /** Names the proposal: the same branch is the same proposal, in every run. */
  readonly branch: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
  /** One line: the pull request's title, and the first line of its commit. */
  readonly title: string;
  /** Markdown. What people change in it later stays. */
  readonly body: string;
  /** What its commit says below the title. @default the body */
  readonly message?: string;
  /** The commit that the files were made from. @default whatever the base branch is at */
  readonly from?: string;
  readonly files: readonly ProposedFile[];
}

/** What became of a proposal. */
export interface Proposed {
  /**
   * `opened`: a new pull request. `updated`: an open one got a commit. `unchanged`: an open one has these files. `unneeded`: the base has them.
   * `declined`: a person closed a pull request with these files, and that stands.
   */
  readonly action: 'opened' | 'updated' | 'unchanged' | 'unneeded' | 'declined';
  readonly branch: string;
  /** Null when `unneeded`. */
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
}

/** How often to look again before giving up: others may be proposing at the same time. */
const ROUNDS = 8;
const SETTLE_MS = 2000;

/** A branch's name that git and every file system take. */
const BRANCH = /^[A-Za-z0-9][A-Za-z0-9_.-]*(\/[A-Za-z0-9][A-Za-z0-9_.-]*)*$/;

/**
 * Makes sure that a pull request with these files stands, once: it is found again by its branch. GitHub cannot do all of it in one step,
 * so this looks, makes at most one change, and looks again until what it sees is what should be. What others pushed to an open pull
 * request's branch stays: a commit is added. Only a branch whose pull request was merged or closed starts again from the base.
 * @throws UserError `publish.no_files`, `publish.base_moved`, `publish.bad_branch`, `publish.bad_path`, `publish.no_base`, `publish.unsettled`, and what `github` throws
 */
export async function openPullRequest(github: PullRequests, proposal: Proposal, wait: Wait): Promise<Proposed> {
  checked(proposal);
  const { branch, base, title, body, files } = proposal;
  const message = `${title}\n\n${proposal.message ?? body}`;
  let updated = false;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) await wait(SETTLE_MS);
    const onto = await github.head(base);
    if (onto === null) {
      throw new UserError('publish.no_base', `base branch ${base}: there is none; expected a branch`, 'Name the branch to merge into.');
    }
    if (await holds(github, onto, files)) return { action: 'unneeded', branch, pullRequest: null };
    // Whole files that were made from another commit would take back what was merged since.
    if (proposal.from !== undefined && onto !== proposal.from) {
      throw new UserError(
        'publish.base_moved',
        `branch ${base} is at ${onto.slice(0, 12)}; expected ${proposal.from.slice(0, 12)}, which the files were made from`,
        `Run \`git pull\` on ${base}, then run the command again.`,
      );
    }
    const head = await github.head(branch);
    const newest = await github.newest(branch, base);
    const pullRequest = newest === null ? null : { number: newest.number, url: newest.url };
    if (head === null) {
      await github.point(branch, null, await github.commit(onto, message, files), false);
    } else if (isSpent(newest, head) && newest.state === 'merged') {
      await github.point(branch, head, await github.commit(onto, message, files), true);
    } else if (!(await holds(github, head, files))) {
      const anew = isSpent(newest, head);
      const moved = await github.point(branch, head, await github.commit(anew ? onto : head, message, files), anew);
      updated ||= moved && newest?.state === 'open';
    } else if (newest?.state === 'open') {
      return { action: updated ? 'updated' : 'unchanged', branch, pullRequest };
    } else if (isSpent(newest, head)) {
      return { action: 'declined', branch, pullRequest };
    } else {
      const opened = await github.open({ branch, base, title, body });
      if (opened !== null) return { action: 'opened', branch, pullRequest: { number: opened.number, url: opened.url } };
    }
  }
  throw new UserError(
    'publish.unsettled',
    `branch ${branch}: still no pull request after ${String(ROUNDS)} looks; expected one with the proposed files`,
    'See on GitHub what the branch and its pull request look like, and run it again.',
  );
}

/** The pull request is over, and nobody has pushed to its branch since. */
function isSpent(newest: PullRequest | null, head: string): newest is PullRequest {
  return newest !== null && newest.state !== 'open' && newest.head === head;
}

async function holds(github: PullRequests, commit: string, files: readonly ProposedFile[]): Promise<boolean> {
  for (const { path, content } of files) {
    const wanted = content === null ? null : blobHash(Buffer.from(content, 'utf8'), commit);
    if ((await github.blob(commit, path)) !== wanted) return false;
  }
  return true;
}

function checked({ branch, title, files }: Proposal): void {
  if (!BRANCH.test(branch) || branch.length > 200 || branch.includes('..') || /\.(lock)?(\/|$)/.test(branch)) {
    throw new UserError(
      'publish.bad_branch',
      `branch is ${JSON.stringify(branch)}; expected letters, digits, "-", "_", "." and "/"`,
      'Give the branch another name.',
    );
  }
  if (!/^[^\r\n]{1,200}$/.test(title)) {
    throw new UserError(
      'publish.bad_title',
      `title is ${JSON.stringify(title)}; expected one line`,
      'Give the pull request a title of one line.',
    );
  }
  if (files.length === 0) {
    throw new UserError('publish.no_files', `branch ${branch}: no files; expected at least one`, 'Propose something that differs.');
  }
  for (const { path } of files) {
    if (path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')) continue;
    throw new UserError(
      'publish.bad_path',
      `file ${JSON.stringify(path)}; expected a path below the repository's top`,
      'Correct the path.',
    );
  }
}
