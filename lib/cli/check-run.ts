import type { CheckRun } from '../contracts/check-run.ts';
import type { GateFailure } from '../contracts/gate-failure.ts';
import type { GateReport } from '../contracts/gate-report.ts';
import type { CheckRunAction } from '../publish/index.ts';
import { flag, text, type Command, type Io } from './command.ts';
import { refuseDirty } from './commit-status.ts';
import { ciRun } from './forge.ts';
import { githubAddress, GITHUB_OPTIONS, githubRepository, githubToken } from './github.ts';
import { reportFile } from './report-file.ts';

/** Not the name of the status: branch protection would take either for the verdict. */
export const CHECK_NAME = 'modelgate report';

/** Puts a report beside the lines that it is about. Reads the report file and nothing else of the checkout. */
export const checkRunCommand: Command = {
  name: 'check-run',
  summary: 'make a report the check run `modelgate report` of the commit that it judged, with its findings at their lines',
  options: [{ flags: '--report <file>', kind: 'text', help: 'report written by `gate --format json`', required: true }, ...GITHUB_OPTIONS],
  examples: [
    [
      'modelgate check-run --report gate-report.json --repo acme/models',
      'needs the GITHUB_TOKEN of a workflow or an app with `checks: write`; exit 0 once it stands',
    ],
  ],
  async run(given, io) {
    const file = text(given, 'report') ?? '';
    const place = { ...githubRepository(given), token: await githubToken(given, io), ...githubAddress(io) };
    const { readOutcome } = await import('../report/index.ts');
    const outcome = readOutcome(await reportFile(file), file);
    refuseDirty(outcome, file);
    const said = await checkRunOf(outcome);
    const action = await postCheckRun({ ...place, commit: outcome.head }, said, io);
    const { conclusion, title, annotations } = said;
    const words = { action, conclusion, commit: outcome.head, name: CHECK_NAME, annotations: annotations.length };
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...words }, null, 2)}\n`);
    else io.out(`${action} ${conclusion} ${outcome.head} ${CHECK_NAME}: ${title}\n`);
    return 0;
  },
};

/** What the check run says of an outcome. */
export async function checkRunOf(outcome: GateReport | GateFailure): Promise<CheckRun> {
  const { checkRun } = await import('../report/index.ts');
  return checkRun(outcome);
}

/** Where on GitHub. */
export interface CheckRunPlace {
  readonly owner: string;
  readonly repo: string;
  readonly token: string;
  readonly baseUrl?: string;
  readonly commit: string;
}

/** Makes the check run, unless a newer run's word stands. @throws UserError `github.*`, `publish.unsettled` */
export async function postCheckRun(place: CheckRunPlace, checkRun: CheckRun, io: Io): Promise<CheckRunAction> {
  const { publishCheck } = await import('../publish/index.ts');
  const { number, url } = ciRun({ forge: 'github', ...place }, io);
  return publishCheck({ ...place, name: CHECK_NAME, checkRun, run: number, url });
}
