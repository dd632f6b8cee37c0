import { readChain } from './chain.ts';
import type { Merge } from './differences.ts';
import { judgedCommits, mainLine, unrecorded } from './main-line.ts';
import { newestTip, recordsBranch } from './records-branch.ts';

/**
 * Merges that changed what is judged and that no record is about, the oldest first: those since the first record, each against its first parent, and
 * the given one, which may be several commits. Before there is a record it is that one alone.
 * @throws UserError `records.diverged`; `git.*`
 */
export async function missingRecords({ root, commit, before }: Merge): Promise<readonly Merge[]> {
  const branch = await recordsBranch(root);
  const tip = await newestTip(branch);
  const records = tip === null ? [] : (await readChain(branch, tip)).records;
  const given = { root, commit, before };
  if (records.length === 0) return (await judgedCommits(root, commit, before)).length === 0 ? [] : [given];
  const line = await mainLine(root, commit);
  const until = before === null ? line.length : line.indexOf(before);
  const missing = (
    await unrecorded(
      root,
      line,
      records.map(({ record: { predicate } }) => predicate.merged),
    )
  ).map((one) => line.indexOf(one.commit));
  const older = missing.filter((at) => at >= until).map((at) => ({ root, commit: line[at] ?? '', before: line[at + 1] ?? null }));
  return missing.some((at) => at < until) ? [...older, given] : older;
}
