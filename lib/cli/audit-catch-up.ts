import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Merge } from '../audit/index.ts';
import { remoteOf, speller } from './audit-record.ts';
import { flag, text, type Command } from './command.ts';
import { githubAddress, GITHUB_OPTIONS, githubRepository, githubToken } from './github.ts';
import { mergeOf, MERGE_OPTIONS, readReportOf } from './merge-options.ts';
import { moment } from './moment.ts';
import { repositoryRoot } from './repository.ts';

const WORKFLOW = '.github/workflows/gate.yml';
/** What the action uploads of a verdict. */
const [REPORT, APPROVALS] = ['gate-report.json', 'approvals.json'] as const;

/** What became of one merge. */
interface Outcome {
  readonly commit: string;
  readonly action: 'recorded' | 'unchanged' | 'different' | 'no verdict';
  /** Where the record lies, or what is amiss; a line each. */
  readonly said: readonly string[];
}

/** On main, after merges: the record of each by what the trusted half of the gate kept. */
export const auditCatchUp: Command = {
  name: 'audit catch-up',
  summary: 'record every merge that has no record yet, by the verdict that the trusted half of the gate kept on GitHub',
  options: [
    ...GITHUB_OPTIONS,
    ...MERGE_OPTIONS,
    { flags: '--workflow <file>', kind: 'text', help: `the workflow whose artifacts are believed (default: ${WORKFLOW})` },
    {
      flags: '--key <file>',
      kind: 'text',
      help: 'sign the records: private key, PKCS #8 in PEM; its public half is in policies/keys for decisions',
    },
    { flags: '--push <remote>', kind: 'text', help: 'record in this remote, such as origin (default: in this clone)' },
    { flags: '--now <time>', kind: 'text', help: 'recorded at this time, or `head`; by default the clock' },
  ],
  examples: [
    [
      'modelgate audit catch-up --repo acme/models --push origin',
      'what the workflow record.yml runs; needs GITHUB_TOKEN with `actions: read`, `pull-requests: read` and `contents: write`',
    ],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const github = { ...githubRepository(given), token: await githubToken(given, io), ...githubAddress(io) };
    const workflow = text(given, 'workflow') ?? WORKFLOW;
    const { CommitDigests, missingRecords, recordDecision, reportDifferences, unzip } = await import('../audit/index.ts');
    const { git, readApprovals } = await import('../evidence/index.ts');
    const { githubVerdict } = await import('../publish/index.ts');
    const merge = await mergeOf(given, root);
    const now = await moment(text(given, 'now'), root);
    const spell = await speller(root, path.resolve(io.cwd, text(given, 'key') ?? ''), text(given, 'key'));
    const remote = remoteOf(text(given, 'push'));
    const outcomes: Outcome[] = [];
    for (const one of await missingRecords(merge)) outcomes.push(await caughtUp(one));
    const late = outcomes.filter(({ action }) => action === 'different' || action === 'no verdict');
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, merges: outcomes }, null, 2)}\n`);
    else {
      for (const { commit, action, said } of outcomes) {
        io.out(`${action.padEnd(12)}${commit.slice(0, 12)}\n${said.map((line) => `  ${line}\n`).join('')}`);
      }
      if (outcomes.length === 0) io.out('every merge is on record\n');
      if (late.length > 0)
        io.out('  fix: Revert the commit by a pull request, or let the gate judge what stands and record that: docs/audit.md.\n');
    }
    return late.length > 0 ? 1 : 0;

    async function caughtUp(one: Merge): Promise<Outcome> {
      const { commit, before } = one;
      // The queue runs the workflow that its commit brings.
      const changed = before === null ? workflow : await git(root, ['diff', '--name-only', before, commit, '--', `:/${workflow}`]);
      const { kept, refused } = await githubVerdict({ ...github, commit, workflow, queueTrusted: changed.length === 0 });
      if (kept === null) return { commit, action: 'no verdict', said: refused };
      const where = `artifact of run ${String(kept.run)}`;
      const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-verdict-'));
      try {
        // An archive without one of them is told like a file that is not there.
        for (const [name, bytes] of unzip(kept.zip, [REPORT, APPROVALS], where)) await writeFile(path.join(folder, name), bytes);
        const { report, reportText } = await readReportOf(path.join(folder, REPORT));
        const approvals = await readApprovals(path.join(folder, APPROVALS), report.head);
        const differences = await reportDifferences(one, report, new CommitDigests(root));
        if (differences.length > 0) return { commit, action: 'different', said: differences };
        const token = github.token;
        const recorded = await recordDecision({ ...one, report, reportText, approvals, now: now.at, spell, remote, token });
        return { commit, action: recorded.action, said: [`${recorded.branch}:${recorded.path}`, `sha256 ${recorded.sha256}`] };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
  },
};
