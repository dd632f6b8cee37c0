import path from 'node:path';
import type { DecisionRecord } from '../contracts/decision-record.ts';
import { UserError } from '../errors.ts';
import { sortedJson } from '../sorted-json.ts';
import { flag, text, type Command } from './command.ts';
import { keyBytes } from './key-bytes.ts';
import { mergeOf, MERGE_OPTIONS, readReportOf } from './merge-options.ts';
import { moment } from './moment.ts';
import { repositoryRoot } from './repository.ts';

/** Writes down what was decided about a merge. */
export const auditRecord: Command = {
  name: 'audit record',
  summary: 'add the verdict of a merge to the chain of decision records',
  options: [
    { flags: '--report <file>', kind: 'text', help: 'the report that it was merged on, written by `gate --format json`', required: true },
    ...MERGE_OPTIONS,
    { flags: '--approvals <file>', kind: 'text', help: 'who approved the judged commit, as a trusted job asked the forge' },
    {
      flags: '--key <file>',
      kind: 'text',
      help: 'sign the record: private key, PKCS #8 in PEM; its public half is in policies/keys for decisions',
    },
    { flags: '--push <remote>', kind: 'text', help: 'record in this remote, such as origin (default: in this clone)' },
    { flags: '--now <time>', kind: 'text', help: 'recorded at this time, or `head`; by default the clock' },
  ],
  examples: [
    [
      'modelgate audit record --report gate-report.json --push origin',
      'on main after a merge; what was merged is held against the report first',
    ],
    [
      'modelgate audit record --report gate-report.json --approvals approvals.json --key /run/keys/decisions.pem',
      'with who approved it, signed',
    ],
  ],
  async run(given, io) {
    const root = repositoryRoot(io.cwd);
    const { CommitDigests, recordDecision, reportDifferences } = await import('../audit/index.ts');
    const { readApprovals } = await import('../evidence/index.ts');
    const merge = await mergeOf(given, root);
    const { report, reportText } = await readReportOf(text(given, 'report') ?? '');
    const approvalsFile = text(given, 'approvals');
    const approvals = approvalsFile === undefined ? null : await readApprovals(approvalsFile, report.head);
    const now = await moment(text(given, 'now'), root);
    const spell = await speller(root, path.resolve(io.cwd, text(given, 'key') ?? ''), text(given, 'key'));
    const remote = remoteOf(text(given, 'push'));

    const differences = await reportDifferences(merge, report, new CommitDigests(root));
    if (differences.length > 0) {
      const short = merge.commit.slice(0, 12);
      if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, action: 'refused', differences }, null, 2)}\n`);
      else io.out(`${differences.map((one) => `different   ${one}\n`).join('')}${short} is not what was judged: nothing is recorded\n`);
      return 1;
    }
    const recorded = await recordDecision({
      ...merge,
      report,
      reportText,
      approvals,
      now: now.at,
      spell,
      remote,
      token: io.env['GITHUB_TOKEN'] ?? null,
    });
    if (flag(given, 'json')) io.out(`${JSON.stringify({ schemaVersion: 1, ...recorded }, null, 2)}\n`);
    else io.out(`${recorded.action}  ${recorded.branch}:${recorded.path}\nsha256    ${recorded.sha256}\n`);
    return 0;
  },
};

/** How records are spelt: plainly, or signed. @throws UserError `key.unreadable`, `key.in_repository`, `key.not_in_ring` */
export async function speller(root: string, file: string, named: string | undefined): Promise<(record: DecisionRecord) => string> {
  if (named === undefined) return sortedJson;
  const { readKeyRing, workTree } = await import('../evidence/index.ts');
  const { DECISION_TYPE } = await import('../contracts/decision-record.ts');
  const { signedBundle, signingKey } = await import('../jobs/signing/index.ts');
  const where = `--key ${named}`;
  const key = signingKey(keyBytes(root, file, where), where);
  const known = (await readKeyRing(workTree(root))).get(key.hint)?.facts;
  if (known?.predicates.includes(DECISION_TYPE) === true && known.models.includes('*')) return (record) => signedBundle(record, key);
  throw new UserError(
    'key.not_in_ring',
    `${where}: its public half is not in policies/keys for decisions; expected one whose scope has models ['*'] and ${DECISION_TYPE}`,
    `Bring publicKey ${key.publicKey} into policies/keys by a pull request of its own.`,
  );
}

/** @throws UserError `usage.bad_remote` */
export function remoteOf(named: string | undefined): string | null {
  if (named === undefined) return null;
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(named)) return named;
  throw new UserError(
    'usage.bad_remote',
    `--push is ${JSON.stringify(named)}; expected the name of a remote, as \`git remote\` lists it`,
    'Write its name, for example origin.',
  );
}
