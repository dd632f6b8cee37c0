import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DECISION_TYPE } from '../../lib/contracts/decision-record.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, runIn, scratchFolder, scratchRepository } from '../support/scratch.ts';
import { listed, pem, ringFile } from '../support/signing.ts';

/** A pull request, judged and merged as its forge would: a merge commit whose tree is the judged one. */
async function mergedPullRequest(
  repository: string,
  edit: () => Promise<unknown>,
): Promise<{ readonly report: string; readonly merge: string }> {
  const report = path.join(scratchFolder(), 'gate-report.json');
  git(repository, 'checkout', '--quiet', '-b', 'topic');
  await edit();
  commit(repository, 'Change');
  const judged = await inProcess(repository, ['gate', '--base', 'main', '--now', 'head', '--format', 'json', '--output', report]);
  expect(judged.code).toBeLessThan(2);
  git(repository, 'checkout', '--quiet', 'main');
  git(repository, 'merge', '--quiet', '--no-ff', '--message', 'Merge pull request #1', 'topic');
  git(repository, 'branch', '--quiet', '--delete', 'topic');
  return { report, merge: git(repository, 'rev-parse', 'HEAD') };
}

const stable = (repository: string) => () =>
  inProcess(repository, ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod', '--as', 'stable']);

test('a merge of what was judged is verified and recorded; what slips past it is named', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  expect((await inProcess(repository, ['verify-merge'])).err).toContain('records.none');
  expect((await inProcess(repository, ['audit', 'verify'])).err).toContain('records.none');

  const { report, merge } = await mergedPullRequest(repository, stable(repository));
  const verified = await inProcess(repository, ['verify-merge', '--report', report]);
  expect(verified).toMatchObject({
    code: 0,
    out: expect.stringContaining(`${merge.slice(0, 12)} is what the report says was judged`) as string,
  });

  const approvals = path.join(scratchFolder(), 'approvals.json');
  const judged = (JSON.parse(readFileSync(report, 'utf8')) as { readonly head: string }).head;
  const given = [{ by: 'alice', role: 'model-risk', at: '2026-11-21T10:00:00Z' }];
  writeFileSync(approvals, JSON.stringify({ schemaVersion: 'modelgate.dev/approvals/v1', commit: judged, author: 'bob', given }));
  const recorded = await inProcess(repository, ['audit', 'record', '--report', report, '--approvals', approvals, '--json']);
  expect(JSON.parse(recorded.out)).toMatchObject({
    action: 'recorded',
    sequence: 1,
    branch: 'modelgate/records',
    path: 'records/0000/0000001.json',
  });
  const { sha256 } = JSON.parse(recorded.out) as { readonly sha256: string };
  expect(await inProcess(repository, ['audit', 'verify', '--expect', sha256])).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 record, 0 signed, unbroken\n') as string,
  });
  expect((await inProcess(repository, ['audit', 'verify', '--expect', '0'.repeat(64)])).out).toContain(
    'missing: no record has the SHA-256 0000',
  );
  expect(await inProcess(repository, ['verify-merge'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('is what record 1 says was judged') as string,
  });

  // Nothing that is judged.
  writeFileSync(path.join(repository, 'NOTES.md'), 'Notes\n');
  commit(repository, 'Take notes');
  expect((await inProcess(repository, ['verify-merge'])).code).toBe(0);

  // Straight to main.
  appendFileSync(path.join(repository, 'synth/prod/churn/Rollout.churn.yaml'), '# harmless\n');
  const pushed = commit(repository, 'Quick fix');
  const slipped = await inProcess(repository, ['verify-merge']);
  expect(slipped.code).toBe(1);
  expect(slipped.out).toMatch(new RegExp(`^no verdict {2}${pushed.slice(0, 12)} \\S+ Tester <tester@example.com>: Quick fix\n`));
  expect((await inProcess(repository, ['audit', 'verify'])).out).toContain(`broken at ${pushed}\n  unrecorded: no record is about it`);
  git(repository, 'commit', '--quiet', '--allow-empty', '--message', 'Nothing');
  expect(JSON.parse((await inProcess(repository, ['verify-merge', '--json'])).out)).toMatchObject({
    verified: false,
    slipped: [{ commit: pushed }],
  });
  // What was recorded stays verified by itself.
  expect((await inProcess(repository, ['verify-merge', '--commit', merge])).code).toBe(0);
});

test('a merge that is not the judged tree is refused, with what differs', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const { report } = await mergedPullRequest(repository, stable(repository));
  appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# better\n');
  git(repository, 'commit', '--quiet', '--all', '--amend', '--no-edit');
  const { code, out } = await inProcess(repository, ['verify-merge', '--report', report]);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^different {3}releases, evaluations, cards and signatures under models\/: \w{12} holds \w{12}; judged was \w{12}\n\w{12} is not what was judged\n/,
  );
  expect(await inProcess(repository, ['audit', 'record', '--report', report])).toMatchObject({
    code: 1,
    out: expect.stringContaining('nothing is recorded\n') as string,
  });
  expect(git(repository, 'branch', '--list', 'modelgate/*')).toBe('');
});

test('policies that a direct push changed first are not those that judged', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const start = git(repository, 'rev-parse', 'HEAD');
  const { report } = await mergedPullRequest(repository, stable(repository));
  // As if the limits had been loosened on main before the merge: the report knows the old ones.
  const merge = git(repository, 'rev-parse', 'HEAD');
  git(repository, 'checkout', '--quiet', '-b', 'loose', start);
  appendFileSync(path.join(repository, 'policies/thresholds/high.yaml'), '# looser\n');
  const loose = commit(repository, 'Loosen');
  git(repository, 'merge', '--quiet', '--no-ff', '--message', 'Merge', merge);
  const { code, out } = await inProcess(repository, ['verify-merge', '--report', report]);
  expect(code).toBe(1);
  expect(out).toContain(`different   policies/thresholds/ and policies/datasets.yaml: ${loose.slice(0, 12)} holds`);
});

test('a report of one model does not speak for the others, nor one that was made without a base', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const { report } = await mergedPullRequest(repository, stable(repository));
  const part = path.join(scratchFolder(), 'part.json');
  await inProcess(repository, ['gate', '--model', 'churn', '--now', 'head', '--format', 'json', '--output', part]);
  const { out } = await inProcess(repository, ['verify-merge', '--report', part]);
  expect(out).toContain('different   the report: was made without --base');
  expect(out).toContain('different   demand-forecast/prod: stands in');
  expect((await inProcess(repository, ['verify-merge', '--report', report])).code).toBe(0);
});

test('a push of several commits is one decision when it is said what was before', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const before = git(repository, 'rev-parse', 'HEAD');
  await stable(repository)();
  commit(repository, 'Promote');
  appendFileSync(path.join(repository, 'models/churn/card.yaml'), '# read again\n');
  await inProcess(repository, ['synth']);
  commit(repository, 'Read the card again');
  const report = path.join(scratchFolder(), 'gate-report.json');
  await inProcess(repository, ['gate', '--base', before, '--now', 'head', '--format', 'json', '--output', report]);
  expect((await inProcess(repository, ['audit', 'record', '--report', report, '--before', before])).code).toBe(0);
  expect((await inProcess(repository, ['audit', 'verify'])).code).toBe(0);
  expect((await inProcess(repository, ['verify-merge', '--before', 'HEAD'])).err).toContain('usage.not_before');
});

test('records are signed with a key for decisions, and with no other', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const scope = { models: ['*'], predicates: [DECISION_TYPE] } as const;
  writeFileSync(
    path.join(repository, 'policies/keys/decisions.yaml'),
    ringFile(listed('decisions', 7, { scope, validUntil: '2099-01-01T00:00:00Z' })),
  );
  commit(repository, 'A key for decisions');
  const { report } = await mergedPullRequest(repository, stable(repository));
  const [key, other] = [7, 8].map((seed) => {
    const file = path.join(scratchFolder(), 'key.pem');
    writeFileSync(file, pem(seed));
    return file;
  });
  const record = ['audit', 'record', '--report', report];
  expect((await inProcess(repository, [...record, '--key', other ?? ''])).err).toContain('key.not_in_ring');
  expect((await inProcess(repository, [...record, '--key', key ?? ''])).code).toBe(0);
  expect((await inProcess(repository, ['audit', 'verify'])).out).toContain('1 record, 1 signed, unbroken\n');
});

test('--push records on the server, and any clone verifies it', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const { report } = await mergedPullRequest(repository, stable(repository));
  const server = path.join(scratchFolder(), 'server.git');
  expect(runIn(repository, 'git', ['clone', '--quiet', '--bare', repository, server]).code).toBe(0);
  git(repository, 'remote', 'add', 'origin', server);
  expect((await inProcess(repository, ['audit', 'record', '--report', report, '--push', 'origin'])).out).toContain(
    'recorded  modelgate/records:',
  );
  expect((await inProcess(repository, ['audit', 'record', '--report', report, '--push', 'origin'])).out).toContain(
    'unchanged  modelgate/records:',
  );
  const clone = path.join(scratchFolder(), 'clone');
  expect(runIn(repository, 'git', ['clone', '--quiet', server, clone]).code).toBe(0);
  expect((await inProcess(clone, ['audit', 'verify'])).out).toContain('1 record, 0 signed, unbroken\n');
  expect((await inProcess(clone, ['verify-merge'])).code).toBe(0);
  expect((await inProcess(repository, ['audit', 'record', '--report', report, '--push', '../elsewhere'])).err).toContain(
    'usage.bad_remote',
  );
});
