import { existsSync, symlinkSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GateReport } from '../contracts/gate-report.ts';
import { UserError } from '../errors.ts';
import { text, type Given, type Io, type Option } from './command.ts';
import type { Edit, Made } from './edit.ts';
import { githubAddress, githubRepository, githubToken } from './github.ts';
import { judgeRepository } from './judge-repository.ts';
import { moment } from './moment.ts';

/** What every command that edits takes to propose the edit instead. */
export const PROPOSAL_OPTIONS: readonly Option[] = [
  { flags: '--pr', kind: 'flag', help: 'open a pull request with the change, made from the head commit; this checkout stays as it is' },
  { flags: '--repo <owner/name>', kind: 'text', help: 'with --pr: repository on GitHub (default: the one in modelgate.config.ts)' },
  { flags: '--token-file <file>', kind: 'text', help: 'with --pr: file that holds the token (default: the variable GITHUB_TOKEN)' },
];

/** Files that a description lists: beside the preview there is room for that many. */
const LISTED = 30;

/** What became of a pull request. */
export interface Proposed {
  /** For people. */
  readonly lines: string;
  /** For `--json`. */
  readonly told: {
    readonly action: string;
    readonly branch: string;
    readonly number: number | null;
    readonly url: string | null;
    readonly verdict: GateReport['verdict'];
  };
}

interface Proposing {
  readonly given: Given;
  readonly io: Io;
  readonly root: string;
  readonly plan: (root: string) => Promise<Edit>;
  readonly make: (root: string, edit: Edit, color: boolean) => Promise<Made>;
}

/**
 * Makes an edit in a copy of the head commit, judges it against that commit, and opens a pull request with both.
 * @throws UserError `publish.base_moved` when the base branch is elsewhere than the head commit; whatever reading, rendering and GitHub throw
 */
export async function propose({ given, io, root, plan, make }: Proposing): Promise<{ edit: Edit; made: Made; proposed: Proposed }> {
  const { changedFiles, gitTree, resolveCommit, workTree } = await import('../evidence/index.ts');
  const { loadConfig } = await import('../synth/index.ts');
  const { githubOf } = await import('../constructs/index.ts');
  const { propose: open } = await import('../publish/index.ts');
  const config = await loadConfig(root);
  const known = githubOf(config);
  const named = text(given, 'repo') ?? known?.repo;
  if (named === undefined) {
    throw new UserError(
      'usage.no_repository',
      `repository.url is ${config.repository.url}; expected one on GitHub, or --repo`,
      'Name the repository with --repo owner/name.',
    );
  }
  const repository = githubRepository({ repo: named });
  const address = io.env['GITHUB_API_URL'] === undefined && known !== null ? { baseUrl: known.api } : githubAddress(io);
  const token = await githubToken(given, io);
  const now = await moment(undefined, root);
  const head = await resolveCommit(root, 'HEAD');

  return inCopy(root, head, async (copy) => {
    const edit = await plan(copy);
    const made = await make(copy, edit, io.color && given['json'] !== true);
    const files = await changedFiles(copy, ['models', 'policies', 'synth']);
    const report = await judgeRepository({
      root: copy,
      head: workTree(copy),
      base: await gitTree(copy, head),
      now,
      filter: { models: [edit.model], environments: [] },
      approvals: null,
    });
    const list = files.map(({ path: file, content }) => `- ${content === null ? 'removes ' : ''}\`${file}\``);
    const { action, branch, pullRequest } =
      files.length === 0
        ? ({ action: 'unneeded', branch: edit.branch, pullRequest: null } as const)
        : await open({
            ...repository,
            ...address,
            token,
            proposal: {
              branch: edit.branch,
              base: config.repository.branch,
              from: head,
              title: edit.title,
              message: `${edit.sentence}\n\n${list.join('\n')}`,
              body: await bodyOf(edit, list, report),
              files,
            },
          });
    const { verdict } = report;
    const told = { action, branch, number: pullRequest?.number ?? null, url: pullRequest?.url ?? null, verdict };
    const lines = `verdict: ${verdict} (${String(report.summary.findings)} findings)\n${action}${pullRequest === null ? '' : ` ${pullRequest.url}`}\n`;
    return { edit, made, proposed: { lines, told } };
  });
}

/** The description: what it does, and what the gate says of it now. */
async function bodyOf(edit: Edit, list: readonly string[], report: GateReport): Promise<string> {
  const { renderComment } = await import('../report/index.ts');
  // Its first line marks the gate's own comment, which this is not.
  const preview = renderComment(report).split('\n').slice(1).join('\n').trim();
  const notes = (edit.notes ?? []).map((note) => `\n\n${note}`).join('');
  const more = list.length > LISTED ? `\n- and ${String(list.length - LISTED)} more` : '';
  return `${edit.sentence}${notes}\n\n${list.slice(0, LISTED).join('\n')}${more}\n\nWhat the gate said of it when it was proposed; its comment below is the word that counts:\n\n${preview}`;
}

/** A work tree of its own, of one commit, that is gone afterwards. The packages are those of the checkout. */
async function inCopy<T>(root: string, commit: string, work: (copy: string) => Promise<T>): Promise<T> {
  const { git } = await import('../evidence/index.ts');
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'modelgate-proposal-')));
  const checkout = path.join(folder, 'repository');
  try {
    await git(root, ['worktree', 'add', '--quiet', '--detach', checkout, commit]);
    const copy = path.join(checkout, (await git(root, ['rev-parse', '--show-prefix'])).toString('utf8').trim());
    for (const packages of new Set([checkout, copy])) {
      const own = path.join(root, path.relative(copy, packages), 'node_modules');
      if (existsSync(own)) symlinkSync(own, path.join(packages, 'node_modules'), 'dir');
    }
    return await work(copy);
  } finally {
    await git(root, ['worktree', 'remove', '--force', checkout]).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}
