import { UserError } from '../errors.ts';
import type { GithubRepository, StatusAction } from '../publish/index.ts';
import { flag, text, type Command, type Io } from './command.ts';
import { githubAddress, GITHUB_OPTIONS, githubRepository, githubToken } from './github.ts';
import { reportFile } from './report-file.ts';

/** The status that branch protection asks for. */
export const STATUS_CONTEXT = 'modelgate';

/** Makes a report's verdict the status of the commit that it judged. Reads the report file and nothing else of the checkout. */
export const commitStatus: Command = {
  name: 'commit-status',
  summary: 'make a report’s verdict the status `modelgate` of the commit that it judged',
  options: [{ flags: '--report <file>', kind: 'text', help: 'report written by `gate --format json`', required: true }, ...GITHUB_OPTIONS],
  examples: [
    [
      'modelgate commit-status --report gate-report.json --repo acme/models',
      'needs GITHUB_TOKEN with `statuses: write`; exit 0 once it stands',
    ],
  ],
  async run(given, io) {
    const file = text(given, 'report') ?? '';
    const { owner, repo } = githubRepository(given);
    const token = await githubToken(given, io);
    const { headline, readReport } = await import('../report/index.ts');
    const report = readReport(await reportFile(file), file);
    if (report.dirty) {
      throw new UserError(
        'commit_status.dirty',
        `${file}: judges files that differ from commit ${report.head}; expected a verdict about the commit`,
        'Commit first, or judge a clean checkout of the commit.',
      );
    }
    const state = report.verdict === 'deny' ? 'failure' : 'success';
    const words = headline(report);
    const action = await postStatus({ owner, repo, token, commit: report.head, ...githubAddress(io) }, { state, words }, io);
    if (flag(given, 'json'))
      io.out(`${JSON.stringify({ schemaVersion: 1, action, commit: report.head, context: STATUS_CONTEXT, state }, null, 2)}\n`);
    else io.out(`${action} ${state} ${report.head} ${STATUS_CONTEXT}: ${words}\n`);
    return 0;
  },
};

/** Whose status is set. */
export interface StatusPlace extends GithubRepository {
  readonly commit: string;
}

/** Sets the status, unless a newer run's word stands. @throws UserError `github.*`, `publish.unsettled` */
export async function postStatus(
  place: StatusPlace,
  { state, words }: { readonly state: 'success' | 'failure'; readonly words: string },
  io: Io,
): Promise<StatusAction> {
  const { publishVerdict } = await import('../publish/index.ts');
  return publishVerdict({ ...place, context: STATUS_CONTEXT, state, words, run: Number(io.env['GITHUB_RUN_ID'] ?? 0), url: runPage(io) });
}

/** The page of the CI run, as GitHub names it to its steps. */
function runPage({ env }: Io): string | null {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  return server === undefined || repository === undefined || run === undefined ? null : `${server}/${repository}/actions/runs/${run}`;
}
