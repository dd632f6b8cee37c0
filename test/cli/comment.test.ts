import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ACTIONS, FakeGithub, ME } from '../support/fake-github.ts';
import { FakeGitlab, GITLAB_TOKEN } from '../support/fake-gitlab.ts';
import { git, modelgate, root, scratchFolder, scratchRepository } from '../support/scratch.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Asynchronous, because the server that it talks to lives in this process. */
function comment(report: string, env: Readonly<Record<string, string>>, ...more: readonly string[]): Promise<Ran> {
  return run(['comment', '--report', report, '--repo', 'acme/models', '--pr', '42', ...more], env);
}

function run(command: readonly string[], env: Readonly<Record<string, string>>): Promise<Ran> {
  const args = [path.join(root, 'lib/cli/bin.mjs'), ...command];
  const cwd = scratchFolder();
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env: { PATH: process.env['PATH'], ...env } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

test('the report of a pull request becomes one comment, updated in place, without any code of the checkout', async () => {
  const repository = scratchRepository();
  const report = path.join(scratchFolder(), 'gate-report.json');
  const judge = (): number | null =>
    modelgate(repository, ['gate', '--base', 'HEAD', '--now', 'head', '--format', 'json', '--output', report]).code;
  expect(judge()).toBe(0);

  const github = new FakeGithub();
  github.head = git(repository, 'rev-parse', 'HEAD');
  const url = await github.start();
  onTestFinished(() => github.stop());
  const env = { GITHUB_TOKEN: 'secret-token', GITHUB_API_URL: url };

  const publish = async (id: string, ...more: readonly string[]): Promise<string> => {
    const { code, out } = await comment(report, { ...env, GITHUB_RUN_ID: id }, ...more);
    expect(code).toBe(0);
    return out;
  };
  expect(await publish('6', '--always')).toContain('created');
  expect(github.comments[0]?.body).toContain('credit-approval');

  const card = path.join(repository, 'models/churn/card.yaml');
  const before = readFileSync(card, 'utf8');
  writeFileSync(card, before.replace('overview: ', 'overview: Once more. '));
  expect(judge()).toBe(0);
  expect(await publish('7')).toContain('updated');
  expect(github.comments[0]?.body).toContain('Edits the model card.');

  writeFileSync(card, 'model: [');
  expect(judge()).toBe(2);
  expect(await publish('8')).toContain('updated');
  expect(github.comments[0]?.body).toContain('## ❌ Not judged');
  expect(github.comments[0]?.body).toContain('models/churn/card.yaml');

  writeFileSync(card, before);
  expect(judge()).toBe(0);
  expect(await publish('9')).toContain('updated');
  expect(github.comments).toHaveLength(1);
  expect(github.comments[0]?.body).toContain('run=9');
  expect(github.comments[0]?.body).toContain('Nothing that modelgate judges is changed here.');
});

test('a report that passes and names no change makes no comment', async () => {
  const repository = scratchRepository();
  const report = path.join(scratchFolder(), 'gate-report.json');
  const judged = ['gate', '--base', 'HEAD', '--now', 'head', '--format', 'json', '--output', report];
  expect(modelgate(repository, judged).code).toBe(0);
  const github = new FakeGithub();
  const url = await github.start();
  onTestFinished(() => github.stop());
  expect(await comment(report, { GITHUB_TOKEN: 'secret-token', GITHUB_API_URL: url })).toMatchObject({
    code: 0,
    out: 'silent there is nothing to say\n',
  });
  expect(github.comments).toEqual([]);
});

test('the verdict of a report becomes the status of the commit that it judged', async () => {
  const repository = scratchRepository();
  const report = path.join(scratchFolder(), 'gate-report.json');
  expect(modelgate(repository, ['gate', '--base', 'HEAD', '--now', 'head', '--format', 'json', '--output', report]).code).toBe(0);
  const head = git(repository, 'rev-parse', 'HEAD');
  const github = new FakeGithub();
  const url = await github.start();
  onTestFinished(() => github.stop());
  const env = {
    GITHUB_TOKEN: 'secret-token',
    GITHUB_API_URL: url,
    GITHUB_RUN_ID: '7',
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'acme/models',
  };
  expect(await run(['commit-status', '--report', report, '--repo', 'acme/models'], env)).toMatchObject({
    code: 0,
    out: expect.stringMatching(new RegExp(`^set success ${head} modelgate: Passed`)) as string,
  });
  expect(github.statuses).toMatchObject([
    { sha: head, state: 'success', context: 'modelgate', target_url: 'https://github.example/acme/models/actions/runs/7' },
  ]);

  const unjudged = path.join(scratchFolder(), 'gate-report.json');
  const now = { at: '2026-11-21T00:00:00Z', seconds: 1_795_219_200 };
  const errors = [{ code: 'release.missing', message: 'models/churn: no release', fix: 'Add it.' }];
  writeFileSync(unjudged, JSON.stringify({ schemaVersion: 1, verdict: 'error', base: null, head, now, errors }));
  const again = ['commit-status', '--report', unjudged, '--repo', 'acme/models'];
  expect(await run(again, { ...env, GITHUB_RUN_ID: '8' })).toMatchObject({ code: 0, out: expect.stringMatching(/^set error /) as string });
  github.me = ACTIONS;
  const check = (file: string, id: string) => run(['check-run', '--report', file, '--repo', 'acme/models'], { ...env, GITHUB_RUN_ID: id });
  expect(await check(report, '7')).toMatchObject({
    code: 0,
    out: expect.stringMatching(new RegExp(`^set (success|neutral) ${head} modelgate report: Passed`)) as string,
  });
  expect(github.checkRuns).toMatchObject([
    { head_sha: head, name: 'modelgate report', details_url: 'https://github.example/acme/models/actions/runs/7' },
  ]);
  expect(await check(report, '6')).toMatchObject({ out: expect.stringMatching(/^outdated /) as string });
  expect(await check(unjudged, '8')).toMatchObject({
    code: 0,
    out: `set failure ${head} modelgate report: Could not judge: release.missing\n`,
  });
  github.me = ME;
  expect(await check(unjudged, '9')).toMatchObject({ code: 2, err: expect.stringContaining('checks: write') as string });
  expect(github.statuses.at(-1)).toMatchObject({ state: 'error', description: 'Could not judge: release.missing (run 8)' });

  const dirty = JSON.parse(readFileSync(report, 'utf8')) as object;
  writeFileSync(report, JSON.stringify({ ...dirty, dirty: true }));
  const refused = await run(['commit-status', '--report', report, '--repo', 'acme/models'], env);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('error commit_status.dirty') as string });
});

test('a merge request on GitLab gets the same note and status', async () => {
  const repository = scratchRepository();
  const report = path.join(scratchFolder(), 'gate-report.json');
  expect(modelgate(repository, ['gate', '--base', 'HEAD', '--now', 'head', '--format', 'json', '--output', report]).code).toBe(0);
  const gitlab = new FakeGitlab();
  gitlab.head = git(repository, 'rev-parse', 'HEAD');
  const url = await gitlab.start();
  onTestFinished(() => gitlab.stop());
  const env = {
    GITLAB_TOKEN,
    CI_SERVER_URL: url,
    CI_PIPELINE_ID: '7',
    CI_PIPELINE_URL: `${url}/acme/risk/models/-/pipelines/7`,
  };
  const to = ['--forge', 'gitlab', '--report', report, '--repo', 'acme/risk/models'];
  expect(await run(['comment', ...to, '--pr', '42', '--always'], env)).toMatchObject({
    code: 0,
    out: `created ${url}/acme/risk/models/-/merge_requests/42#note_1000\n`,
  });
  expect(gitlab.notes[0]?.body).toContain('run=7');
  expect(await run(['commit-status', ...to], env)).toMatchObject({ code: 0 });
  expect(gitlab.statuses).toMatchObject([{ sha: gitlab.head, status: 'success', name: 'modelgate', target_url: env.CI_PIPELINE_URL }]);

  const refused = async (...command: readonly string[]): Promise<string> => (await run(command, { CI_SERVER_URL: url })).err;
  expect(await refused('comment', ...to, '--pr', '42')).toContain('error gitlab.no_token');
  expect(await refused('comment', ...to, '--pr', '42', '--forge', 'gitea')).toContain('error usage.bad_forge');
  expect(await refused('comment', ...to, '--pr', '42', '--repo', '../../user')).toContain('error usage.bad_repository');
});

test('a report that is none is refused before anything is asked of the server', async () => {
  const folder = scratchFolder();
  mkdirSync(folder, { recursive: true });
  const report = path.join(folder, 'gate-report.json');
  writeFileSync(report, '{"schemaVersion": 1, "verdict": "pass"}');
  const github = new FakeGithub();
  const url = await github.start();
  onTestFinished(() => github.stop());
  const { code, err } = await comment(report, { GITHUB_TOKEN: 'secret-token', GITHUB_API_URL: url });
  expect(code).toBe(2);
  expect(err).toContain('gate-report.json');
  expect(github.requests).toEqual([]);
});

test('a server that turns it down gives a clear error and exit 2, and leaves the report as it is', async () => {
  const repository = scratchRepository();
  const report = path.join(scratchFolder(), 'gate-report.json');
  expect(modelgate(repository, ['gate', '--base', 'HEAD', '--now', 'head', '--format', 'json', '--output', report]).code).toBe(0);
  const before = readFileSync(report, 'utf8');
  const github = new FakeGithub();
  github.fault = () => ({ status: 401, message: 'Bad credentials' });
  const url = await github.start();
  onTestFinished(() => github.stop());
  const { code, err } = await comment(report, { GITHUB_TOKEN: 'secret-token', GITHUB_API_URL: url });
  expect(code).toBe(2);
  expect(err).toContain('error github.unauthorized');
  expect(err).not.toContain('secret-token');
  expect(readFileSync(report, 'utf8')).toBe(before);
});

test('without a token it says which variable to set, and never prints one', async () => {
  const { code, err } = await comment('report.json', {});
  expect(code).toBe(2);
  expect(err).toContain('GITHUB_TOKEN');
});
