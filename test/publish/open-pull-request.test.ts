import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UserError } from '../../lib/errors.ts';
import { propose, type Proposal, type Proposed } from '../../lib/publish/index.ts';
import { FakeGithub, type Fault } from '../support/fake-github.ts';

let github: FakeGithub;
let baseUrl: string;

beforeEach(async () => {
  github = new FakeGithub();
  baseUrl = await github.start();
});
afterEach(() => github.stop());

const BRANCH = 'modelgate/churn-1.2.0';
const RELEASE = 'models/churn/versions/1.2.0/release.yaml';

const proposal = (change: Partial<Proposal> = {}): Proposal => ({
  branch: BRANCH,
  base: 'main',
  title: 'Release churn 1.2.0',
  body: 'Trained from snapshot `3f1c`.',
  files: [
    { path: RELEASE, content: 'version: 1.2.0\n' },
    { path: 'models/churn/versions/1.2.0/evaluation.json', content: '{}\n' },
  ],
  ...change,
});

let waits: number[] = [];
const run = (given: Proposal = proposal(), onWait: () => void = () => undefined): Promise<Proposed> =>
  propose({
    owner: 'acme',
    repo: 'models',
    token: 'secret-token',
    baseUrl,
    second: 1,
    proposal: given,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      onWait();
      return Promise.resolve();
    },
  });
beforeEach(() => {
  waits = [];
});

async function refusal(given: Proposal): Promise<string> {
  const error: unknown = await run(given).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`not refused as a person's mistake: ${String(error)}`);
  expect(error.message).not.toContain('secret-token');
  return error.code;
}

const opened = { number: 100, url: 'https://github.example/acme/models/pull/100' };
const edited = proposal({ files: [{ path: RELEASE, content: 'version: 1.2.0 # again\n' }] });

describe('a proposal', () => {
  test('becomes one commit on the base, one branch and one pull request', async () => {
    const main = github.git.branches.get('main');
    expect(await run()).toEqual({ action: 'opened', branch: BRANCH, pullRequest: opened });
    const head = github.git.branches.get(BRANCH) ?? '';
    expect(github.git.commits.get(head)).toMatchObject({
      parents: [main],
      message: 'Release churn 1.2.0\n\nTrained from snapshot `3f1c`.',
    });
    expect(github.git.files(BRANCH)).toEqual({
      'README.md': 'Models\n',
      [RELEASE]: 'version: 1.2.0\n',
      'models/churn/versions/1.2.0/evaluation.json': '{}\n',
    });
    expect(github.git.pullRequests).toMatchObject([{ title: 'Release churn 1.2.0', body: 'Trained from snapshot `3f1c`.', base: 'main' }]);
    expect(github.git.branches.get('main')).toBe(main);
  });

  test('that stands is found again by its branch: nothing is written', async () => {
    await run();
    github.requests.length = 0;
    expect(await run()).toEqual({ action: 'unchanged', branch: BRANCH, pullRequest: opened });
    expect(github.requests.filter((request) => !request.startsWith('GET'))).toEqual([]);
  });

  test('that says something new adds a commit to the open pull request, on top of what others pushed', async () => {
    await run();
    const theirs = github.git.add(
      { ...github.git.files(BRANCH), 'notes.md': 'mine\n' },
      [github.git.branches.get(BRANCH) ?? ''],
      'A person',
    );
    github.git.branches.set(BRANCH, theirs);
    expect(await run(edited)).toEqual({ action: 'updated', branch: BRANCH, pullRequest: opened });
    expect(github.git.files(BRANCH)).toMatchObject({ 'notes.md': 'mine\n', [RELEASE]: 'version: 1.2.0 # again\n' });
    expect(github.git.commits.get(github.git.branches.get(BRANCH) ?? '')?.parents).toEqual([theirs]);
    expect(github.git.pullRequests).toHaveLength(1);
  });

  test('that a person closed is not opened again', async () => {
    await run();
    github.git.close(100, false);
    expect((await run()).action).toBe('declined');
    expect(github.git.pullRequests).toHaveLength(1);
  });

  test('that a person closed is opened anew from the base when it says something new', async () => {
    await run();
    github.git.close(100, false);
    expect(await run(edited)).toMatchObject({ action: 'opened', pullRequest: { number: 101 } });
    expect(github.git.commits.get(github.git.branches.get(BRANCH) ?? '')?.parents).toEqual([github.git.branches.get('main')]);
  });

  test('whose files the base has needs nothing', async () => {
    await run();
    github.git.close(100, true);
    expect(await run()).toEqual({ action: 'unneeded', branch: BRANCH, pullRequest: null });
  });

  test('that was merged and reverted is opened anew from the base', async () => {
    await run();
    github.git.close(100, true);
    github.git.branches.set('main', github.git.add({ 'README.md': 'Models\n' }, [github.git.branches.get('main') ?? ''], 'Revert'));
    expect(await run()).toMatchObject({ action: 'opened', pullRequest: { number: 101 } });
    expect(github.git.commits.get(github.git.branches.get(BRANCH) ?? '')?.parents).toEqual([github.git.branches.get('main')]);
  });

  test('may remove files', async () => {
    await run(
      proposal({
        files: [
          { path: 'README.md', content: null },
          { path: RELEASE, content: 'v\n' },
        ],
      }),
    );
    expect(github.git.files(BRANCH)).toEqual({ [RELEASE]: 'v\n' });
  });

  test('whose branch somebody made at the same moment becomes a commit on it, and one pull request', async () => {
    github.fault = (request) => {
      if (request === 'POST /repos/acme/models/git/refs' && !github.git.branches.has(BRANCH)) {
        github.git.branches.set(BRANCH, github.git.add({ 'README.md': 'Models\n', rival: 'r\n' }, [github.git.branches.get('main') ?? '']));
      }
      return undefined;
    };
    expect((await run()).action).toBe('opened');
    expect(github.git.files(BRANCH)).toMatchObject({ rival: 'r\n', [RELEASE]: 'version: 1.2.0\n' });
  });
});

describe('what cannot be proposed', () => {
  test.each<[string, Partial<Proposal>]>([
    ['publish.no_files', { files: [] }],
    ['publish.bad_branch', { branch: 'a..b' }],
    ['publish.bad_branch', { branch: '-x' }],
    ['publish.bad_branch', { branch: 'x.lock' }],
    ['publish.bad_title', { title: 'two\nlines' }],
    ['publish.bad_path', { files: [{ path: '../x', content: '' }] }],
    ['publish.bad_path', { files: [{ path: '/etc/passwd', content: '' }] }],
    ['publish.bad_path', { files: [{ path: '.GIT/config', content: '' }] }],
  ])('is refused as %s before anything is asked', async (code, change) => {
    expect(await refusal(proposal(change))).toBe(code);
    expect(github.requests).toEqual([]);
  });

  test('a base that does not exist is named', async () => {
    expect(await refusal(proposal({ base: 'trunk' }))).toBe('publish.no_base');
  });

  test('a token without the right is told so', async () => {
    github.fault = (request) => (request === 'POST /repos/acme/models/git/trees' ? { status: 403 } : undefined);
    expect(await refusal(proposal())).toBe('github.forbidden');
  });

  test('a pull request that GitHub keeps refusing ends after a bounded number of looks', async () => {
    github.fault = (request) => (request === 'POST /repos/acme/models/pulls' ? { status: 422 } : undefined);
    expect(await refusal(proposal())).toBe('publish.unsettled');
    expect(waits).toHaveLength(7);
  });
});

const anyFault = fc.constantFrom<Fault | undefined>(
  undefined,
  undefined,
  'reset before',
  'reset after',
  'half an answer',
  { status: 500 },
  { status: 502, tookEffect: true },
  { status: 422 },
);

test('whatever goes wrong on the way, no run leaves two pull requests, and one that ends well leaves one with the files', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyFault, { maxLength: 14 }), async (faults) => {
      await github.stop();
      github = new FakeGithub();
      baseUrl = await github.start();
      const left = [...faults];
      github.fault = (request) =>
        request.startsWith('GET') && typeof left[0] === 'object' && left[0].status === 422 ? undefined : left.shift();
      const ended = await run().then(
        ({ action }) => action,
        () => null,
      );
      expect(github.git.pullRequests.length).toBeLessThanOrEqual(1);
      if (ended === null) return;
      expect(['opened', 'unchanged']).toContain(ended);
      expect(github.git.pullRequests).toHaveLength(1);
      expect(github.git.files(BRANCH)[RELEASE]).toBe('version: 1.2.0\n');
    }),
    { numRuns: 100 },
  );
}, 60_000);
