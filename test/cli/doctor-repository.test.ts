import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FakeGithub } from '../support/fake-github.ts';
import { exampleOf } from '../support/github/contract.ts';
import { inProcess } from '../support/in-process.ts';
import { scratchFolder, type Ran } from '../support/scratch.ts';

let github: FakeGithub;
let url: string;

const info = { ruleset_source_type: 'Repository', ruleset_source: 'acme/models', ruleset_id: 42 };

const reviews = (change: object = {}): object => ({
  type: 'pull_request',
  ...info,
  parameters: {
    dismiss_stale_reviews_on_push: true,
    require_code_owner_review: true,
    require_last_push_approval: true,
    required_approving_review_count: 1,
    required_review_thread_resolution: false,
    ...change,
  },
});

const checks = (change: object = {}, check: object = {}): object => ({
  type: 'required_status_checks',
  ...info,
  parameters: {
    strict_required_status_checks_policy: true,
    required_status_checks: [{ context: 'modelgate', integration_id: 15368, ...check }],
    ...change,
  },
});

const others = [
  { type: 'non_fast_forward', ...info },
  { type: 'deletion', ...info },
];

/** Guarded by a ruleset in every way. */
beforeEach(async () => {
  github = new FakeGithub();
  Object.assign(github.settings, {
    rules: [reviews(), checks(), ...others],
    rulesets: { 42: { name: 'main', bypass_actors: [] } },
    owners: [],
    workflow: { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
    fork: 'first_time_contributors',
  });
  url = await github.start();
  onTestFinished(() => github.stop());
});

const doctor = (...more: readonly string[]): Promise<Ran> =>
  inProcess(scratchFolder(), ['doctor', '--repo', 'acme/models', ...more], { GITHUB_TOKEN: 'secret-token', GITHUB_API_URL: url });

/** Codes in these states, `lacks code_owners`. */
async function complaints(): Promise<{ readonly code: number | null; readonly said: readonly string[] }> {
  const { code, out } = await doctor('--json');
  const { findings } = JSON.parse(out) as {
    readonly findings: readonly { readonly code: string; readonly state: string; readonly fix: string }[];
  };
  const bad = findings.filter(({ state }) => state === 'lacks' || state === 'unknown');
  expect(bad.filter(({ fix }) => fix === '')).toEqual([]);
  return { code, said: bad.map((one) => `${one.state} ${one.code}`) };
}

describe('a guarded repository', () => {
  test('by a ruleset is said to be so, line by line', async () => {
    expect(await doctor()).toEqual({
      code: 0,
      out: `ok      check_required  the status modelgate is required: ruleset 42 (main)
ok      check_source  the status modelgate is taken from one app only: ruleset 42 (main)
ok      bypass  nobody may pass by: ruleset 42 (main)
ok      pull_request  changes come by pull request: ruleset 42 (main)
ok      approval  a pull request needs an approval: ruleset 42 (main)
ok      stale_reviews  a push takes approvals back: ruleset 42 (main)
ok      code_owners  code owners have to approve: ruleset 42 (main)
ok      code_owners_file  CODEOWNERS names people who can approve
ok      last_push  somebody else approves the last push: ruleset 42 (main)
ok      up_to_date  what is merged is what was judged: ruleset 42 (main)
ok      force_push  nobody rewrites the branch: ruleset 42 (main)
ok      deletion  nobody deletes the branch: ruleset 42 (main)
ok      workflow_token  what a workflow’s token may do by itself: read
ok      workflow_approves  workflows may approve pull requests: false
ok      fork_approval  whose workflows wait for a person: first_time_contributors
info    merge_queue  no merge queue is used
0 ways around the gate, 0 could not be told, on main
`,
      err: '',
    });
  });

  test('by branch protection alone', async () => {
    Object.assign(github.settings, { rules: [], protection: CLASSIC });
    expect(await complaints()).toEqual({ code: 0, said: [] });
  });

  test('by a ruleset, where branch protection cannot be seen', async () => {
    github.settings.protection = 'hidden';
    expect(await complaints()).toEqual({ code: 0, said: [] });
  });

  test('by a merge queue instead of branches that are up to date', async () => {
    github.settings.rules = [
      reviews(),
      checks({ strict_required_status_checks_policy: false }),
      ...others,
      {
        type: 'merge_queue',
        ...info,
        parameters: {
          check_response_timeout_minutes: 60,
          grouping_strategy: 'ALLGREEN',
          max_entries_to_build: 5,
          max_entries_to_merge: 5,
          merge_method: 'SQUASH',
          min_entries_to_merge: 1,
          min_entries_to_merge_wait_minutes: 5,
        },
      },
    ];
    expect(await complaints()).toEqual({ code: 0, said: [] });
  });
});

const on = { enabled: true };
const off = { enabled: false };
const API = 'https://api.github.example/protection';

const CLASSIC = {
  url: API,
  required_status_checks: {
    url: API,
    strict: true,
    contexts: ['modelgate'],
    contexts_url: API,
    checks: [{ context: 'modelgate', app_id: 15368 }],
  },
  enforce_admins: { url: API, ...on },
  required_pull_request_reviews: {
    url: API,
    dismiss_stale_reviews: true,
    require_code_owner_reviews: true,
    required_approving_review_count: 1,
    require_last_push_approval: true,
  },
  allow_force_pushes: off,
  allow_deletions: off,
};

describe('a way around the gate is found', () => {
  test.each<[string, readonly object[], string]>([
    ['another status is required', [reviews(), checks({}, { context: 'build' }), ...others], 'check_required check_source bypass'],
    ['the status is required of whoever sets it', [reviews(), checks({}, { integration_id: undefined }), ...others], 'check_source'],
    ['direct pushes', [checks(), ...others], 'pull_request approval stale_reviews code_owners last_push'],
    ['no approval', [reviews({ required_approving_review_count: 0 }), checks(), ...others], 'approval'],
    ['old approvals count', [reviews({ dismiss_stale_reviews_on_push: false }), checks(), ...others], 'stale_reviews'],
    ['code owners are not asked', [reviews({ require_code_owner_review: false }), checks(), ...others], 'code_owners'],
    ['one may approve one’s own push', [reviews({ require_last_push_approval: false }), checks(), ...others], 'last_push'],
    ['what is merged was not judged', [reviews(), checks({ strict_required_status_checks_policy: false }), ...others], 'up_to_date'],
    ['force pushes', [reviews(), checks(), { type: 'deletion', ...info }], 'force_push'],
    ['deletion', [reviews(), checks(), { type: 'non_fast_forward', ...info }], 'deletion'],
    [
      'nothing at all',
      [],
      'check_required check_source bypass pull_request approval stale_reviews code_owners last_push up_to_date force_push deletion',
    ],
  ])('in a ruleset: %s', async (_, rules, expected) => {
    github.settings.rules = rules;
    const said = expected.split(' ').map((code) => `lacks ${code}`);
    expect(await complaints()).toEqual({ code: 1, said });
  });

  test.each<[string, object, string]>([
    ['administrators pass by', { enforce_admins: { url: API, ...off } }, 'bypass'],
    [
      'somebody passes by',
      {
        required_pull_request_reviews: {
          ...CLASSIC.required_pull_request_reviews,
          bypass_pull_request_allowances: { users: [exampleOf('issue-comment')['user']], teams: [], apps: [] },
        },
      },
      'bypass',
    ],
    ['force pushes', { allow_force_pushes: on }, 'force_push'],
    ['deletion', { allow_deletions: on }, 'deletion'],
    [
      'any app may set the status',
      { required_status_checks: { ...CLASSIC.required_status_checks, checks: [{ context: 'modelgate', app_id: null }] } },
      'check_source',
    ],
  ])('in a branch protection: %s', async (_, change, expected) => {
    Object.assign(github.settings, { rules: [], protection: { ...CLASSIC, ...change } });
    expect(await complaints()).toEqual({ code: 1, said: [`lacks ${expected}`] });
  });

  test('in a bypass list, and who is on it is said', async () => {
    github.settings.rulesets = {
      42: { name: 'main', bypass_actors: [{ actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'pull_request' }] },
    };
    expect(await complaints()).toEqual({ code: 1, said: ['lacks bypass'] });
    expect((await doctor()).out).toContain(
      'lacks   bypass  may pass by: RepositoryRole 5 (ruleset 42 (main))\n  fix: Take administrators in',
    );
    // A second protection that nobody passes by closes it.
    github.settings.protection = CLASSIC;
    expect(await complaints()).toEqual({ code: 0, said: [] });
  });

  test('in a CODEOWNERS that is not there, or that asks nobody', async () => {
    github.settings.owners = null;
    expect(await complaints()).toEqual({ code: 1, said: ['lacks code_owners_file'] });
    github.settings.owners = [{ kind: 'Unknown owner', line: 7 }];
    expect(await complaints()).toEqual({ code: 1, said: ['lacks code_owners_file'] });
    expect((await doctor()).out).toContain('.github/CODEOWNERS:7 Unknown owner\n');
  });

  test('in what workflows may do', async () => {
    github.settings.workflow = { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true };
    github.settings.fork = 'first_time_contributors_new_to_github';
    expect(await complaints()).toEqual({ code: 1, said: ['lacks workflow_token', 'lacks workflow_approves', 'lacks fork_approval'] });
  });
});

describe('what the token may not see is never taken for good', () => {
  test('branch protection, when no ruleset asks', async () => {
    Object.assign(github.settings, { rules: [], protection: 'hidden' });
    const { code, said } = await complaints();
    expect(code).toBe(2);
    expect(said.filter((one) => one.startsWith('lacks'))).toEqual([]);
    expect(said).toHaveLength(11);
  });

  test('who may pass by', async () => {
    github.settings.rulesets = { 42: { name: 'main', bypass_actors: undefined } };
    expect(await complaints()).toEqual({ code: 2, said: ['unknown bypass'] });
    github.settings.rulesets = {};
    expect(await complaints()).toEqual({ code: 2, said: ['unknown bypass'] });
  });

  test('what workflows may do, and whose wait', async () => {
    Object.assign(github.settings, { workflow: 'hidden', fork: 'hidden' });
    expect(await complaints()).toEqual({ code: 2, said: ['unknown workflow_token', 'unknown workflow_approves', 'unknown fork_approval'] });
    github.settings.isPrivate = true;
    expect((await complaints()).said).not.toContain('unknown fork_approval');
  });

  test('CODEOWNERS', async () => {
    const forbidden = { status: 403, message: 'Resource not accessible by personal access token' };
    github.fault = (request) => (request.endsWith('/codeowners/errors') ? forbidden : undefined);
    expect(await complaints()).toEqual({ code: 2, said: ['unknown code_owners_file'] });
  });

  test('anything, when GitHub does not answer', async () => {
    github.fault = () => ({ status: 401, message: 'Bad credentials' });
    expect(await doctor()).toMatchObject({ code: 2, out: '', err: expect.stringContaining('github.unauthorized') as string });
  });
});

test('one patient at a time', async () => {
  expect(await doctor('--cluster')).toMatchObject({ code: 2, err: expect.stringContaining('usage.one_patient') as string });
  expect(await inProcess(scratchFolder(), ['doctor'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('usage.one_patient') as string,
  });
});
