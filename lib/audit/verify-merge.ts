import { subjectsOf, type DecisionRecord, type RecordedReport } from '../contracts/decision-record.ts';
import { UserError } from '../errors.ts';
import { readChain, type Break, type Chain } from './chain.ts';
import { CommitDigests } from './commit-digests.ts';
import { digestDifferences, reportDifferences, type Merge } from './differences.ts';
import { mainLine, unrecorded, type MainCommit } from './main-line.ts';
import { newestTip, recordsBranch } from './records-branch.ts';

export interface MergeQuestion extends Merge {
  /** The report that the merge was allowed on; null to go by the records. */
  readonly report: (RecordedReport & { readonly dirty: boolean }) | null;
}

export interface MergeAnswer {
  /** What the merge was compared with; null when there was nothing. */
  readonly by: 'report' | 'record' | null;
  readonly sequence: number | null;
  readonly verdict: DecisionRecord['predicate']['verdict'] | null;
  /** Where the verdict is about something else than what was merged. */
  readonly differences: readonly string[];
  /** Commits of the main line since the first record that no verdict is about, the oldest first. */
  readonly slipped: readonly MainCommit[];
  /** How many records there are. */
  readonly records: number;
  /** Where the chain is broken: then it proves nothing. */
  readonly broken: Break | null;
}

/**
 * Whether what the main line holds is what was judged.
 * @throws UserError `records.none` when there is neither a report nor a record; `git.*`
 */
export async function verifyMerge({ root, commit, before, report }: MergeQuestion): Promise<MergeAnswer> {
  const branch = await recordsBranch(root);
  const tip = await newestTip(branch);
  const chain: Chain | null = tip === null ? null : await readChain(branch, tip);
  if (chain === null && report === null) {
    throw new UserError(
      'records.none',
      `${branch.name}: there is no such branch here, nor one of a remote; expected decision records, or --report`,
      `Fetch it with \`git fetch origin ${branch.name}\`, or name the report that the pull request was merged on.`,
    );
  }
  const records = chain?.records ?? [];
  const record = records.find(({ record: { predicate } }) => predicate.merged.commit === commit)?.record ?? null;
  const digests = new CommitDigests(root);
  const merge = { root, commit, before };
  const differences =
    report !== null
      ? await reportDifferences(merge, report, digests)
      : record !== null
        ? await digestDifferences({ root, ...record.predicate.merged }, subjectsOf(record), digests)
        : [];
  // What the report is about needs no record yet.
  const stretches = [
    ...records.map(({ record: { predicate } }) => predicate.merged),
    ...(report === null || records.length === 0 ? [] : [{ commit, before }]),
  ];
  return {
    by: report !== null ? 'report' : record !== null ? 'record' : null,
    sequence: record?.predicate.sequence ?? null,
    verdict: report?.verdict ?? record?.predicate.verdict ?? null,
    differences,
    slipped: records.length === 0 ? [] : await unrecorded(root, await mainLine(root, commit), stretches),
    records: records.length,
    broken: chain?.breaks[0] ?? null,
  };
}
