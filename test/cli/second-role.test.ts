import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { GateReport } from '../../lib/contracts/gate-report.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, scratchFolder, scratchRepository } from '../support/scratch.ts';

const LIMITS = 'policies/thresholds/limited.yaml';
const at = '2026-11-20T15:00:00Z';

interface Given {
  readonly by: string;
  readonly role: string;
}

/** The report on what is committed against the commit before it. */
async function judged(repository: string, approvals?: { readonly author: string; readonly given: readonly Given[] }) {
  const args = ['gate', '--base', 'HEAD~1', '--head', 'HEAD', '--now', 'head', '--model', 'churn', '--env', 'prod', '--json'];
  if (approvals !== undefined) {
    const file = path.join(scratchFolder(), 'approvals.json');
    const given = approvals.given.map((one) => ({ ...one, at }));
    const head = git(repository, 'rev-parse', 'HEAD');
    writeFileSync(file, JSON.stringify({ schemaVersion: 'modelgate.dev/approvals/v1', commit: head, author: approvals.author, given }));
    args.push('--approvals', file);
  }
  const ran = await inProcess(repository, args);
  expect(ran.err).toBe('');
  return { code: ran.code, report: JSON.parse(ran.out) as GateReport };
}

test('a change of limits is denied until the second role approves it, whoever wrote it', async () => {
  const repository = scratchRepository();
  appendFileSync(path.join(repository, LIMITS), '# A thought.\n');
  commit(repository, 'Think about the limits');

  const alone = await judged(repository);
  expect(alone.code).toBe(1);
  expect(alone.report.summary.denied).toBe(0);
  expect(alone.report.repository?.findings).toMatchObject([
    { code: 'policy.second_role_missing', status: 'inconclusive', place: { path: LIMITS, line: 1 } },
  ]);
  expect(alone.report.review?.secondRole).toEqual({
    role: 'model-risk',
    people: ['mira-holt', 'tomas-weiss'],
    given: null,
    enough: false,
  });

  const approved = await judged(repository, { author: 'ada-lind', given: [{ by: 'mira-holt', role: 'model-risk' }] });
  expect(approved).toMatchObject({ code: 0, report: { verdict: 'pass', repository: { verdict: 'pass', findings: [] } } });
  const own = await judged(repository, { author: 'mira-holt', given: [{ by: 'mira-holt', role: 'model-risk' }] });
  expect(own).toMatchObject({ code: 1, report: { verdict: 'deny', repository: { findings: [{ status: 'failed' }] } } });
  const other = await judged(repository, { author: 'ada-lind', given: [{ by: 'jun-park', role: 'data-science' }] });
  expect(other.code).toBe(1);
});

test('a change that makes its own people the second role needs the old ones', async () => {
  const repository = scratchRepository();
  const roles = path.join(repository, 'policies/roles.yaml');
  writeFileSync(roles, readFileSync(roles, 'utf8').replace('[mira-holt, tomas-weiss]', '[mallory]'));
  commit(repository, 'Put somebody else in charge');
  const mallory = await judged(repository, { author: 'ada-lind', given: [{ by: 'mallory', role: 'model-risk' }] });
  expect(mallory).toMatchObject({ code: 1, report: { review: { secondRole: { people: ['mira-holt', 'tomas-weiss'], given: [] } } } });
  const mira = await judged(repository, { author: 'ada-lind', given: [{ by: 'mira-holt', role: 'model-risk' }] });
  expect(mira.code).toBe(0);
});

test('a base that has no roles lets nobody change what judges', async () => {
  const repository = scratchRepository();
  rmSync(path.join(repository, 'policies/roles.yaml'));
  commit(repository, 'Have no roles');
  appendFileSync(path.join(repository, LIMITS), '# A thought.\n');
  commit(repository, 'Think about the limits');
  const { code, report } = await judged(repository, { author: 'ada-lind', given: [{ by: 'mira-holt', role: 'model-risk' }] });
  expect(code).toBe(1);
  expect(report.repository?.findings[0]?.message).toContain('absent at the base, so nobody can approve');
});

test('a change of anything else needs no second role, and one without a base is for nobody to agree to', async () => {
  const repository = scratchRepository();
  appendFileSync(path.join(repository, 'models/churn/releases.yaml'), '# A thought.\n');
  commit(repository, 'Think about churn');
  const { code, report } = await judged(repository);
  expect([code, report.repository, report.review]).toEqual([0, { verdict: 'pass', findings: [] }, { resources: [], guarded: [] }]);
  const alone = await inProcess(repository, ['gate', '--now', 'head', '--model', 'churn', '--env', 'prod', '--json']);
  expect(JSON.parse(alone.out)).toMatchObject({ repository: { verdict: 'pass', findings: [] } });
  expect(JSON.parse(alone.out)).not.toHaveProperty('review');
});
