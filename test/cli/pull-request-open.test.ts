import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { FakeGithub } from '../support/fake-github.ts';
import { root, scratchFolder, scratchRepository } from '../support/scratch.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const BRANCH = 'modelgate/churn-1.2.0';

async function server(): Promise<readonly [FakeGithub, Readonly<Record<string, string>>]> {
  const github = new FakeGithub();
  const url = await github.start();
  onTestFinished(() => github.stop());
  return [github, { GITHUB_API_URL: url }];
}

/** Asynchronous, because the server that it talks to lives in this process. */
function open(cwd: string, env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ran> {
  const args = ['pull-request', 'open', '--repo', 'acme/models', '--branch', BRANCH, '--title', 'Release churn 1.2.0', ...more];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [path.join(root, 'lib/cli/bin.mjs'), ...args],
      { cwd, env: { PATH: process.env['PATH'], ...env } },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
}

test('what a pipeline wrote becomes one pull request, however often it is run', async () => {
  const repository = scratchRepository();
  const token = path.join(scratchFolder(), 'token');
  writeFileSync(token, 'secret-token\n');
  const [github, env] = await server();
  github.git.branches.set('main', github.git.add({ 'models/churn/card.yaml': 'old\n' }, []));
  const folder = path.join(repository, 'models/churn/versions/1.2.0');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'release.yaml'), 'version: 1.2.0\n');
  rmSync(path.join(repository, 'models/churn/card.yaml'));
  writeFileSync(path.join(repository, 'models/demand-forecast/card.yaml'), 'not proposed\n');

  const args = ['--path', 'models/churn', '--token-file', token];
  expect(await open(repository, env, ...args)).toMatchObject({ code: 0, out: 'opened https://github.example/acme/models/pull/100\n' });
  expect(github.git.files(BRANCH)).toEqual({ 'models/churn/versions/1.2.0/release.yaml': 'version: 1.2.0\n' });
  expect(github.git.pullRequests[0]).toMatchObject({
    base: 'main',
    title: 'Release churn 1.2.0',
    body: '- removes `models/churn/card.yaml`\n- `models/churn/versions/1.2.0/release.yaml`',
  });
  const again = await open(repository, env, ...args, '--json');
  expect(JSON.parse(again.out)).toEqual({
    schemaVersion: 1,
    action: 'unchanged',
    branch: BRANCH,
    pullRequest: { number: 100, url: 'https://github.example/acme/models/pull/100' },
  });
});

test('a checkout without a difference proposes nothing and asks nobody', async () => {
  const [github, env] = await server();
  expect(await open(scratchRepository(), { ...env, GITHUB_TOKEN: 'secret-token' }, '--path', 'models')).toMatchObject({
    code: 0,
    out: 'unneeded\n',
  });
  expect(github.requests).toEqual([]);
});

test('a link is never followed into a proposal', async () => {
  const repository = scratchRepository();
  symlinkSync('/etc/hostname', path.join(repository, 'models/churn/hostname'));
  const [github, env] = await server();
  const { code, err } = await open(repository, { ...env, GITHUB_TOKEN: 'secret-token' }, '--path', 'models');
  expect(code).toBe(2);
  expect(err).toContain('error file.not_text\n  models/churn/hostname: is no file; expected a file of UTF-8 text');
  expect(github.requests).toEqual([]);
});

test('bytes that are no text are refused', async () => {
  const repository = scratchRepository();
  writeFileSync(path.join(repository, 'models/churn/model.joblib'), Buffer.from([0xff, 0xfe, 0x00]));
  const { code, err } = await open(repository, { GITHUB_TOKEN: 'secret-token' }, '--path', 'models');
  expect(code).toBe(2);
  expect(err).toContain('models/churn/model.joblib: is not UTF-8');
});

test.each([
  [
    'a token file that is not there',
    ['--token-file', '/nowhere/token'],
    'error github.no_token\n  --token-file /nowhere/token: cannot be read',
  ],
  ['no token', [], 'error github.no_token\n  GITHUB_TOKEN is not set'],
])('%s is named with what to do', async (_, more, message) => {
  const repository = scratchRepository();
  writeFileSync(path.join(repository, 'models/churn/notes.md'), 'notes\n');
  const { code, err } = await open(repository, {}, '--path', 'models', ...more);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
