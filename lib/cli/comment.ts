import { readFile } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { flag, text, type Command } from './command.ts';

const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

/** Publishes a report as the one comment on a pull request. Reads the report file and nothing else of the checkout. */
export const comment: Command = {
  name: 'comment',
  summary: 'publish a report as the one comment on a pull request',
  options: [
    { flags: '--report <file>', kind: 'text', help: 'report written by `gate --format json`', required: true },
    { flags: '--repo <owner/name>', kind: 'text', help: 'repository on GitHub', required: true },
    { flags: '--pr <number>', kind: 'text', help: 'number of the pull request', required: true },
  ],
  examples: [
    ['modelgate comment --report gate-report.json --repo acme/models --pr 42', 'needs GITHUB_TOKEN; GITHUB_API_URL names another server'],
  ],
  async run(given, io) {
    const file = text(given, 'report') ?? '';
    const [owner = '', name = ''] = repository(text(given, 'repo') ?? '');
    const number = pullRequest(text(given, 'pr') ?? '');
    const token = io.env['GITHUB_TOKEN'] ?? '';
    if (token === '') {
      throw new UserError(
        'github.no_token',
        'GITHUB_TOKEN is not set; expected a token that may write comments',
        'Set GITHUB_TOKEN; in a workflow: ${{ github.token }} with pull-requests: write.',
      );
    }
    const { readReport, renderComment } = await import('../report/index.ts');
    const { publishReport } = await import('../publish/index.ts');
    const report = readReport(await source(file), file);
    const published = await publishReport({
      owner,
      repo: name,
      number,
      // A newer run's word about the same commit wins.
      body: renderComment(report, { run: Number(io.env['GITHUB_RUN_ID'] ?? 0) }),
      token,
      ...(io.env['GITHUB_API_URL'] === undefined ? {} : { baseUrl: io.env['GITHUB_API_URL'] }),
    });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...published }, null, 2)}\n`);
    else io.out(`${published.action} ${published.url}\n`);
    return 0;
  },
};

function repository(given: string): readonly string[] {
  if (!REPOSITORY.test(given)) {
    throw new UserError(
      'usage.bad_repository',
      `--repo is ${JSON.stringify(given)}; expected owner/name`,
      'Write it as GitHub does, for example acme/models.',
    );
  }
  return given.split('/');
}

function pullRequest(given: string): number {
  if (!/^[1-9]\d{0,9}$/.test(given)) {
    throw new UserError(
      'usage.bad_number',
      `--pr is ${JSON.stringify(given)}; expected the number of a pull request`,
      'Pass the number alone, for example 42.',
    );
  }
  return Number(given);
}

async function source(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UserError(
      'report.missing',
      `${file}: cannot be read; expected a report written by gate --format json`,
      'Run `modelgate gate --format json --output FILE` first.',
      { cause },
    );
  }
}
