import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { git, runIn, scratchFolder, scratchRepository } from '../support/scratch.ts';

const RELEASES = 'models/churn/releases.yaml';

/** Commits everything as of a moment. */
function commitAt(repository: string, message: string, at: string): string {
  git(repository, 'add', '--all');
  const dates = { GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  expect(runIn(repository, 'git', ['commit', '--quiet', '--message', message], dates).code).toBe(0);
  return git(repository, 'rev-parse', 'HEAD');
}

function edit(repository: string, from: string | RegExp, to: string): void {
  const file = path.join(repository, RELEASES);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

/** A day of the future, so that the first commit of every scratch repository lies before it. */
const day = (number: number): string => `2031-05-${String(number).padStart(2, '0')}`;

interface Stood {
  readonly environment: string;
  readonly placement: { readonly stable: string; readonly candidate?: string };
  readonly commit: string;
  readonly at: string;
  readonly policy: string;
  readonly record: { readonly sequence: number; readonly approvals: unknown } | null;
  readonly evidence: Readonly<Record<string, { readonly evaluation: string | null }>>;
}

async function at(repository: string, when: string): Promise<Readonly<Record<string, Stood>>> {
  const { code, out } = await inProcess(repository, ['history', 'churn', '--at', when, '--json']);
  expect(code).toBe(0);
  return Object.fromEntries(
    (JSON.parse(out) as { readonly environments: readonly Stood[] }).environments.map((one) => [one.environment, one]),
  );
}

test('history says what stood where at a date, since which commit', async () => {
  const repository = scratchRepository();
  edit(repository, '    candidate: 1.1.0\n', '');
  const out = commitAt(repository, 'Take the candidate out', `${day(2)}T10:00:00Z`);
  edit(repository, /(prod:\n {4}stable: )1.0.0/, '$11.1.0');
  const done = commitAt(repository, 'Promote 1.1.0 (#7)', `${day(5)}T10:00:00Z`);
  appendFileSync(path.join(repository, RELEASES), '# a remark\n');
  commitAt(repository, 'Remark', `${day(6)}T10:00:00Z`);

  expect((await at(repository, day(1)))['prod']?.placement).toEqual({ stable: '1.0.0', candidate: '1.1.0' });
  expect((await at(repository, day(2)))['prod']).toMatchObject({ placement: { stable: '1.0.0' }, commit: out });
  expect((await at(repository, `${day(2)}T09:59:59Z`))['prod']?.placement).toHaveProperty('candidate');
  expect((await at(repository, `${day(2)}T10:00:00Z`))['prod']?.placement).not.toHaveProperty('candidate');
  // A remark moves nothing.
  expect((await at(repository, day(7)))['prod']).toMatchObject({ placement: { stable: '1.1.0' }, commit: done, at: `${day(5)}T10:00:00Z` });
  expect((await at(repository, day(7)))['dev']?.commit).toBe(git(repository, 'rev-list', '--max-parents=0', 'HEAD'));
  expect(await at(repository, '1999-01-01')).toEqual({});

  const shown = await inProcess(repository, ['history', 'churn', '--env', 'prod']);
  expect(shown.out).toMatch(
    new RegExp(
      `^${day(5)}T10:00:00Z {2}prod: stable 1.0.0 → stable 1.1.0\n {4}commit {2}${done.slice(0, 12)} Tester <tester@example.com>: Promote 1.1.0 \\(#7\\)\n {4}record {2}none\n`,
    ),
  );
});

test('evidence is what the main line had then, policies are those that it had before the change', async () => {
  const repository = scratchRepository();
  const evaluation = 'models/churn/versions/1.1.0/evaluation.json';
  const manifest = 'policies/bundle/manifest.json';
  const sha = (ref: string, file: string): string =>
    runIn(repository, 'sh', ['-c', `git show ${ref}:${file} | sha256sum`]).out.slice(0, 64);
  edit(repository, '    candidate: 1.1.0\n', '');
  appendFileSync(path.join(repository, manifest), '\n');
  const change = commitAt(repository, 'Change both', `${day(2)}T10:00:00Z`);
  appendFileSync(path.join(repository, evaluation), '\n');
  commitAt(repository, 'Rewrite', `${day(3)}T10:00:00Z`);
  expect((await at(repository, day(2)))['dev']?.evidence['1.1.0']?.evaluation).toBe(sha(change, evaluation));
  expect((await at(repository, day(3)))['dev']?.evidence['1.1.0']?.evaluation).toBe(sha('HEAD', evaluation));
  expect((await at(repository, day(3)))['prod']?.policy).toBe(sha(`${change}^`, manifest));
  expect(sha(change, manifest)).not.toBe(sha(`${change}^`, manifest));
});

test('a change that is on record says its verdict and who approved it', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const start = git(repository, 'rev-parse', 'HEAD');
  await inProcess(repository, ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod', '--as', 'stable']);
  const commit = commitAt(repository, 'Promote', `${day(2)}T10:00:00Z`);
  const folder = scratchFolder();
  const [report, approvals] = [path.join(folder, 'report.json'), path.join(folder, 'approvals.json')];
  await inProcess(repository, ['gate', '--base', start, '--now', 'head', '--format', 'json', '--output', report]);
  const given = [{ by: 'alice', role: 'model-risk', at: '2031-05-02T09:00:00Z' }];
  writeFileSync(approvals, JSON.stringify({ schemaVersion: 'modelgate.dev/approvals/v1', commit, author: 'bob', given }));
  expect((await inProcess(repository, ['audit', 'record', '--report', report, '--approvals', approvals])).code).toBe(0);
  expect((await at(repository, day(2)))['prod']).toMatchObject({ commit, record: { sequence: 1, approvals: { author: 'bob', given } } });
  expect((await inProcess(repository, ['history', 'churn', '--at', day(2), '--env', 'prod'])).out).toContain(
    'approved by alice (model-risk)\n',
  );
});

test('history of what never was is an error', async () => {
  const repository = scratchRepository();
  expect((await inProcess(repository, ['history', 'chrn'])).err).toContain('Did you mean churn?');
  expect((await inProcess(repository, ['history', '*'])).err).toContain('model.bad_id');
  expect((await inProcess(repository, ['history', 'churn', '--at', 'yesterday'])).err).toContain('time.invalid');
});

test('status says what runs, since when, how it is judged now, and what comes next', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const first = git(repository, 'log', '-1', '--format=%ct');
  const { code, out } = await inProcess(repository, ['status', '--now', 'head']);
  expect(code).toBe(0);
  expect(out).toMatch(/^churn\n {2}dev {6}1.1.0 {2}since \d{4}-\d\d-\d\d \(0 days\) {2}\w+/);
  expect(out).toContain(
    '  next: make 1.1.0 stable in prod when its rollout is over\n        npx modelgate release promote churn --version 1.1.0 --env prod --as stable\n',
  );
  expect(out).toMatch(/waiver credit-approval-dev-average-odds-age \(fairness.average_odds\): \d+ days left\n/);
  expect(out).toContain('\nno verdict is on record here\n');

  const soaked = JSON.parse((await inProcess(repository, ['status', '--now', 'head', '--model', 'credit-approval', '--json'])).out) as {
    models: readonly {
      environments: readonly { since: string; verdict: string }[];
      next: readonly { allowedFrom: string; waitsFor: string }[];
    }[];
  };
  const [model] = soaked.models;
  expect(soaked.models).toHaveLength(1);
  expect(Date.parse(model?.environments[0]?.since ?? '') / 1000).toBe(Number(first));
  // 72 hours, as policies/thresholds/high.yaml has it for prod.
  expect(Date.parse(model?.next[0]?.allowedFrom ?? '') / 1000 - Number(first)).toBe(72 * 3600);
});

test('what is not committed has no since', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  await inProcess(repository, ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod', '--as', 'stable']);
  expect((await inProcess(repository, ['status', '--now', 'head', '--model', 'churn', '--env', 'prod'])).out).toContain(
    'prod  1.1.0  not committed  ',
  );
});
