import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GivenApprovals } from '../../lib/contracts/approvals.ts';
import type { RolesFile } from '../../lib/contracts/roles.ts';
import { judge, judgeSecondRole } from '../../lib/gate/index.ts';
import { check, circumstances, now, passes, unit } from './support/unit.ts';

const ROLES: RolesFile = {
  schemaVersion: 'modelgate.dev/roles/v1',
  roles: { 'model-risk': ['mira-holt', 'Tomas-Weiss'], 'data-science': ['jun-park'] },
  teams: { people: ['cem-aydin'] },
  secondRole: 'model-risk',
};
const FILES = ['.github/workflows/gate.yml', 'policies/thresholds/high.yaml'];
const at = '2026-11-20T15:00:00Z';
const by = (...people: readonly (readonly [name: string, role: string])[]): GivenApprovals => ({
  author: 'ada-lind',
  given: people.map(([name, role]) => ({ by: name, role, at })),
});

test('one person who has the role is enough, in any spelling of the name', () => {
  for (const name of ['mira-holt', 'MIRA-HOLT', 'tomas-weiss']) {
    const { secondRole, finding } = judgeSecondRole(FILES, ROLES, by([name, 'model-risk']));
    expect(finding).toBeNull();
    expect(secondRole).toEqual({ role: 'model-risk', people: ['mira-holt', 'Tomas-Weiss'], given: [name], enough: true });
  }
});

test('one that is missing denies, and says who can give it', () => {
  const { finding, secondRole } = judgeSecondRole(FILES, ROLES, by());
  expect(secondRole).toMatchObject({ given: [], enough: false });
  expect(finding).toMatchObject({
    code: 'policy.second_role_missing',
    severity: 'deny',
    status: 'failed',
    unit: 'repository',
    subject: 'model-risk',
    path: '.github/workflows/gate.yml',
    message: 'the change edits what judges and needs model-risk: nobody has approved; expected mira-holt or Tomas-Weiss',
  });
});

describe('these do not count', () => {
  test.each<[string, GivenApprovals]>([
    ['another role', by(['jun-park', 'data-science'], ['cem-aydin', 'owner'])],
    ['somebody whom the base does not name, whatever role is claimed', by(['mallory', 'model-risk'])],
    ['somebody who has another role and claims this one', by(['jun-park', 'model-risk'])],
    ['the author, who has the role', { author: 'mira-holt', given: [{ by: 'Mira-Holt', role: 'model-risk', at }] }],
  ])('%s', (_, approvals) => {
    expect(judgeSecondRole(FILES, ROLES, approvals).finding).toMatchObject({ status: 'failed', severity: 'deny' });
  });

  test('whatever is given, the finding is gone only for a person of the role who is not the author', () => {
    const people = ['mira-holt', 'tomas-weiss', 'jun-park', 'cem-aydin', 'mallory', ' mira-holt ', 'MIRA-HOLT'];
    const roles = ['model-risk', 'data-science', 'owner', 'Model-Risk', ''];
    const given = fc.record({ by: fc.constantFrom(...people), role: fc.constantFrom(...roles), at: fc.constant(at) });
    fc.assert(
      fc.property(fc.constantFrom(...people), fc.array(given, { maxLength: 5 }), (author, some) => {
        const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
        const right = some.some(
          (one) => one.role === 'model-risk' && !same(one.by, author) && (same(one.by, 'mira-holt') || same(one.by, 'tomas-weiss')),
        );
        expect(judgeSecondRole(FILES, ROLES, { author, given: some }).finding === null).toBe(right);
      }),
    );
  });
});

test('where nobody could be asked it is undecided, and denies', () => {
  const { finding, secondRole } = judgeSecondRole(FILES, ROLES, null);
  expect(finding).toMatchObject({ status: 'inconclusive', severity: 'deny', observed: null });
  expect(secondRole).toMatchObject({ given: null, enough: false, people: ['mira-holt', 'Tomas-Weiss'] });
});

test('a base without roles lets nobody approve', () => {
  for (const approvals of [null, by(['mira-holt', 'model-risk'])]) {
    const { finding, secondRole } = judgeSecondRole(FILES, null, approvals);
    expect(secondRole).toMatchObject({ role: null, people: [], enough: false });
    expect(finding).toMatchObject({ status: 'failed', subject: 'policies/roles.yaml' });
  }
});

test('a role that only the author has names nobody, and denies', () => {
  const alone = { ...ROLES, roles: { 'model-risk': ['mira-holt'] } };
  const { finding } = judgeSecondRole(FILES, alone, { author: 'mira-holt', given: [{ by: 'mira-holt', role: 'model-risk', at }] });
  expect(finding?.message).toContain('expected somebody who did not write it');
});

test('what is found of the repository counts in the verdict and in the sum of findings, and no waiver covers it', () => {
  const { finding } = judgeSecondRole(FILES, ROLES, null);
  if (finding === null) throw new Error('expected a finding');
  const waiver = {
    id: 'mine',
    code: finding.code,
    model: 'churn',
    environment: 'prod',
    reason: 'I say so',
    owner: 'me',
    approver: 'me',
    expires: '2027-01-01',
  };
  const law = { checks: [check('a.b')], waivers: [waiver], now };
  const all = [unit([passes('a.b')])];
  expect(judge(all, law, circumstances)).not.toHaveProperty('repository');
  expect(judge(all, law, { ...circumstances, repository: [] })).toMatchObject({ verdict: 'pass', repository: { verdict: 'pass' } });
  expect(judge(all, law, { ...circumstances, repository: [finding] })).toMatchObject({
    verdict: 'deny',
    repository: { verdict: 'deny', findings: [{ status: 'inconclusive' }] },
    summary: { denied: 0, passed: 1, findings: 1 },
    waivers: [{ id: 'mine', state: 'unused' }],
  });
});
