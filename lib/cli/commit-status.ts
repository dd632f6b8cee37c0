import type { GateFailure } from '../contracts/gate-failure.ts';
import type { GateReport } from '../contracts/gate-report.ts';
import { UserError } from '../errors.ts';
import type { CommitStatus, StatusAction } from '../publish/index.ts';
import { flag, text, type Command, type Io } from './command.ts';
import { ciRun, FORGE_OPTIONS, forgeRepository, type ForgeRepository } from './forge.ts';
import { reportFile } from './report-file.ts';

/** The status that branch protection asks for. */
export const STATUS_CONTEXT = 'modelgate';

/** Makes a report's verdict the status of the commit that it judged. Reads the report file and nothing else of the checkout. */
export const commitStatus: Command = {
  name: 'commit-status',
  summary: 'make a report’s verdict the status `modelgate` of the commit that it judged',
  options: [{ flags: '--report <file>', kind: 'text', help: 'report written by `gate --format json`', required: true }, ...FORGE_OPTIONS],
  examples: [
    [
      'modelgate commit-status --report gate-report.json --repo acme/models',
      'needs GITHUB_TOKEN with `statuses: write`; exit 0 once it stands',
    ],
  ],
  async run(given, io) {
    const file = text(given, 'report') ?? '';
    const repository = await forgeRepository(given, io);
    const { readOutcome } = await import('../report/index.ts');
    const report = readOutcome(await reportFile(file), file);
    refuseDirty(report, file);
    const { state, words } = await statusOf(report);
    const action = await postStatus({ ...repository, commit: report.head }, { state, words }, io);
    if (flag(given, 'json'))
      io.out(`${JSON.stringify({ schemaVersion: 1, action, commit: report.head, context: STATUS_CONTEXT, state }, null, 2)}\n`);
    else io.out(`${action} ${state} ${report.head} ${STATUS_CONTEXT}: ${words}\n`);
    return 0;
  },
};

/** @throws UserError `commit_status.dirty` */
export function refuseDirty(outcome: GateReport | GateFailure, file: string): void {
  if (outcome.verdict === 'error' || !outcome.dirty) return;
  throw new UserError(
    'commit_status.dirty',
    `${file}: judges files that differ from commit ${outcome.head}; expected a verdict about the commit`,
    'Commit first, or judge a clean checkout of the commit.',
  );
}

/** Whose status is set. */
export type StatusPlace = ForgeRepository & { readonly commit: string };

type Said = Pick<CommitStatus, 'state'> & { readonly words: string };

/** What the status says of an outcome. */
export async function statusOf(outcome: GateReport | GateFailure): Promise<Said> {
  const { failureLine, headline } = await import('../report/index.ts');
  if (outcome.verdict === 'error') return { state: 'error', words: failureLine(outcome) };
  return { state: outcome.verdict === 'deny' ? 'failure' : 'success', words: headline(outcome) };
}

/** Sets the status, unless a newer run's word stands. @throws UserError `<forge>.*`, `publish.unsettled` */
export async function postStatus(place: StatusPlace, { state, words }: Said, io: Io): Promise<StatusAction> {
  const { publishVerdict } = await import('../publish/index.ts');
  const { number, url } = ciRun(place, io);
  return publishVerdict({ ...place, context: STATUS_CONTEXT, state, words, run: number, url });
}
