import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FakeGitlab, GITLAB_TOKEN } from '../support/fake-gitlab.ts';
import { inProcess } from '../support/in-process.ts';
import { root, scratchFolder, type Ran } from '../support/scratch.ts';

const HEAD = 'a'.repeat(40);
const OLD = 'b'.repeat(40);
const ROLES = readFileSync(path.join(root, 'policies/roles.yaml'), 'utf8');

let gitlab: FakeGitlab;
let url: string;
let output: string;

beforeEach(async () => {
  gitlab = new FakeGitlab();
  gitlab.files = { 'policies/roles.yaml': ROLES };
  url = await gitlab.start();
  onTestFinished(() => gitlab.stop());
  output = path.join(scratchFolder(), 'approvals.json');
});

const approvals = (...more: readonly string[]): Promise<Ran> =>
  inProcess(scratchFolder(), ['approvals', '--forge', 'gitlab', '--repo', 'acme/risk/models', '--pr', '42', '--output', output, ...more], {
    GITLAB_TOKEN,
    CI_SERVER_URL: url,
  });

const given = (): readonly unknown[] => (JSON.parse(readFileSync(output, 'utf8')) as { readonly given: readonly unknown[] }).given;

async function refused(code: string): Promise<void> {
  expect(await approvals()).toMatchObject({ code: 2, out: '', err: expect.stringContaining(`error ${code}\n`) as string });
  expect(existsSync(output)).toBe(false);
}

/** The branch was pushed to once after it was opened. */
function pushed(): void {
  gitlab.versions = [
    { head: OLD, at: '2026-11-20T14:00:00.250Z' },
    { head: HEAD, at: '2026-11-20T15:00:00.500Z' },
  ];
}

describe('who approved a merge request', () => {
  test('is written down for its head, each in the role that the target branch gives, and said aloud', async () => {
    gitlab.approvals = [
      { by: 'mira-holt', at: '2026-11-20T16:00:00.000+01:00' },
      { by: 'cem-aydin', at: '2026-11-20T16:00:00.990Z' },
      { by: 'ada-lind', at: '2026-11-20T16:30:00.000Z' },
      { by: 'mallory', at: '2026-11-20T16:30:00.000Z' },
    ];
    expect(await approvals()).toEqual({
      code: 0,
      out: `counts  cem-aydin  owner of people-analytics  2026-11-20T16:00:00Z
counts  mira-holt  model-risk  2026-11-20T15:00:00Z
void    ada-lind  wrote some of the change
void    mallory  has no role
2 approvals count for ${HEAD}
`,
      err: '',
    });
    expect(given()).toEqual([
      { by: 'cem-aydin', at: '2026-11-20T16:00:00Z', role: 'owner', team: 'people-analytics' },
      { by: 'mira-holt', at: '2026-11-20T15:00:00Z', role: 'model-risk' },
    ]);
  });

  test('counts for the commit that stood there then: a push takes approvals back, whatever the project is set to', async () => {
    pushed();
    gitlab.approvals = [
      { by: 'mira-holt', at: '2026-11-20T15:00:00.499Z' },
      { by: 'cem-aydin', at: '2026-11-20T15:00:00.500Z' },
      { by: 'jun-park', at: '2026-11-20T13:00:00.000Z' },
    ];
    for (const resets of [false, true]) {
      gitlab.settings = { reset_approvals_on_push: resets, merge_requests_disable_committers_approval: true };
      const { code, out } = await approvals();
      expect(code).toBe(0);
      expect(out).toContain(`void    mira-holt  approved ${OLD}, not the head\n`);
      expect(out).toContain('void    jun-park  approved an unknown commit, not the head\n');
      expect(given()).toMatchObject([{ by: 'cem-aydin' }]);
    }
  });

  test('without a time counts when nothing was pushed since it was opened, or when a push takes approvals back', async () => {
    gitlab.approvals = [{ by: 'mira-holt' }];
    expect(await approvals()).toMatchObject({ code: 0 });
    expect(given()).toEqual([{ by: 'mira-holt', at: '2026-11-20T14:00:00Z', role: 'model-risk' }]);
    pushed();
    gitlab.settings = { reset_approvals_on_push: true, merge_requests_disable_committers_approval: true };
    expect(await approvals()).toMatchObject({ code: 0 });
    expect(given()).toEqual([{ by: 'mira-holt', at: '2026-11-20T15:00:00Z', role: 'model-risk' }]);
  });

  test('without a time, after a push that takes none back, cannot be told', async () => {
    gitlab.approvals = [{ by: 'mira-holt' }];
    pushed();
    await refused('approvals.unbound');
  });

  test('cannot be told where people may approve what they wrote: GitLab does not say which accounts that are', async () => {
    gitlab.settings = { reset_approvals_on_push: true, merge_requests_disable_committers_approval: false };
    await refused('approvals.committers_may_approve');
    gitlab.settings = null;
    await refused('approvals.committers_may_approve');
  });

  test.each(['mergeRequest', 'versions', 'approvals'] as const)('cannot be told while somebody pushes: %s move', async (what) => {
    gitlab.approvals = [{ by: 'mira-holt', at: '2026-11-20T16:00:00.000Z' }];
    if (what === 'approvals') gitlab.mergeStatus = 'approvals_syncing';
    if (what === 'versions') gitlab.versions.push({ head: OLD, at: '2026-11-20T15:00:00.000Z' });
    let looks = 0;
    gitlab.fault = (request) => {
      if (what === 'mergeRequest' && request.endsWith('/merge_requests/42') && (looks += 1) === 2) gitlab.head = OLD;
      return undefined;
    };
    await refused('approvals.moved');
  });

  test('cannot be told of another branch, without roles, or without an answer', async () => {
    gitlab.target = 'release';
    await refused('approvals.other_base');
    gitlab.target = 'main';
    gitlab.files = {};
    await refused('roles.missing');
    gitlab.files = { 'policies/roles.yaml': ROLES };
    for (const part of ['/approvals', '/versions', '/merge_requests/42', '/branches/main', '/policies%2Froles.yaml']) {
      gitlab.fault = (request) => (request.endsWith(part) ? { status: 403, message: 'insufficient_scope' } : undefined);
      await refused('gitlab.forbidden');
    }
  });
});
