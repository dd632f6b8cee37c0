import {
  DECISION_TYPE,
  decidedBy,
  RecordedReport,
  recordPath,
  reportPath,
  subjectsOf,
  type DecisionRecord,
} from '../contracts/decision-record.ts';
import { problems } from '../contracts/schema.ts';
import { messageOf, UserErrors } from '../errors.ts';
import { CatFile, gitTree, instantOf, isSignedWith, type Envelope, type KeyRing } from '../evidence/index.ts';
import { sha256 } from '../sha256.ts';
import { sortedJson } from '../sorted-json.ts';
import { CommitDigests } from './commit-digests.ts';
import { digestDifferences } from './differences.ts';
import { committedAt, mainLine, unrecorded } from './main-line.ts';
import { MAX_BYTES, readRecord } from './read-record.ts';
import { commitsOf, type RecordsBranch, type RecordsCommit } from './records-branch.ts';

/**
 * How a chain can be broken. `changed`: a record or its report has other bytes. `missing`: one is gone. `reordered`: one stands in another's place.
 * `foreign`: it is about something that this repository does not hold, or lies where no record belongs. `unsigned`: keys ask for a signature, and
 * there is no good one. `unrecorded`: a commit of the main line that no record is about.
 */
export type BreakKind = 'changed' | 'missing' | 'reordered' | 'foreign' | 'unsigned' | 'unrecorded';

export interface Break {
  readonly kind: BreakKind;
  /** Path in the records branch, or a commit. */
  readonly at: string;
  readonly message: string;
}

/** One record of a chain. */
export interface ChainRecord {
  readonly path: string;
  readonly sha256: string;
  readonly record: DecisionRecord;
  readonly envelope: Envelope | null;
}

/** A chain as it lies in a branch: what could be read of it, and where it is broken, in its order. */
export interface Chain {
  readonly tip: string;
  readonly records: readonly ChainRecord[];
  readonly breaks: readonly Break[];
}

const RECORD = /^records\/\d{4}\/(\d{7})\.json$/;
const REPORT = /^reports\/([0-9a-f]{64})\.json$/;

/** Mistakes of one place, the first of which counts. */
type Found = (kind: BreakKind, at: string, message: string) => void;

function says(thrown: unknown): string {
  return thrown instanceof UserErrors ? (thrown.errors[0]?.message ?? '') : messageOf(thrown);
}

/** Reads a chain and holds each record against the one before it, the commit that brought it, and its report. */
export async function readChain(branch: RecordsBranch, tip: string): Promise<Chain> {
  const commits = await commitsOf(branch, tip);
  const tree = await gitTree(branch.top, tip);
  const blobs = new CatFile(branch.top);
  try {
    const paths = await tree.list('');
    const bytes = new Map<string, Uint8Array>();
    for (const path of paths) {
      const oid = tree.oid(path);
      if (oid !== undefined && (RECORD.test(path) || REPORT.test(path))) bytes.set(path, await blobs.read(oid, path, MAX_BYTES));
    }
    return { tip, ...chainOf(commits, paths, bytes) };
  } finally {
    tree.close();
    blobs.close();
  }
}

/**
 * A chain as commits and files say it is; no git.
 * @param paths every file of the branch, sorted
 * @param bytes of the records and reports among them
 */
export function chainOf(
  commits: readonly RecordsCommit[],
  paths: readonly string[],
  bytes: ReadonlyMap<string, Uint8Array>,
): Pick<Chain, 'records' | 'breaks'> {
  const breaks: Break[] = [];
  const found: Found = (kind, at, message) => breaks.push({ kind, at, message });
  const numbers = paths.flatMap((path) => RECORD.exec(path)?.[1] ?? []).map(Number);
  const last = Math.max(commits.length, ...numbers);
  const named = new Map(commits.map(({ names }, index) => [names, index + 1]));
  const read = new Map<number, ChainRecord>();
  const reports = new Set<string>();
  for (let sequence = 1; sequence <= last; sequence += 1) {
    const path = recordPath(sequence);
    const commit = commits[sequence - 1];
    const content = bytes.get(path);
    const before = breaks.length;
    if (content === undefined) {
      found('missing', path, `record ${String(sequence)} of ${String(last)} is not there`);
      continue;
    }
    const hash = sha256(content);
    if (commit === undefined) found('foreign', path, 'no commit of the branch brought it: records come one a commit');
    else if (commit.names !== hash) {
      const place = named.get(hash);
      if (place === undefined)
        found('changed', path, `its SHA-256 is ${hash}; the commit that brought it names ${commit.names === '' ? 'none' : commit.names}`);
      else found('reordered', path, `holds record ${String(place)}`);
    }
    let one: ChainRecord;
    try {
      one = { path, sha256: hash, ...readRecord(content, path) };
    } catch (thrown) {
      if (breaks.length === before) found('foreign', path, says(thrown));
      continue;
    }
    read.set(sequence, one);
    const { predicate } = one.record;
    const previous = read.get(sequence - 1);
    if (predicate.sequence !== sequence) found('reordered', path, `says that it is record ${String(predicate.sequence)}`);
    // A record that was itself changed says nothing about the one before it.
    else if (
      breaks.length === before &&
      (sequence === 1 ? predicate.previous !== null : previous !== undefined && predicate.previous !== previous.sha256)
    ) {
      found(
        'changed',
        recordPath(Math.max(1, sequence - 1)),
        `its SHA-256 is ${previous?.sha256 ?? 'none'}; record ${String(sequence)} follows ${predicate.previous ?? 'none'}`,
      );
    }
    const report = reportPath(subjectsOf(one.record).report);
    reports.add(report);
    reportBreaks(one.record, report, bytes.get(report), found);
    if (commit !== undefined) commitBreaks(commit, sequence, path, report, found);
  }
  // A record that is gone and whose successors took its place shows as a gap at the end, and as the first wrong number.
  const sequences = new Set([...read.values()].map(({ record }) => record.predicate.sequence));
  const told = breaks.map((one): Break => {
    const number = Number(RECORD.exec(one.at)?.[1] ?? 0);
    return one.kind === 'reordered' && !sequences.has(number)
      ? { ...one, kind: 'missing', message: `record ${String(number)} is not there: its place ${one.message}` }
      : one;
  });
  for (const path of paths) {
    if (!RECORD.test(path) && !reports.has(path))
      told.push({ kind: 'foreign', at: path, message: 'neither a record nor the report of one' });
  }
  return { records: [...read].sort(([a], [b]) => a - b).map(([, one]) => one), breaks: inOrder(told) };
}

function reportBreaks(record: DecisionRecord, path: string, content: Uint8Array | undefined, found: Found): void {
  if (content === undefined) {
    found('missing', path, `the report of record ${String(record.predicate.sequence)} is not there`);
    return;
  }
  if (reportPath(sha256(content)) !== path) {
    found('changed', path, `its SHA-256 is ${sha256(content)}; its name is another`);
    return;
  }
  let report: unknown;
  try {
    report = JSON.parse(Buffer.from(content).toString('utf8'));
  } catch (thrown) {
    found('foreign', path, messageOf(thrown));
    return;
  }
  if (problems(RecordedReport, report).length > 0) {
    found('foreign', path, 'is no gate report');
    return;
  }
  const { decision, subjects } = decidedBy(report as RecordedReport);
  const { judged, verdict, units, waivers } = record.predicate;
  const { evidence, keys, policy, synth, thresholds, waivers: excused } = subjectsOf(record);
  const named = { evidence, keys, policy, synth, thresholds, waivers: excused };
  if (sortedJson({ judged, verdict, units, waivers, named }) !== sortedJson({ ...decision, named: subjects })) {
    found('changed', recordPath(record.predicate.sequence), 'says something else than the report that it names');
  }
}

/** A commit of the branch brings one record, with its report where that is new, and touches nothing else. */
function commitBreaks({ commit, parents, changes }: RecordsCommit, sequence: number, path: string, report: string, found: Found): void {
  const short = commit.slice(0, 12);
  if (parents.length > 1) found('foreign', commit, `${short} merges another branch; records come one after the other`);
  for (const [status, changed] of changes) {
    if (status === 'A' && (changed === path || changed === report)) continue;
    if (status === 'M' && (RECORD.test(changed) || REPORT.test(changed))) found('changed', changed, `${short} rewrote it`);
    else if (status === 'D') found('missing', changed, `${short} removed it`);
    else if (status === 'A' && RECORD.test(changed))
      found('reordered', changed, `${short} brought it; expected record ${String(sequence)}`);
    else found('foreign', changed, `${short} brought it; expected record ${String(sequence)} alone`);
  }
}

/** What records are held against beside themselves. */
export interface Surroundings {
  readonly root: string;
  /** The main line's newest commit. */
  readonly head: string;
  /** Of that commit: keys for decisions ask for signatures from the first second of the oldest of them on. */
  readonly ring: KeyRing;
}

/** Holds a chain against the repository: commits, trees, keys. @returns breaks in the chain's order, those of the chain itself among them */
export async function verifyChain(chain: Chain, { root, head, ring }: Surroundings): Promise<readonly Break[]> {
  const breaks: Break[] = [...chain.breaks];
  const line = await mainLine(root, head);
  const places = new Map(line.map((commit, index) => [commit, index]));
  const digests = new CommitDigests(root);
  const keys = [...ring.values()].filter(({ facts }) => facts.predicates.includes(DECISION_TYPE) && facts.models.includes('*'));
  const asked = Math.min(...keys.map(({ facts }) => facts.validFrom.seconds));
  for (const { path, record, envelope } of chain.records) {
    const { merged } = record.predicate;
    const found: Found = (kind, at, message) => breaks.push({ kind, at, message });
    const [to, from] = [places.get(merged.commit), merged.before === null ? line.length : places.get(merged.before)];
    if (to === undefined || from === undefined || from <= to) {
      found(
        'foreign',
        path,
        `is about ${merged.commit.slice(0, 12)} after ${merged.before?.slice(0, 12) ?? 'nothing'}, which the main line of ${head.slice(0, 12)} does not hold`,
      );
      continue;
    }
    const at = await committedAt(root, merged.commit);
    if (at !== merged.at) found('changed', path, `says that ${merged.commit.slice(0, 12)} was committed at ${merged.at}; it was at ${at}`);
    const different = await digestDifferences({ root, ...merged }, subjectsOf(record), digests);
    if (different[0] !== undefined) found('foreign', path, `is not about what was merged: ${different[0]}`);
    const { seconds } = instantOf(at);
    if (envelope === null && !(seconds >= asked)) continue;
    const unsigned = signatureProblem(envelope, ring, seconds);
    if (unsigned !== null) found('unsigned', path, unsigned);
  }
  const stretches = chain.records.map(({ record }) => record.predicate.merged);
  for (const { commit, at, author, subject } of await unrecorded(root, line, stretches)) {
    breaks.push({ kind: 'unrecorded', at: commit, message: `no record is about it: ${at} ${author}: ${subject}` });
  }
  return inOrder(breaks);
}

/** By record, as the chain has them; then what lies beside it; then commits without a record. */
function inOrder(breaks: readonly Break[]): readonly Break[] {
  const place = ({ kind, at }: Break): number =>
    kind === 'unrecorded' ? Number.MAX_SAFE_INTEGER : Number(RECORD.exec(at)?.[1] ?? Number.MAX_SAFE_INTEGER - 1);
  return [...breaks].sort((a, b) => place(a) - place(b));
}

/** Why an envelope proves nothing; null when it is signed as the ring asks. */
function signatureProblem(envelope: Envelope | null, ring: KeyRing, seconds: number): string | null {
  if (envelope === null) return 'is not signed; policies/keys/ has a key for decisions';
  const key = ring.get(envelope.hint);
  if (key === undefined) return 'is signed with a key that policies/keys/ does not have';
  const { id, predicates, models, revoked, validFrom, validUntil } = key.facts;
  if (!predicates.includes(DECISION_TYPE) || !models.includes('*'))
    return `is signed with ${id}, which is not for decisions about all models`;
  if (revoked !== null) return `is signed with ${id}, which is revoked`;
  if (seconds < validFrom.seconds || seconds >= validUntil.seconds) return `is signed with ${id}, which was not valid when it was merged`;
  return isSignedWith(envelope, key.publicKey) ? null : `its signature is not that of ${id} over it`;
}
