import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GivenApprovals } from '../contracts/approvals.ts';
import type { CheckRun } from '../contracts/check-run.ts';
import type { Instant } from '../contracts/common.ts';
import type { GateFailure } from '../contracts/gate-failure.ts';
import type { GateReport } from '../contracts/gate-report.ts';
import { messageOf, UserError } from '../errors.ts';
import { countedReviews } from './approvals.ts';
import { checkRunOf, postCheckRun } from './check-run.ts';
import { flag, text, type Command, type Io } from './command.ts';
import { bodyOf } from './comment.ts';
import { postStatus, statusOf } from './commit-status.ts';
import { ciRun } from './forge.ts';
import { gateFailure } from './gate-failure.ts';
import { githubAddress, GITHUB_OPTIONS, githubRepository, githubToken } from './github.ts';
import { judgeRepository } from './judge-repository.ts';
import { moment } from './moment.ts';
import { repositoryRoot } from './repository.ts';

/** The trusted half of a workflow: judges a pull request from a checkout of its base. */
export const pullRequestJudge: Command = {
  name: 'pull-request judge',
  summary: 'judge the pull request of a GitHub event from a checkout of its base: the status `modelgate`, a check run and a comment',
  options: [
    ...GITHUB_OPTIONS,
    { flags: '--event <file>', kind: 'text', help: 'what happened, as GitHub wrote it down (default: the variable GITHUB_EVENT_PATH)' },
    { flags: '--keep <folder>', kind: 'text', help: 'put gate-report.json and approvals.json there, for `audit record` after the merge' },
  ],
  examples: [
    [
      'modelgate pull-request judge --repo acme/models',
      'what the action runs, for pull_request_target, merge_group, and a workflow_run after a review; the pull request is fetched, never checked out',
    ],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const repository = githubRepository(given);
    const github = { forge: 'github', ...repository, token: await githubToken(given, io), ...githubAddress(io) } as const;
    const event = await readEvent(text(given, 'event') ?? io.env['GITHUB_EVENT_PATH'] ?? '', io);
    const started = process.hrtime.bigint();
    // In the merge queue the status goes to the queue's commit; else to the newest, which another run may not have been told of yet.
    let subject: Subject = { commit: event.head, number: event.number, now: await moment(undefined, root) };
    try {
      const { pullRequestOf } = await import('../publish/index.ts');
      const number = await pullRequestOf(event, github);
      if (number === null) {
        io.out('no open pull request has this branch\n');
        return 0;
      }
      subject = { ...subject, number };
      const { file, pullRequest } = await countedReviews({ ...github, number });
      if (event.kind === 'pull request') subject = { ...subject, commit: pullRequest.head };
      const report = await judged(number, pullRequest.head, file);
      const { choose } = await import('../report/index.ts');
      const how = { color: false, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
      const [checked, set] = await Promise.allSettled([
        check(await checkRunOf(report)),
        postStatus({ ...github, commit: subject.commit }, await statusOf(report), io),
      ]);
      // Findings stand at their lines once: where there is no check run, as annotations of this job.
      const placed = checked.status === 'fulfilled' && checked.value;
      io.out(choose(flag(given, 'json') ? 'json' : placed ? 'pretty' : 'github')(report, how));
      await summarise(choose('summary')(report, how), io);
      await keep(
        text(given, 'keep'),
        { 'gate-report.json': choose('json')(report, how), 'approvals.json': `${JSON.stringify(file, null, 2)}\n` },
        io,
      );
      await output({ verdict: report.verdict, commit: subject.commit, number: String(number) }, io);
      if (set.status === 'rejected') throw set.reason;
      await comment(report);
      return report.verdict === 'deny' ? 1 : 0;
    } catch (thrown) {
      await saidToHaveFailed(thrown);
      throw thrown;
    }

    /** What an earlier run said of this commit must not stand for this one. */
    async function saidToHaveFailed(thrown: unknown): Promise<void> {
      const failure = gateFailure(thrown, { base: null, head: subject.commit, now: subject.now });
      const said = failure === null ? ({ state: 'error', words: 'Could not judge: internal' } as const) : await statusOf(failure);
      await postStatus({ ...github, commit: subject.commit }, said, io).catch((cause: unknown) => {
        io.log(`status: ${messageOf(cause)}\n`);
      });
      const internal = {
        conclusion: 'failure',
        title: 'Could not judge: internal',
        summary: 'The job says more.',
        annotations: [],
      } as const;
      await check(failure === null ? internal : await checkRunOf(failure));
      if (failure === null) return;
      const { failureFormats } = await import('../report/index.ts');
      const markdown = failureFormats['markdown'];
      if (markdown !== undefined) await summarise(markdown(failure), io);
      await comment(failure);
    }

    async function judged(number: number, head: string, approvals: GivenApprovals): Promise<GateReport> {
      const { fetchCommit, gitTree, mergedTree, treeHash } = await import('../evidence/index.ts');
      const url = `${io.env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${repository.owner}/${repository.repo}.git`;
      const source = { url, token: github.token };
      await fetchCommit(root, source, head);
      const base = event.kind === 'merge group' ? event.base : 'HEAD';
      if (event.kind === 'merge group') {
        await fetchCommit(root, source, event.head);
        const [queued, expected] = [await treeHash(root, event.head, event.head), await treeHash(root, base, head)];
        if (queued !== expected) throw otherMerge(number, event.head);
      }
      return judgeRepository({
        root,
        head: await mergedTree(root, base, head),
        base: await gitTree(root, base),
        now: subject.now,
        filter: { models: [], environments: [] },
        approvals,
      });
    }

    /** False when it cannot be made, which changes no verdict: the status says it. */
    async function check(said: CheckRun): Promise<boolean> {
      try {
        io.log(`check run: ${await postCheckRun({ ...github, commit: subject.commit }, said, io)}\n`);
        return true;
      } catch (thrown) {
        io.log(`check run: ${messageOf(thrown)}; the verdict stands\n`);
        return false;
      }
    }

    /** A comment that cannot be posted changes no verdict: the status says it. The queue has none. */
    async function comment(outcome: GateReport | GateFailure): Promise<void> {
      if (event.kind !== 'pull request' || subject.number === null) return;
      const { publishReport } = await import('../publish/index.ts');
      try {
        const body = await bodyOf(outcome, false, ciRun(github, io).number);
        const { action, url } = await publishReport({ ...github, number: subject.number, ...body });
        io.log(`comment: ${action}${url === null ? '' : ` ${url}`}\n`);
      } catch (thrown) {
        io.log(`comment: ${messageOf(thrown)}; the verdict stands\n`);
      }
    }
  },
};

/** What is being judged, as far as it is known. */
interface Subject {
  readonly commit: string;
  readonly number: number | null;
  readonly now: Instant;
}

/** @throws UserError `event.unreadable`, `event.unknown`; UserErrors `schema.invalid` */
async function readEvent(file: string, io: Io) {
  const name = io.env['GITHUB_EVENT_NAME'] ?? '';
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UserError(
      'event.unreadable',
      `${JSON.stringify(file)}: ${messageOf(cause)}; expected the file that GitHub wrote about what happened`,
      'Run this in a workflow, or give --event and set GITHUB_EVENT_NAME.',
      { cause },
    );
  });
  const { readJson } = await import('../evidence/index.ts');
  const { eventOf } = await import('../publish/index.ts');
  return eventOf(name, readJson(bytes, file).value, file);
}

function otherMerge(number: number, head: string): UserError {
  return new UserError(
    'merge_group.other_tree',
    `${head.slice(0, 12)}: holds other files than a merge of #${String(number)} alone; expected one pull request at a time, because approvals are one pull request's`,
    'Set the merge queue to build one pull request at a time (maximum group size 1).',
  );
}

/** Text for the summary page of the run; nowhere when GitHub names no file for it. */
async function summarise(markdown: string, { env }: Io): Promise<void> {
  const file = env['GITHUB_STEP_SUMMARY'];
  if (file !== undefined) await appendFile(file, markdown);
}

async function keep(folder: string | undefined, files: Readonly<Record<string, string>>, { cwd }: Io): Promise<void> {
  if (folder === undefined) return;
  const place = path.resolve(cwd, folder);
  await mkdir(place, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(place, name), content);
}

/** For later steps. The values are ours or checked: none has a line end. */
async function output(values: Readonly<Record<string, string>>, { env }: Io): Promise<void> {
  const file = env['GITHUB_OUTPUT'];
  if (file === undefined) return;
  await appendFile(
    file,
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}
