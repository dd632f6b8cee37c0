import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { FakeGitlab, GITLAB_TOKEN } from '../support/fake-gitlab.ts';
import { commit, git, root, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';

interface Pipeline {
  readonly gate: { readonly script: readonly string[]; readonly variables: Readonly<Record<string, string>> };
}

/** The script of the gate's job, as it is shipped; nothing is installed, since the framework is here. */
function script(): string {
  const text = readFileSync(path.join(root, 'docs/gitlab/gate.gitlab-ci.yml'), 'utf8');
  const [, pipeline] = parseAllDocuments(text).map((document) => document.toJS() as Pipeline);
  const lines = pipeline?.gate.script ?? [];
  const install = lines.findIndex((line) => line.startsWith('npm ci --ignore-scripts'));
  expect(install).toBeGreaterThan(0);
  const link = `mkdir -p node_modules/.bin && ln -s '${path.join(root, 'lib/cli/bin.mjs')}' node_modules/.bin/modelgate`;
  return lines.with(install, link).join('\n');
}

test(
  'a merge request is judged by the gate’s own project: denied, mended, approved, pushed to again, merged',
  { timeout: 300_000 },
  async () => {
    const gitlab = new FakeGitlab();
    const work = scratchRepository();
    const server = scratchFolder();
    const url = await gitlab.start();
    onTestFinished(() => gitlab.stop());
    gitlab.repositories = server;
    const bare = path.join(server, 'acme/risk/models.git');
    mkdirSync(path.dirname(bare), { recursive: true });
    git(server, 'init', '--quiet', '--bare', '--initial-branch', 'main', bare);
    // As GitLab has it.
    git(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    git(work, 'remote', 'add', 'origin', bare);
    const limits = path.join(work, 'policies/thresholds/limited.yaml');
    const asked = readFileSync(limits, 'utf8').replace(
      'minSoakHours: 24 }',
      'minSoakHours: 0, approvals: [{ role: model-risk, count: 1 }] }',
    );
    writeFileSync(limits, asked);
    gitlab.base = commit(work, 'Ask for approval');
    git(work, 'push', '--quiet', 'origin', 'main');
    gitlab.files = { 'policies/roles.yaml': readFileSync(path.join(work, 'policies/roles.yaml'), 'utf8') };
    gitlab.author = 'cem-aydin';

    // Judged at the time of the commits: what is fresh enough today has to be so in five years.
    const clock = path.join(server, 'clock.mjs');
    const moment = Date.parse(git(work, 'log', '-1', '--format=%cI'));
    writeFileSync(
      clock,
      `const shift = ${String(moment)} - Date.now();
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) { if (args.length === 0) super(Real.now() + shift); else super(...args); }
  static now() { return Real.now() + shift; }
};\n`,
    );
    let runs = 0;
    const judged = (payload: unknown): Promise<Ran> => {
      const machine = scratchFolder();
      const file = path.join(machine, 'payload');
      writeFileSync(file, JSON.stringify(payload));
      const env = {
        PATH: process.env['PATH'],
        HOME: machine,
        NODE_OPTIONS: `--import=${clock}`,
        GITLAB_TOKEN,
        CI_SERVER_URL: url,
        CI_PROJECT_DIR: machine,
        CI_PIPELINE_ID: String((runs += 1)),
        MODELS: 'acme/risk/models',
        TRIGGER_PAYLOAD: file,
      };
      return new Promise((resolve) => {
        execFile('bash', ['-e', '-o', 'pipefail', '-c', script()], { cwd: machine, env }, (error, out, err) => {
          resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, out, err });
        });
      });
    };
    const event = {
      object_kind: 'merge_request',
      project: { path_with_namespace: 'acme/risk/models' },
      object_attributes: { iid: 42, state: 'opened', action: 'open' },
    };
    const push = (at: string): string => {
      git(work, 'push', '--quiet', '--force', 'origin', 'HEAD:refs/merge-requests/42/head');
      gitlab.head = git(work, 'rev-parse', 'HEAD');
      gitlab.versions = [...gitlab.versions.filter(({ head }) => head !== 'a'.repeat(40)), { head: gitlab.head, at }];
      return gitlab.head;
    };
    const status = (sha: string): string | undefined => gitlab.statuses.findLast((one) => one.sha === sha)?.status;

    git(work, 'switch', '--quiet', '--create', 'change');
    const releases = path.join(work, 'models/churn/releases.yaml');
    writeFileSync(releases, readFileSync(releases, 'utf8').replace('stable: 1.0.0\n    candidate: 1.1.0', 'stable: 1.1.0'));
    commit(work, 'Make 1.1.0 stable');
    const first = push('2026-11-20T14:00:00.000Z');
    expect(await judged(event)).toMatchObject({ code: 1, err: expect.stringContaining('comment: created') as string });
    expect(status(first)).toBe('failed');
    expect(gitlab.notes).toHaveLength(1);
    expect(gitlab.notes[0]?.body).toContain('promotion.approval_missing');

    gitlab.approvals = [{ by: 'mira-holt', at: '2026-11-20T15:00:00.000Z' }];
    expect(await judged(event)).toMatchObject({ code: 0 });
    expect(status(first)).toBe('success');

    writeFileSync(releases, `# looked at twice\n${readFileSync(releases, 'utf8')}`);
    commit(work, 'Say that it was looked at');
    const again = push('2026-11-20T16:00:00.000Z');
    expect(await judged(event)).toMatchObject({ code: 1 });
    expect(status(again)).toBe('failed');
    expect(gitlab.notes).toHaveLength(1);

    // Approvals that cannot be read leave no verdict of before standing.
    gitlab.settings = null;
    expect(await judged(event)).toMatchObject({ code: 2, err: expect.stringContaining('approvals.committers_may_approve') as string });
    expect(gitlab.statuses.findLast(({ sha }) => sha === again)?.description).toMatch(/^Could not judge: approvals\./);

    // The word of a webhook about another project, or of nothing that is a merge request, starts nothing.
    const count = gitlab.statuses.length;
    expect(await judged({ ...event, project: { path_with_namespace: 'mallory/models' } })).toMatchObject({
      code: 2,
      err: expect.stringContaining('error event.other_project') as string,
    });
    expect(await judged({ object_kind: 'note' })).toMatchObject({ code: 2 });
    gitlab.state = 'merged';
    expect(await judged(event)).toMatchObject({ code: 0, out: expect.stringContaining('the merge request is not open') as string });
    expect(gitlab.statuses).toHaveLength(count);
  },
);
