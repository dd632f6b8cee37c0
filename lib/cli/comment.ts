import type { GateFailure } from '../contracts/gate-failure.ts';
import type { GateReport } from '../contracts/gate-report.ts';
import { flag, text, type Command } from './command.ts';
import { ciRun, FORGE_OPTIONS, forgeRepository } from './forge.ts';
import { pullRequestNumber } from './github.ts';
import { reportFile } from './report-file.ts';

/** Publishes a report as the one comment on a pull request. Reads the report file and nothing else of the checkout. */
export const comment: Command = {
  name: 'comment',
  summary: 'publish a report as the one comment on a pull request',
  options: [
    { flags: '--report <file>', kind: 'text', help: 'report written by `gate --format json`', required: true },
    ...FORGE_OPTIONS,
    { flags: '--pr <number>', kind: 'text', help: 'number of the pull request or merge request', required: true },
    { flags: '--always', kind: 'flag', help: 'also where there is nothing to say: nothing denied, nothing changed, no comment stands' },
  ],
  examples: [
    ['modelgate comment --report gate-report.json --repo acme/models --pr 42', 'needs GITHUB_TOKEN; GITHUB_API_URL names another server'],
    [
      'modelgate comment --forge gitlab --report gate-report.json --repo acme/models --pr 42',
      'a note on a merge request; needs GITLAB_TOKEN',
    ],
  ],
  async run(given, io) {
    const file = text(given, 'report') ?? '';
    const number = pullRequestNumber(given);
    const repository = await forgeRepository(given, io);
    const { readOutcome } = await import('../report/index.ts');
    const { publishReport } = await import('../publish/index.ts');
    const outcome = readOutcome(await reportFile(file), file);
    const published = await publishReport({
      ...repository,
      number,
      // A newer run's word about the same commit wins.
      ...(await bodyOf(outcome, flag(given, 'always'), ciRun(repository, io).number)),
    });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...published }, null, 2)}\n`);
    else io.out(`${published.action} ${published.url ?? 'there is nothing to say'}\n`);
    return 0;
  },
};

/** The comment's text; quiet where there is nothing to say: then an older one is brought down to a line. */
export async function bodyOf(
  outcome: GateReport | GateFailure,
  always: boolean,
  run: number,
): Promise<{ readonly body: string; readonly quiet: boolean }> {
  const { renderComment, renderFailure, renderQuiet, worthSaying } = await import('../report/index.ts');
  if (outcome.verdict === 'error') return { body: renderFailure(outcome, { run }), quiet: false };
  return always || worthSaying(outcome)
    ? { body: renderComment(outcome, { run }), quiet: false }
    : { body: renderQuiet(outcome, { run }), quiet: true };
}
