import type { RecordedReport } from '../contracts/decision-record.ts';
import { decidedBy } from '../contracts/decision-record.ts';
import { findReleases, gitTree, listModels } from '../evidence/index.ts';
import type { CommitDigests } from './commit-digests.ts';

/** How the judged bytes are named to people. */
const KINDS = {
  synth: 'synth/',
  evidence: 'releases, evaluations, cards and signatures under models/',
  policy: 'policies/bundle/',
  thresholds: 'policies/thresholds/ and policies/datasets.yaml',
  waivers: 'policies/waivers/, policies/break-glass/ and policies/enforcement.yaml',
  keys: 'policies/keys/',
} as const;

/** What a merge is compared with. */
export interface Merge {
  readonly root: string;
  readonly commit: string;
  /** What the main line was before it; null for a repository's first commit. */
  readonly before: string | null;
}

/**
 * Where a verdict is not about what was merged, a sentence each. Empty when the merged tree is the judged one, and what judged it is what the main
 * line had before.
 */
export async function digestDifferences(
  { commit, before }: Merge,
  subjects: ReturnType<typeof decidedBy>['subjects'],
  digests: CommitDigests,
): Promise<readonly string[]> {
  const judging = before ?? commit;
  const merged = await digests.of(commit, judging);
  return (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .filter((kind) => merged[kind] !== subjects[kind])
    .map((kind) => {
      const holder = kind === 'synth' || kind === 'evidence' ? commit : judging;
      return `${KINDS[kind]}: ${holder.slice(0, 12)} holds ${merged[kind].slice(0, 12)}; judged was ${subjects[kind].slice(0, 12)}`;
    });
}

/** The same for a whole report: it must also be one of every unit, of a commit, and against a base. */
export async function reportDifferences(
  merge: Merge,
  report: RecordedReport & { readonly dirty: boolean },
  digests: CommitDigests,
): Promise<readonly string[]> {
  const found = [...(await digestDifferences(merge, decidedBy(report).subjects, digests))];
  if (report.dirty) found.push('the report: is about files that were not committed');
  if (report.base === null && merge.before !== null)
    found.push('the report: was made without --base, by the policies of the change itself');
  const judged = new Set(report.units.map(({ model, environment }) => `${model}/${environment}`));
  for (const unit of await placedUnits(merge))
    if (!judged.has(unit)) found.push(`${unit}: stands in ${merge.commit.slice(0, 12)} and was not judged`);
  return found;
}

async function placedUnits({ root, commit }: Merge): Promise<readonly string[]> {
  const tree = await gitTree(root, commit);
  try {
    const units: string[] = [];
    for (const model of await listModels(tree)) {
      const environments = Object.entries((await findReleases(tree, model))?.environments ?? {});
      units.push(...environments.filter(([, { retired }]) => retired === undefined).map(([environment]) => `${model}/${environment}`));
    }
    return units;
  } finally {
    tree.close();
  }
}
