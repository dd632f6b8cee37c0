import { readFile } from 'node:fs/promises';
import type { ChangedFile } from '../evidence/index.ts';
import { UserError } from '../errors.ts';
import { flag, text, texts, type Command } from './command.ts';
import { githubAddress, GITHUB_OPTIONS, githubRepository, githubToken } from './github.ts';
import { repositoryRoot } from './repository.ts';

/** Proposes what differs in the work tree as a pull request. */
export const pullRequestOpen: Command = {
  name: 'pull-request open',
  summary: 'propose what differs in this checkout as a pull request, once',
  options: [
    ...GITHUB_OPTIONS,
    { flags: '--path <path>', kind: 'texts', help: 'file or folder whose changes are proposed (repeatable)', required: true },
    { flags: '--branch <name>', kind: 'text', help: 'branch of the pull request; the same name is the same proposal', required: true },
    { flags: '--title <text>', kind: 'text', help: 'title of the pull request and of its commit', required: true },
    { flags: '--body-file <file>', kind: 'text', help: 'description in Markdown (default: the list of files)' },
    { flags: '--base <name>', kind: 'text', help: 'branch to merge into (default: main)' },
  ],
  examples: [
    [
      'modelgate pull-request open --repo acme/models --path models/churn --branch modelgate/churn-1.2.0 --title "Release churn 1.2.0"',
      'open it, or find it again; needs a token that may write contents and pull requests',
    ],
  ],
  async run(given, io) {
    const repository = githubRepository(given);
    const { changedFiles } = await import('../evidence/index.ts');
    const files = await changedFiles(repositoryRoot(io.cwd), texts(given, 'path'));
    const bodyFile = text(given, 'bodyFile');
    const token = await githubToken(given, io);
    const branch = text(given, 'branch') ?? '';
    const { propose } = await import('../publish/index.ts');
    const proposed =
      files.length === 0
        ? ({ action: 'unneeded', branch, pullRequest: null } as const)
        : await propose({
            ...repository,
            ...githubAddress(io),
            token,
            proposal: {
              branch,
              base: text(given, 'base') ?? 'main',
              title: text(given, 'title') ?? '',
              body: bodyFile === undefined ? list(files) : await markdown(bodyFile),
              files,
            },
          });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...proposed }, null, 2)}\n`);
    else io.out(`${proposed.action}${proposed.pullRequest === null ? '' : ` ${proposed.pullRequest.url}`}\n`);
    return 0;
  },
};

function list(files: readonly ChangedFile[]): string {
  return files.map(({ path, content }) => `- ${content === null ? 'removes ' : ''}\`${path}\``).join('\n');
}

async function markdown(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new UserError('usage.no_body', `--body-file ${file}: cannot be read; expected a file of Markdown`, 'Name a file that exists.', {
      cause,
    });
  }
}
