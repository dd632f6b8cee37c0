import type { GateReport, Verdict } from '../contracts/gate-report.ts';
import { UserError, UserErrors } from '../errors.ts';
import type { MergedChange, Tree } from '../evidence/index.ts';
import { flag, text, type Command } from './command.ts';
import { judgeRepository } from './judge-repository.ts';
import { policiesOf } from './policies.ts';
import { repositoryRoot } from './repository.ts';

/** What one unit of one commit got then, and would get now. */
interface Changed {
  readonly commit: string;
  readonly at: string;
  readonly subject: string;
  /** `<model>/<environment>`; null when nothing could be judged on one of the sides. */
  readonly unit: string | null;
  readonly then: Verdict | 'error';
  readonly now: Verdict | 'error';
  /** Codes that are found now and were not then. */
  readonly gained: readonly string[];
  /** Codes that were found then and are not now. */
  readonly lost: readonly string[];
  /** Why nothing could be judged; null otherwise. */
  readonly because: string | null;
}

/** Judges what was merged by the policies of the work tree. */
export const policyReplay: Command = {
  name: 'policy replay',
  summary: 'show which verdicts of the merged history would be others under the policies on disk',
  options: [{ flags: '--since <ref>', kind: 'text', required: true, help: 'the commit after which the history is judged again' }],
  examples: [['modelgate policy replay --since HEAD~20', 'before limits or rules are changed; exit 0 whatever it finds']],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { mergedChanges, resolveCommit, workTree } = await import('../evidence/index.ts');
    const { loadBundle } = await import('../policy/index.ts');
    const law = workTree(root);
    // Policies that cannot judge are said once, not at every commit.
    await loadBundle(policiesOf(law));
    const since = text(given, 'since') ?? 'HEAD';
    const merges = await mergedChanges(root, since);
    const changes: Changed[] = [];
    let units = 0;
    for (const [index, merge] of merges.entries()) {
      io.log(`${String(index + 1)} of ${String(merges.length)}: ${merge.commit.slice(0, 12)} ${merge.subject}\n`);
      const [then, now] = [await judged(root, merge, null), await judged(root, merge, law)];
      units += (now.report ?? then.report)?.units.length ?? 0;
      changes.push(...(await differences(merge, then, now)));
    }
    if (flag(given, 'json')) {
      const from = await resolveCommit(root, since);
      io.out(`${JSON.stringify({ schemaVersion: 1, since: from, merges: merges.length, units, changes }, null, 2)}\n`);
      return 0;
    }
    for (const { commit, at, subject, unit, then, now, gained, lost, because } of changes) {
      const codes = [...gained.map((code) => `+ ${code}`), ...lost.map((code) => `- ${code}`)].join(', ');
      io.out(`${commit.slice(0, 12)} ${at.slice(0, 10)} ${subject}\n`);
      io.out(`    ${unit ?? 'every unit'}  ${then} -> ${now}  ${because ?? codes}\n`);
    }
    const commits = merges.length === 1 ? '1 commit' : `${String(merges.length)} commits`;
    io.out(`${String(changes.length)} of ${String(units)} verdicts in ${commits} that changed models would be others\n`);
    return 0;
  },
};

interface Outcome {
  readonly report: GateReport | null;
  readonly because: string | null;
}

/** A commit as it was merged, judged by its base or by other policies. Nobody can be asked any more who approved it. */
async function judged(root: string, { commit, before, at, models }: MergedChange, law: Tree | null): Promise<Outcome> {
  const { gitTree } = await import('../evidence/index.ts');
  const [head, base] = [await gitTree(root, commit), await gitTree(root, before)];
  try {
    const filter = { models, environments: [] };
    const report = await judgeRepository({ root, head, base, now: at, filter, approvals: null, ...(law === null ? {} : { law }) });
    return { report, because: null };
  } catch (thrown) {
    const [error] = thrown instanceof UserErrors ? thrown.errors : thrown instanceof UserError ? [thrown] : [];
    if (error === undefined) throw thrown;
    return { report: null, because: `${error.code}: ${error.message}` };
  } finally {
    head.close();
    base.close();
  }
}

async function differences(merge: MergedChange, then: Outcome, now: Outcome): Promise<readonly Changed[]> {
  const named = { commit: merge.commit, at: merge.at.at, subject: merge.subject };
  if (then.report === null || now.report === null) {
    if (then.because === now.because) return [];
    const of = ({ report }: Outcome) => report?.verdict ?? 'error';
    return [{ ...named, unit: null, then: of(then), now: of(now), gained: [], lost: [], because: now.because ?? then.because }];
  }
  const { verdictChanges } = await import('../gate/index.ts');
  return verdictChanges(then.report.units, now.report.units)
    .filter(({ before, after }) => before !== after)
    .map(({ before, after, ...rest }) => ({ ...named, ...rest, then: before, now: after, because: null }));
}
