import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommitDigests, commitsOf, recordDecision, recordsBranch, type Recorded } from '../../../lib/audit/index.ts';
import type { DecisionRecord, RecordedReport } from '../../../lib/contracts/decision-record.ts';
import { sortedJson } from '../../../lib/sorted-json.ts';
import { commit, git, scratchFolder } from '../../support/scratch.ts';

/** A repository with one model, no more than records look at. */
export function smallRepository(files: Readonly<Record<string, string>> = {}): string {
  const folder = path.join(scratchFolder(), 'repository');
  const all = {
    'modelgate.config.ts': 'export default {};\n',
    'models/churn/releases.yaml': 'schemaVersion: modelgate.dev/releases/v1\nmodel: churn\nenvironments:\n  dev:\n    stable: 1.0.0\n',
    'policies/bundle/manifest.json': '{}\n',
    'synth/dev/churn/ConfigMap.churn.yaml': 'count: 0\n',
    ...files,
  };
  for (const [file, content] of Object.entries(all)) write(folder, file, content);
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  commit(folder, 'Start');
  return folder;
}

export function write(repository: string, file: string, content: string): void {
  mkdirSync(path.dirname(path.join(repository, file)), { recursive: true });
  writeFileSync(path.join(repository, file), content);
}

/** A change that the gate would have judged, merged. */
export function merge(repository: string, count: number): string {
  write(repository, 'synth/dev/churn/ConfigMap.churn.yaml', `count: ${String(count)}\n`);
  return commit(repository, `Change ${String(count)}`);
}

/** As the gate would report a commit against the one before it. */
export async function reportOf(repository: string, of: string): Promise<RecordedReport> {
  const base = git(repository, 'rev-parse', `${of}^`);
  const { policy, ...digests } = await new CommitDigests(repository).of(of, base);
  return {
    verdict: 'warn',
    base,
    head: of,
    now: { at: '2026-11-21T12:00:00Z' },
    policy: { sha256: policy },
    digests,
    units: [
      {
        model: 'churn',
        environment: 'dev',
        stable: '1.0.0',
        candidate: null,
        verdict: 'warn',
        findings: [
          { code: 'card.stale', status: 'failed' },
          { code: 'drift.above_limit', status: 'waived' },
        ],
      },
    ],
    waivers: [{ id: 'one', code: 'drift.above_limit', unit: 'churn/dev', state: 'used', expires: '2026-12-20' }],
  };
}

export interface RecordOptions {
  readonly spell?: (record: DecisionRecord) => string;
  readonly remote?: string | null;
}

export async function record(repository: string, of: string, { spell = sortedJson, remote = null }: RecordOptions = {}): Promise<Recorded> {
  const report = await reportOf(repository, of);
  return recordDecision({
    root: repository,
    commit: of,
    before: git(repository, 'rev-parse', `${of}^`),
    report,
    reportText: sortedJson(report),
    approvals: { author: 'mallory', given: [{ by: 'alice', role: 'risk', at: '2026-11-21T11:00:00Z', team: 'people' }] },
    now: '2026-11-21T12:30:00Z',
    spell,
    remote,
  });
}

/** A repository with so many merges, each on record. */
export async function recordedRepository(
  count: number,
  files?: Readonly<Record<string, string>>,
  options?: RecordOptions,
): Promise<string> {
  const repository = smallRepository(files);
  for (let each = 1; each <= count; each += 1) await record(repository, merge(repository, each), options);
  return repository;
}

/** One commit of the records branch: its message, and the files that it brings; null takes one away. */
export interface Told {
  readonly message: string;
  readonly files: ReadonlyMap<string, Buffer | null>;
}

/** What the branch holds, commit by commit. */
export async function told(repository: string): Promise<Told[]> {
  const branch = await recordsBranch(repository);
  const commits = await commitsOf(branch, git(repository, 'rev-parse', branch.name));
  return commits.map(({ commit: hash, changes }) => ({
    message: git(repository, 'log', '-1', '--format=%B', hash),
    files: new Map(changes.map(([, file]) => [file, blob(repository, `${hash}:${file}`)])),
  }));
}

function blob(repository: string, name: string): Buffer {
  const { stdout, status } = spawnSync('git', ['cat-file', 'blob', name], { cwd: repository, maxBuffer: 64 << 20 });
  if (status !== 0) throw new Error(`no blob ${name}`);
  return stdout;
}

/** Rewrites the branch from nothing, as somebody could who may write the repository: real commits, another story. */
export function rewrite(repository: string, commits: readonly Told[]): void {
  const parts: Buffer[] = [];
  const say = (text: string): void => {
    parts.push(Buffer.from(text));
  };
  commits.forEach(({ message, files }, index) => {
    const body = Buffer.from(message);
    say(`commit refs/heads/modelgate/records\nmark :${String(index + 1)}\ncommitter modelgate <modelgate@localhost> 1795262400 +0000\n`);
    say(`data ${String(body.length)}\n`);
    parts.push(body);
    say(index === 0 ? '\n' : `\nfrom :${String(index)}\n`);
    for (const [file, content] of files) {
      if (content === null) say(`D ${file}\n`);
      else {
        say(`M 100644 inline ${file}\ndata ${String(content.length)}\n`);
        parts.push(content);
        say('\n');
      }
    }
  });
  git(repository, 'update-ref', '-d', 'refs/heads/modelgate/records');
  if (commits.length === 0) return;
  const { status, stderr } = spawnSync('git', ['fast-import', '--quiet', '--force'], { cwd: repository, input: Buffer.concat(parts) });
  if (status !== 0) throw new Error(stderr.toString());
}
