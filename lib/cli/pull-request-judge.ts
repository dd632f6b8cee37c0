import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GivenApprovals } from '../contracts/approvals.ts';
import type { CheckRun } from '../contracts/check-run.ts';
import type { Instant } from '../contracts/common.ts';
import type { GateFailure } from '../contracts/gate-failure.ts';
import type { GateReport } from '../contracts/gate-report.ts';
import { messageOf, UserError } from '../errors.ts';
import type { ForgeEvent } from '../publish/index.ts';
import { countedReviews } from './approvals.ts';
import { checkRunOf, postCheckRun } from './check-run.ts';
import { flag, text, type Command, type Io } from './command.ts';
import { bodyOf } from './comment.ts';
import { postStatus, statusOf } from './commit-status.ts';
import { ciRun, FORGE_OPTIONS, forgeRepository, type ForgeRepository } from './forge.ts';
import { gateFailure } from './gate-failure.ts';
import { judgeRepository } from './judge-repository.ts';
import { moment } from './moment.ts';
import { withNewPolicies } from './new-policies.ts';
import { repositoryRoot } from './repository.ts';

/** The trusted half of a workflow: judges a pull request from a checkout of its base. */
export const pullRequestJudge: Command = {
  name: 'pull-request judge',
  summary: 'judge the pull request of an event from a checkout of its base: the status `modelgate`, a check run and a comment',
  options: [
    ...FORGE_OPTIONS,
    {
      flags: '--event <file>',
      kind: 'text',
      help: 'what happened, as the forge wrote it down (default: the variable GITHUB_EVENT_PATH or TRIGGER_PAYLOAD)',
    },
    { flags: '--keep <folder>', kind: 'text', help: 'put gate-report.json and approvals.json there, for `audit record` after the merge' },
  ],
  examples: [
    [
      'modelgate pull-request judge --repo acme/models',
      'what the action runs, for pull_request_target, merge_group, and a workflow_run after a review; the pull request is fetched, never checked out',
    ],
    [
      'modelgate pull-request judge --forge gitlab --repo acme/risk/models',
      'what the pipeline of the gate’s own project runs after a webhook about a merge request; without a check run, which GitLab has not',
    ],
  ],
  escapes: true,
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const forge = await forgeRepository(given, io);
    const happened = await readEvent(text(given, 'event'), forge, io);
    if (happened === null) {
      io.out('the merge request is not open\n');
      return 0;
    }
    const event: ForgeEvent = happened;
    const started = process.hrtime.bigint();
    // In the merge queue the status goes to the queue's commit; else to the newest, which another run may not have been told of yet.
    let subject: Subject = { commit: event.head, number: event.number, now: await moment(undefined, root) };
    try {
      const number = event.number ?? (forge.forge === 'github' ? await pullRequestNumberOf(event, forge) : null);
      if (number === null) {
        io.out('no open pull request has this branch\n');
        return 0;
      }
      subject = { ...subject, number };
      const { file, pullRequest } = await countedReviews({ ...forge, number });
      if (event.kind === 'pull request') subject = { ...subject, commit: pullRequest.head };
      const report = await judged(number, pullRequest.head, file);
      const { choose } = await import('../report/index.ts');
      const how = { color: false, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
      const [checked, set] = await Promise.allSettled([
        check(await checkRunOf(report)),
        postStatus({ ...forge, commit: subject.commit }, await statusOf(report), io),
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
      await postStatus({ ...forge, commit: subject.commit }, said, io).catch((cause: unknown) => {
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
      const source = { url: addressOf(forge, io), token: forge.token };
      await fetchCommit(root, source, head);
      const base = event.kind === 'merge group' ? event.base : 'HEAD';
      if (event.kind === 'merge group') {
        await fetchCommit(root, source, event.head);
        const [queued, expected] = [await treeHash(root, event.head, event.head), await treeHash(root, base, head)];
        if (queued !== expected) throw otherMerge(number, event.head);
      }
      const asked = {
        root,
        head: await mergedTree(root, base, head),
        base: await gitTree(root, base),
        now: subject.now,
        filter: { models: [], environments: [] },
        approvals,
      };
      return withNewPolicies(await judgeRepository(asked), asked);
    }

    /** False when it cannot be made, which changes no verdict: the status says it. */
    async function check(said: CheckRun): Promise<boolean> {
      if (forge.forge === 'gitlab') return true;
      try {
        io.log(`check run: ${await postCheckRun({ ...forge, commit: subject.commit }, said, io)}\n`);
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
        const body = await bodyOf(outcome, false, ciRun(forge, io).number);
        const { action, url } = await publishReport({ ...forge, number: subject.number, ...body });
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

/** Null when there is nothing to judge any more. @throws UserError `event.*`, `gitlab.*`; UserErrors `schema.invalid` */
async function readEvent(given: string | undefined, forge: ForgeRepository, io: Io): Promise<ForgeEvent | null> {
  const file = given ?? io.env[forge.forge === 'gitlab' ? 'TRIGGER_PAYLOAD' : 'GITHUB_EVENT_PATH'] ?? '';
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new UserError(
      'event.unreadable',
      `${JSON.stringify(file)}: ${messageOf(cause)}; expected the file that the forge wrote about what happened`,
      'Run this in a workflow, or give --event and on GitHub set GITHUB_EVENT_NAME.',
      { cause },
    );
  });
  const { readJson } = await import('../evidence/index.ts');
  const { eventOf, gitlabEvent } = await import('../publish/index.ts');
  const payload = readJson(bytes, file).value;
  return forge.forge === 'gitlab' ? gitlabEvent(payload, file, forge) : eventOf(io.env['GITHUB_EVENT_NAME'] ?? '', payload, file);
}

async function pullRequestNumberOf(event: ForgeEvent, github: ForgeRepository & { readonly forge: 'github' }): Promise<number | null> {
  const { pullRequestOf } = await import('../publish/index.ts');
  return pullRequestOf(event, github);
}

/** Where git fetches from. */
function addressOf(forge: ForgeRepository, { env }: Io): string {
  return forge.forge === 'gitlab'
    ? `${(forge.host ?? 'https://gitlab.com').replace(/\/+$/, '')}/${forge.project}.git`
    : `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${forge.owner}/${forge.repo}.git`;
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
