import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { GivenApprovals } from '../contracts/approvals.ts';
import {
  DECISION_SUBJECTS,
  DECISION_TYPE,
  DecisionRecord,
  decidedBy,
  recordPath,
  reportPath,
  subjectsOf,
  type RecordedReport,
} from '../contracts/decision-record.ts';
import { parse } from '../contracts/schema.ts';
import { STATEMENT_TYPE } from '../contracts/statement.ts';
import { messageOf, UserError } from '../errors.ts';
import { authorization, git } from '../evidence/index.ts';
import { sha256 } from '../sha256.ts';
import { readChain, type Chain } from './chain.ts';
import type { Merge } from './differences.ts';
import { committedAt } from './main-line.ts';
import { readRecord } from './read-record.ts';
import { newestTip, RECORD_TRAILER, recordsBranch, tipOf, type RecordsBranch } from './records-branch.ts';

export interface Recording extends Merge {
  /** A report that is about what was merged: who records has made sure. */
  readonly report: RecordedReport;
  /** Its file, byte for byte. */
  readonly reportText: string;
  readonly approvals: GivenApprovals | null;
  /** RFC 3339 in UTC with whole seconds. */
  readonly now: string;
  /** A record's file: the statement, or a signed bundle that holds it. */
  readonly spell: (record: DecisionRecord) => string;
  /** The remote that holds the chain; null when only this clone does. */
  readonly remote: string | null;
  /** Lets git write to the remote, where its address is https and git knows no other way. @default null */
  readonly token?: string | null;
}

export interface Recorded {
  /** `unchanged`: the same verdict about this commit is recorded already. */
  readonly action: 'recorded' | 'unchanged';
  readonly sequence: number;
  readonly sha256: string;
  readonly branch: string;
  readonly path: string;
}

/** How often to begin again when others record at the same time. */
const ROUNDS = 60;
/** How often when nobody else moves the branch: then it is not the others. */
const STUCK = 5;
const NOBODY = 'modelgate';

/**
 * Adds one record to the end of the chain. The branch only moves from the end that was read to the new one, so of several who record at the same
 * time each waits for the others, and nobody's record is lost.
 * @throws UserError `records.other_verdict`, `records.broken`, `records.contended`; `git.*`
 */
export async function recordDecision(recording: Recording): Promise<Recorded> {
  const branch = await recordsBranch(recording.root);
  const merged = { commit: recording.commit, before: recording.before, at: await committedAt(recording.root, recording.commit) };
  const { remote } = recording;
  const env = remote === null ? {} : authorization(await addressOf(branch, remote), recording.token ?? null);
  let refused: unknown = null;
  let stuck = 0;
  let seen: string | null | undefined;
  for (let round = 0; round < ROUNDS && stuck < STUCK; round += 1) {
    // Not all at the same moment again.
    if (round > 0) await setTimeout(randomInt(20, 80 * Math.min(round, 10)));
    const end = await endOf(branch, remote, env);
    const { tip } = end;
    stuck = tip === seen ? stuck + 1 : 0;
    seen = tip;
    const chain = tip === null ? null : await readChain(branch, tip);
    const known = knownIn(chain, recording, branch);
    if (known !== null) return known;
    const last = chain?.records.at(-1);
    const sequence = (last?.record.predicate.sequence ?? 0) + 1;
    const file = recordPath(sequence);
    const content = recording.spell(recordOf(recording, sequence, last?.sha256 ?? null, merged));
    // What nobody could read later is not written.
    readRecord(Buffer.from(content), file);
    const commit = await commitOn(branch, tip, recording, sequence, file, content);
    try {
      await move(branch, remote, end.expected, commit, env);
      return { action: 'recorded', sequence, sha256: sha256(content), branch: branch.name, path: file };
    } catch (thrown) {
      refused = thrown;
    }
  }
  throw new UserError(
    'records.contended',
    `${branch.name}: not recorded (${messageOf(refused)}); expected to move the branch`,
    'See whether this account may write the branch, then run the command again.',
    { cause: refused },
  );
}

/** Where the chain ends, and what the branch that is to move must still be at. */
interface End {
  readonly tip: string | null;
  readonly expected: string | null;
}

/** The commit that the next record comes after: the remote's where there is one. */
async function endOf(branch: RecordsBranch, remote: string | null, env: Readonly<Record<string, string>>): Promise<End> {
  const { top, name } = branch;
  if (remote === null) {
    // First of the two, so that whoever moves the branch in between is noticed.
    const expected = await tipOf(branch, `refs/heads/${name}`);
    return { tip: await newestTip(branch), expected };
  }
  const listed = (await git(top, ['ls-remote', '--', remote, `refs/heads/${name}`], { env })).toString('utf8');
  if (!listed.includes(`\trefs/heads/${name}\n`)) return { tip: null, expected: null };
  const ref = `refs/remotes/${remote}/${name}`;
  // Without a plus: a branch that was rewritten is not followed.
  await git(top, ['fetch', '--quiet', '--no-tags', '--', remote, `refs/heads/${name}:${ref}`], { env });
  const tip = await tipOf(branch, ref);
  return { tip, expected: tip };
}

function knownIn(chain: Chain | null, { commit, reportText }: Recording, branch: RecordsBranch): Recorded | null {
  const [broken] = chain?.breaks ?? [];
  if (broken !== undefined) {
    throw new UserError(
      'records.broken',
      `${branch.name}: ${broken.at}: ${broken.kind}: ${broken.message}; expected a chain that can be continued`,
      'Restore the branch from another clone, then record again.',
    );
  }
  const known = chain?.records.find(({ record }) => record.predicate.merged.commit === commit);
  if (known === undefined) return null;
  const { sequence } = known.record.predicate;
  if (subjectsOf(known.record).report !== sha256(reportText)) {
    throw new UserError(
      'records.other_verdict',
      `${branch.name}: record ${String(sequence)} is about ${commit.slice(0, 12)} and names another report; expected one verdict a commit`,
      'Nothing has to be done: what was recorded first stands.',
    );
  }
  return { action: 'unchanged', sequence, sha256: known.sha256, branch: branch.name, path: known.path };
}

function recordOf(
  recording: Recording,
  sequence: number,
  previous: string | null,
  merged: DecisionRecord['predicate']['merged'],
): DecisionRecord {
  const { decision, subjects } = decidedBy(recording.report);
  const digests = { ...subjects, report: sha256(recording.reportText) };
  const record = {
    _type: STATEMENT_TYPE,
    subject: DECISION_SUBJECTS.map((name) => ({ name, digest: { sha256: digests[name] } })),
    predicateType: DECISION_TYPE,
    predicate: { sequence, previous, recordedAt: recording.now, merged, ...decision, approvals: recording.approvals },
  };
  return parse(DecisionRecord, record, `record ${String(sequence)}`);
}

/** A commit with one more record, that no branch has yet. */
async function commitOn(
  { top }: RecordsBranch,
  tip: string | null,
  { commit, report, reportText, now }: Recording,
  sequence: number,
  file: string,
  content: string,
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-record-'));
  try {
    const env = { GIT_INDEX_FILE: path.join(folder, 'index') };
    const told = async (args: readonly string[], given: Parameters<typeof git>[2] = {}): Promise<string> =>
      (await git(top, args, { ...given, env: { ...env, ...given.env } })).toString('utf8').trim();
    await told(tip === null ? ['read-tree', '--empty'] : ['read-tree', tip]);
    for (const [name, bytes] of [
      [file, content],
      [reportPath(sha256(reportText)), reportText],
    ] as const) {
      const blob = await told(['hash-object', '-w', '--no-filters', '--stdin'], { input: bytes });
      await told(['update-index', '--add', '--cacheinfo', `100644,${blob},${name}`]);
    }
    const tree = await told(['write-tree']);
    const message = [
      `Record ${String(sequence)}: ${report.verdict} for ${commit.slice(0, 12)}`,
      '',
      `${RECORD_TRAILER}: ${sha256(content)}`,
      '',
    ].join('\n');
    const who = { NAME: NOBODY, EMAIL: `${NOBODY}@localhost`, DATE: now };
    const identity = Object.fromEntries(
      Object.entries(who).flatMap(([key, value]) => [
        [`GIT_AUTHOR_${key}`, value],
        [`GIT_COMMITTER_${key}`, value],
      ]),
    );
    const parents = tip === null ? [] : ['-p', tip];
    return await told(['commit-tree', '--no-gpg-sign', tree, ...parents], { input: message, env: identity });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function addressOf({ top }: RecordsBranch, remote: string): Promise<string> {
  return (await git(top, ['remote', 'get-url', '--push', '--', remote])).toString('utf8').trim();
}

/** Compare and swap: fails unless the branch is still where it is expected. */
async function move(
  { top, name }: RecordsBranch,
  remote: string | null,
  expected: string | null,
  to: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const ref = `refs/heads/${name}`;
  if (remote === null) await git(top, ['update-ref', '-m', 'modelgate: record', ref, to, expected ?? '0'.repeat(to.length)]);
  // A lease beside no force: a branch that was removed meanwhile is not made anew from an old end.
  else
    await git(top, ['push', '--quiet', '--no-verify', `--force-with-lease=${ref}:${expected ?? ''}`, '--', remote, `${to}:${ref}`], {
      env,
    });
}
