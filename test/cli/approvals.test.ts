import { readFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FakeGithub, type Account, type FakeReview } from '../support/fake-github.ts';
import { inProcess } from '../support/in-process.ts';
import { git, root, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';

const HEAD = 'a'.repeat(40);
const ROLES = readFileSync(path.join(root, 'policies/roles.yaml'), 'utf8');

let github: FakeGithub;
let url: string;
let output: string;

const person = (login: string, id: number, type: Account['type'] = 'User'): Account => ({ id, login, type });
const MIRA = person('mira-holt', 11);
const CEM = person('cem-aydin', 12);
const ADA = person('ada-lind', 13);

const approved = (user: Account, given: Partial<FakeReview> = {}): FakeReview => ({
  user,
  state: 'APPROVED',
  commit: HEAD,
  at: '2026-11-20T15:00:00Z',
  ...given,
});

beforeEach(async () => {
  github = new FakeGithub();
  github.author = ADA;
  github.writers = [ADA];
  github.head = HEAD;
  github.git.branches.set('main', github.git.add({ 'policies/roles.yaml': ROLES }, []));
  url = await github.start();
  onTestFinished(() => github.stop());
  output = path.join(scratchFolder(), 'approvals.json');
});

const approvals = (...more: readonly string[]): Promise<Ran> =>
  inProcess(scratchFolder(), ['approvals', '--repo', 'acme/models', '--pr', '42', '--output', output, ...more], {
    GITHUB_TOKEN: 'secret-token',
    GITHUB_API_URL: url,
  });

const written = (): unknown => JSON.parse(readFileSync(output, 'utf8'));

describe('who approved a pull request', () => {
  test('is written down for its head, each in the role that the base branch gives, and said aloud', async () => {
    github.reviews.push(approved(MIRA), approved(CEM, { at: '2026-11-20T16:00:00Z' }), approved(ADA));
    const ran = await approvals();
    expect(ran).toEqual({
      code: 0,
      out: `counts  cem-aydin  owner of people-analytics  2026-11-20T16:00:00Z
counts  mira-holt  model-risk  2026-11-20T15:00:00Z
void    ada-lind  wrote some of the change
2 approvals count for ${HEAD}
`,
      err: '',
    });
    expect(written()).toEqual({
      schemaVersion: 'modelgate.dev/approvals/v1',
      commit: HEAD,
      author: 'ada-lind',
      given: [
        { by: 'cem-aydin', at: '2026-11-20T16:00:00Z', role: 'owner', team: 'people-analytics' },
        { by: 'mira-holt', at: '2026-11-20T15:00:00Z', role: 'model-risk' },
      ],
    });
  });

  test('is void after a push', async () => {
    github.reviews.push(approved(MIRA, { commit: 'b'.repeat(40) }));
    expect((await approvals()).out).toContain(`void    mira-holt  approved ${'b'.repeat(40)}, not the head\n0 approvals count`);
    expect(written()).toMatchObject({ given: [] });
  });

  test('is read to the last page, and a review that is still being written is none', async () => {
    for (let index = 0; index < 150; index += 1) github.reviews.push(approved(person(`stranger-${String(index)}`, 100 + index)));
    github.reviews.push({ user: CEM, state: 'PENDING', commit: HEAD });
    github.reviews.push(approved(MIRA));
    const { out } = await approvals('--json');
    const said = JSON.parse(out) as { readonly given: readonly unknown[]; readonly void: readonly unknown[]; readonly roles: string };
    expect(said.given).toEqual([expect.objectContaining({ by: 'mira-holt' })]);
    expect(said.void).toHaveLength(150);
    expect(said.roles).toBe(github.git.branches.get('main'));
  });

  test('is not known for sure when GitHub does not know who wrote a commit, and that is said', async () => {
    github.writers = [ADA, null];
    expect((await approvals()).err).toContain('1 commits were written by accounts that the forge does not know');
  });

  test('takes roles from the base branch, whatever the change says', async () => {
    github.git.branches.set('evil', github.git.add({ 'policies/roles.yaml': ROLES.replaceAll('mira-holt', 'mallory') }, []));
    github.reviews.push(approved(person('mallory', 666)));
    expect((await approvals()).out).toContain('void    mallory  has no role');
  });
});

test('what is written is what the gate takes, for that commit and no other', async () => {
  const repository = scratchRepository();
  github.head = git(repository, 'rev-parse', 'HEAD');
  github.reviews.push(approved(MIRA, { commit: github.head }));
  expect((await approvals()).code).toBe(0);
  const judge = ['gate', '--base', 'HEAD', '--now', 'head', '--model', 'churn', '--approvals', output];
  expect(await inProcess(repository, judge)).toMatchObject({ code: 0 });
  git(repository, 'commit', '--allow-empty', '--message', 'Push again');
  expect(await inProcess(repository, judge)).toMatchObject({ code: 2, err: expect.stringContaining('approvals.other_commit') as string });
});

describe('nothing is written', () => {
  const refused = async (code: string): Promise<void> => {
    const ran = await approvals();
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(`error ${code}`);
    expect(existsSync(output)).toBe(false);
  };

  test('for a pull request into another branch: who may push there could name the people with roles', async () => {
    github.base = 'evil';
    github.git.branches.set('evil', github.git.add({ 'policies/roles.yaml': ROLES.replaceAll('mira-holt', 'mallory') }, []));
    await refused('approvals.other_base');
  });

  test('without roles on the base branch', async () => {
    github.git.branches.set('main', github.git.add({ 'README.md': 'Models\n' }, []));
    await refused('roles.missing');
  });

  test('with more commits than GitHub lists', async () => {
    github.writers = Array.from({ length: 251 }, () => ADA);
    await refused('approvals.too_many_commits');
  });

  test('when a push comes in between', async () => {
    github.fault = (request) => {
      if (request.endsWith('/reviews')) github.head = 'c'.repeat(40);
      return undefined;
    };
    await refused('approvals.moved');
  });

  test('when GitHub does not answer', async () => {
    github.fault = (request) =>
      request.endsWith('/reviews') ? { status: 403, message: 'Resource not accessible by integration' } : undefined;
    await refused('github.forbidden');
  });
});
