import type { GateReport } from '../contracts/gate-report.ts';
import { UserError } from '../errors.ts';
import { text, type Given, type Option } from './command.ts';
import { reportFile } from './report-file.ts';

/** What says which merge is meant. */
export const MERGE_OPTIONS: readonly Option[] = [
  { flags: '--commit <ref>', kind: 'text', help: 'the commit on the main line (default: HEAD)' },
  {
    flags: '--before <ref>',
    kind: 'text',
    help: 'what the main line was before it, when a push brought several commits (default: its first parent)',
  },
];

/** The merge that is meant, with full hashes. @throws UserError `usage.not_before`; `git.*` */
export async function mergeOf(
  given: Given,
  root: string,
): Promise<{ readonly root: string; readonly commit: string; readonly before: string | null }> {
  const { git, resolveCommit } = await import('../evidence/index.ts');
  const commit = await resolveCommit(root, text(given, 'commit') ?? 'HEAD');
  const named = text(given, 'before');
  if (named !== undefined) {
    const { mainLine } = await import('../audit/index.ts');
    const before = await resolveCommit(root, named);
    if ((await mainLine(root, commit)).indexOf(before) > 0) return { root, commit, before };
    throw new UserError(
      'usage.not_before',
      `--before ${before.slice(0, 12)}: not on the first-parent line below ${commit.slice(0, 12)}; expected what the main line was before it`,
      'Name the commit that the branch was at before the push; a branch that was rewritten has none.',
    );
  }
  const [, first = ''] = (await git(root, ['rev-list', '--parents', '--max-count=1', commit])).toString('utf8').trim().split(' ');
  return { root, commit, before: first === '' ? null : first };
}

/** A report with its file's text. */
export async function readReportOf(file: string): Promise<{ readonly report: GateReport; readonly reportText: string }> {
  const { readReport } = await import('../report/index.ts');
  const reportText = await reportFile(file);
  return { report: readReport(reportText, file), reportText };
}
