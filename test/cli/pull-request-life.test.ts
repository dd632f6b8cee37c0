import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { ACTIONS, FakeGithub, type Account } from '../support/fake-github.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, root, runIn, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';
import { zipOf } from '../support/zip.ts';

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The script of a step of the action, as it is shipped. */
function step(id: string): { readonly script: string; readonly env: Readonly<Record<string, string>> } {
  const { runs } = parse(readFileSync(path.join(root, 'action.yml'), 'utf8')) as { readonly runs: { readonly steps: readonly Step[] } };
  const found = runs.steps.find((one) => one.id === id);
  if (found?.run === undefined) throw new Error(`action.yml has no step ${id} that runs something`);
  const env = Object.entries(found.env ?? {}).map(([name, value]) => {
    // The only expression that its steps use.
    expect(value).toBe('${{ inputs.token }}');
    return [name, 'secret-token'];
  });
  return { script: found.run, env: Object.fromEntries(env) as Readonly<Record<string, string>> };
}

/** The scripts of the workflow that records, as they are shipped, one after the other as the workflow runs them; nothing is installed. */
function recordScripts(): readonly string[] {
  const file = path.join(root, '.github/workflows/record.yml');
  const { jobs } = parse(readFileSync(file, 'utf8')) as { readonly jobs: { readonly record: { readonly steps: readonly Step[] } } };
  const scripts = jobs.record.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  expect(scripts).toHaveLength(3);
  expect(scripts[0]).toContain('npm ci');
  return scripts.slice(1);
}

const CHURN = 'models/churn/releases.yaml';
const person = (login: string, id: number): Account => ({ id, login, type: 'User' });
const MIRA = person('mira-holt', 11);
const CEM = person('cem-aydin', 12);

/** A repository on a git server, the forge's API, and a machine that runs the action: nothing but the forge's own program is played. */
class Stage {
  readonly github = new FakeGithub();
  /** Where people work. */
  readonly work = scratchRepository();
  readonly #server = scratchFolder();
  /** Where the action puts files for later steps. */
  readonly kept = scratchFolder();
  /** Stands at the time of the commits: what is fresh enough today has to be so in five years. */
  readonly #clock = path.join(this.#server, 'clock.mjs');
  #url = '';
  #run = 0;

  async start(): Promise<void> {
    const moment = Date.parse(git(this.work, 'log', '-1', '--format=%cI'));
    writeFileSync(
      this.#clock,
      `const shift = ${String(moment)} - Date.now();
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) { if (args.length === 0) super(Real.now() + shift); else super(...args); }
  static now() { return Real.now() + shift; }
};\n`,
    );
    this.github.me = ACTIONS;
    this.github.author = CEM;
    this.github.writers = [CEM];
    this.#url = await this.github.start();
    onTestFinished(() => this.github.stop());
    const bare = path.join(this.#server, 'acme/models.git');
    git(this.#server, 'init', '--quiet', '--bare', '--initial-branch', 'main', bare);
    // 1.1.0 comes to prod ten days after 1.0.0.
    const releases = path.join(this.work, CHURN);
    const now = readFileSync(releases, 'utf8');
    writeFileSync(releases, now.replace('stable: 1.0.0\n    candidate: 1.1.0', 'stable: 1.0.0'));
    expect(readFileSync(releases, 'utf8')).not.toBe(now);
    const earlier = new Date(moment - 10 * 86_400_000).toISOString();
    const dates = { GIT_AUTHOR_DATE: earlier, GIT_COMMITTER_DATE: earlier };
    expect(runIn(this.work, 'git', ['commit', '--quiet', '--all', '--amend', '--no-edit', '--date', earlier], dates).code).toBe(0);
    writeFileSync(releases, now);
    commit(this.work, 'Try 1.1.0 in prod');
    const limits = path.join(this.work, 'policies/thresholds/limited.yaml');
    const text = readFileSync(limits, 'utf8');
    const asked = text.replace('minSoakHours: 24 }', 'minSoakHours: 0, approvals: [{ role: model-risk, count: 1 }] }');
    expect(asked).not.toBe(text);
    writeFileSync(limits, asked);
    commit(this.work, 'Ask for approval');
    git(this.work, 'remote', 'add', 'origin', bare);
    this.push('main');
  }

  push(branch: string): string {
    git(this.work, 'push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${branch}`);
    const head = git(this.work, 'rev-parse', 'HEAD');
    if (branch === 'main') {
      const roles = readFileSync(path.join(this.work, 'policies/roles.yaml'), 'utf8');
      this.github.git.branches.set('main', this.github.git.add({ 'policies/roles.yaml': roles }, [], head));
      return head;
    }
    git(this.work, 'push', '--quiet', '--force', 'origin', 'HEAD:refs/pull/42/head');
    this.github.head = head;
    const open = { number: 42, branch, base: 'main', title: 'Change', body: '', state: 'open', merged: false, head } as const;
    this.github.git.pullRequests.splice(0, 1, { ...open });
    return head;
  }

  review(user: Account, state: 'APPROVED' | 'DISMISSED', sha: string): void {
    this.github.reviews.push({ user, state, commit: sha, at: `2026-11-20T15:00:0${String(this.github.reviews.length)}Z` });
  }

  /** One run of the action: a fresh checkout of what its first step would check out, and its own script. */
  async act(name: string, payload: unknown, checkout = 'main'): Promise<Ran & { readonly summary: string; readonly output: string }> {
    this.#run += 1;
    const machine = scratchFolder();
    const workspace = path.join(machine, 'workspace');
    git(machine, 'clone', '--quiet', path.join(this.#server, 'acme/models.git'), workspace);
    git(workspace, 'checkout', '--quiet', '--detach', checkout === 'main' ? 'origin/main' : checkout);
    mkdirSync(path.join(workspace, 'node_modules/.bin'), { recursive: true });
    symlinkSync(path.join(root, 'lib/cli/bin.mjs'), path.join(workspace, 'node_modules/.bin/modelgate'));
    const [event, summary, output] = ['event.json', 'summary.md', 'output.txt'].map((file) => path.join(machine, file)) as [
      string,
      string,
      string,
    ];
    writeFileSync(event, JSON.stringify(payload));
    const before = git(workspace, 'status', '--porcelain');
    const { script, env } = step('judge');
    const ran = await bash(workspace, script, {
      ...env,
      HOME: machine,
      NODE_OPTIONS: `--import=${this.#clock}`,
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: event,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      GITHUB_API_URL: this.#url,
      GITHUB_SERVER_URL: `file://${this.#server}`,
      GITHUB_REPOSITORY: 'acme/models',
      RUNNER_TEMP: this.kept,
      GITHUB_RUN_ID: String(this.#run),
    });
    expect(git(workspace, 'status', '--porcelain'), 'nothing of the pull request comes to lie in the checkout').toBe(before);
    const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return { ...ran, summary: read(summary), output: read(output) };
  }

  /** What GitHub keeps of the last run of the gate. */
  upload(judged: string, event: string): void {
    const files = ['gate-report.json', 'approvals.json'].map(
      (name) => [name, readFileSync(path.join(this.kept, 'modelgate', name), 'utf8')] as const,
    );
    const run = { id: this.#run, path: '.github/workflows/gate.yml', event, repository: 'acme/models', head: judged };
    this.github.artifacts.push({ id: this.#run, name: `verdict-${judged}`, zip: zipOf(files), run });
  }

  /** What happens on main after a merge. */
  async record(before: string): Promise<{ readonly workspace: string; readonly ran: readonly Ran[] }> {
    const machine = scratchFolder();
    const workspace = path.join(machine, 'workspace');
    git(machine, 'clone', '--quiet', path.join(this.#server, 'acme/models.git'), workspace);
    mkdirSync(path.join(workspace, 'node_modules/.bin'), { recursive: true });
    symlinkSync(path.join(root, 'lib/cli/bin.mjs'), path.join(workspace, 'node_modules/.bin/modelgate'));
    const env = {
      HOME: machine,
      NODE_OPTIONS: `--import=${this.#clock}`,
      BEFORE: before,
      GITHUB_TOKEN: 'secret-token',
      GITHUB_API_URL: this.#url,
      GITHUB_REPOSITORY: 'acme/models',
    };
    const ran: Ran[] = [];
    for (const script of recordScripts()) ran.push(await bash(workspace, script, env));
    return { workspace, ran };
  }

  /** The newest word on a commit. */
  status(sha: string): string | undefined {
    const newest = this.github.statuses.findLast((one) => one.sha === sha);
    return newest === undefined ? undefined : `${newest.context} ${newest.state}`;
  }
}

function bash(cwd: string, script: string, env: Readonly<Record<string, string>>): Promise<Ran> {
  const path_ = process.env['PATH'] ?? '';
  return new Promise((resolve) => {
    execFile('bash', ['-e', '-o', 'pipefail', '-c', script], { cwd, env: { PATH: path_, ...env } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : null, out, err });
    });
  });
}

const opened = (head: string): unknown => ({ action: 'opened', pull_request: { number: 42, head: { sha: head } } });
const reviewed = (head: string): unknown => ({
  workflow_run: { event: 'pull_request_review', head_branch: 'change', head_sha: head, head_repository: { owner: { login: 'acme' } } },
});

/** What the merge queue makes of a pull request: its own commit on top of main. */
function queued(stage: Stage, head: string): { readonly sha: string; readonly base: string; readonly event: unknown } {
  const base = git(stage.work, 'rev-parse', 'origin/main');
  git(stage.work, 'switch', '--quiet', '--detach', base);
  git(stage.work, 'merge', '--quiet', '--squash', head);
  const sha = commit(stage.work, 'Change (#42)');
  const ref = `gh-readonly-queue/main/pr-42-${base}`;
  git(stage.work, 'push', '--quiet', '--force', 'origin', `HEAD:refs/heads/${ref}`);
  return { sha, base, event: { merge_group: { head_sha: sha, base_sha: base, head_ref: `refs/heads/${ref}` } } };
}

test(
  'a pull request from its opening to the merge queue: denied, mended, approved, pushed to again, merged as it was judged, recorded, and rolled back',
  { timeout: 600_000 },
  async () => {
    const stage = new Stage();
    await stage.start();
    const { github, work } = stage;
    const file = path.join(work, CHURN);
    const before = readFileSync(file, 'utf8');

    // Opened: 1.1.0 is to be stable in prod, and its card is spoilt on the way.
    git(work, 'switch', '--quiet', '--create', 'change');
    writeFileSync(file, before.replace('stable: 1.0.0\n    candidate: 1.1.0', 'stable: 1.1.0'));
    expect(readFileSync(file, 'utf8')).not.toBe(before);
    const card = path.join(work, 'models/churn/card.yaml');
    const sound = readFileSync(card, 'utf8');
    writeFileSync(card, sound.replace(/^title: .*$/m, 'title: TODO'));
    commit(work, 'Make 1.1.0 stable');
    const spoilt = stage.push('change');
    const first = await stage.act('pull_request_target', opened(spoilt));
    expect(first).toMatchObject({ code: 1, output: `verdict=deny\ncommit=${spoilt}\nnumber=42\n` });
    expect(stage.status(spoilt)).toBe('modelgate failure');
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).toContain('card.placeholder');
    expect(first.summary).toContain('card.placeholder');
    // At the line, once: by the check run, so not by the job as well.
    const placed = github.checkRuns.find(({ head_sha }) => head_sha === spoilt);
    expect(placed).toMatchObject({ name: 'modelgate report', status: 'completed', conclusion: 'failure' });
    expect(placed?.annotations).toContainEqual(expect.objectContaining({ path: 'models/churn/card.yaml', annotation_level: 'failure' }));
    expect(first.out).not.toMatch(/^::error/m);

    // Mended, but nobody has approved yet.
    writeFileSync(card, sound);
    commit(work, 'Mend the card');
    const mended = stage.push('change');
    expect(await stage.act('pull_request_target', opened(mended))).toMatchObject({ code: 1 });
    expect(github.comments).toHaveLength(1);
    expect(github.comments[0]?.body).not.toContain('card.placeholder');
    expect(github.comments[0]?.body).toContain('promotion.approval_missing');

    // Approved by somebody with the role: the end of the review's own workflow starts the gate.
    stage.review(MIRA, 'APPROVED', mended);
    expect(await stage.act('workflow_run', reviewed(mended))).toMatchObject({
      code: 0,
      output: `verdict=pass\ncommit=${mended}\nnumber=42\n`,
    });
    expect(stage.status(mended)).toBe('modelgate success');

    // Pushed to again: the approval was for another commit.
    writeFileSync(file, `# looked at twice\n${readFileSync(file, 'utf8')}`);
    commit(work, 'Say that it was looked at');
    const again = stage.push('change');
    expect(await stage.act('pull_request_target', opened(again))).toMatchObject({ code: 1 });
    expect(stage.status(again)).toBe('modelgate failure');
    expect(stage.status(mended)).toBe('modelgate success');
    stage.review(MIRA, 'APPROVED', again);
    expect(await stage.act('workflow_run', reviewed(again))).toMatchObject({ code: 0 });

    // The approval is taken back, and given again.
    stage.review(MIRA, 'DISMISSED', again);
    expect(await stage.act('workflow_run', reviewed(again))).toMatchObject({ code: 1 });
    expect(stage.status(again)).toBe('modelgate failure');
    expect(github.comments).toHaveLength(1);
    stage.review(MIRA, 'APPROVED', again);
    expect(await stage.act('workflow_run', reviewed(again))).toMatchObject({ code: 0 });

    // Main moves on meanwhile; the queue merges, and is judged as it merged.
    git(work, 'switch', '--quiet', 'main');
    writeFileSync(path.join(work, 'README.md'), 'Models\n');
    commit(work, 'Read me');
    stage.push('main');
    const { sha, base, event } = queued(stage, again);
    expect(await stage.act('merge_group', event, base)).toMatchObject({ code: 0 });
    expect(stage.status(sha)).toBe('modelgate success');
    expect(github.checkRuns.findLast(({ head_sha }) => head_sha === sha)).toMatchObject({ conclusion: 'success' });

    // Merged, and written down: the merge is what was judged, and nothing slipped through.
    stage.upload(sha, 'merge_group');
    git(work, 'switch', '--quiet', '--force-create', 'main', sha);
    stage.push('main');
    const { ran } = await stage.record(base);
    expect(ran).toMatchObject([{ code: 0, out: expect.stringMatching(/^recorded {4}/) as string }, { code: 0 }]);

    // Rolled back by a pull request of its own: what stood there before needs nobody's approval.
    git(work, 'switch', '--quiet', '--create', 'rollback');
    const back = ['release', 'rollback', 'churn', '--env', 'prod', '--version', '1.1.0', '--reason', 'slow', '--now', 'head'];
    expect(await inProcess(work, back)).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toMatch(/stable: 1\.0\.0/);
    commit(work, 'Roll churn back to 1.0.0');
    const rolled = stage.push('change');
    expect(await stage.act('pull_request_target', opened(rolled))).toMatchObject({
      code: 0,
      output: `verdict=pass\ncommit=${rolled}\nnumber=42\n`,
    });
    expect(github.comments[0]?.body).toContain('Rolls back from `1.1.0` to `1.0.0`.');
    stage.upload(rolled, 'pull_request_target');
    git(work, 'switch', '--quiet', 'main');
    git(work, 'merge', '--quiet', '--no-ff', '--message', 'Merge pull request #42', rolled);
    const merge = stage.push('main');
    github.mergedHeads.set(merge, rolled);
    const after = await stage.record(sha);
    expect(after.ran).toMatchObject([{ code: 0, out: expect.stringMatching(/^recorded {4}/) as string }, { code: 0 }]);
    const chain = await inProcess(after.workspace, ['audit', 'verify']);
    expect(chain).toMatchObject({ code: 0, out: expect.stringContaining('2 records, 0 signed, unbroken') as string });

    // What else comes to lie in the queue's commit was approved by nobody.
    git(work, 'switch', '--quiet', '--detach', sha);
    writeFileSync(path.join(work, 'models/churn/card.yaml'), sound.replace(/^title: .*$/m, 'title: Another title'));
    const slipped = commit(work, 'Slip in');
    git(work, 'push', '--quiet', '--force', 'origin', `HEAD:refs/heads/gh-readonly-queue/main/pr-42-${base}`);
    const other = { merge_group: { head_sha: slipped, base_sha: base, head_ref: `refs/heads/gh-readonly-queue/main/pr-42-${base}` } };
    const refused = await stage.act('merge_group', other, base);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('error merge_group.other_tree') as string });
    expect(stage.status(slipped)).toBe('modelgate error');
  },
);

test(
  'a verdict of before does not stand for a commit that cannot be judged now, and a comment or check run that cannot be posted changes no verdict',
  { timeout: 600_000 },
  async () => {
    const stage = new Stage();
    await stage.start();
    git(stage.work, 'switch', '--quiet', '--create', 'change');
    writeFileSync(path.join(stage.work, 'models/churn/NOTES.md'), 'nothing that is judged\n');
    commit(stage.work, 'Take notes');
    const head = stage.push('change');
    stage.github.fault = (request) =>
      request.includes('/comments') || request.includes('/check-runs')
        ? { status: 403, message: 'Resource not accessible by integration' }
        : undefined;
    const ran = await stage.act('pull_request_target', opened(head));
    expect(ran).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^check run: .*the verdict stands\ncomment: .*the verdict stands$/m) as string,
    });
    expect(stage.github.checkRuns).toEqual([]);
    // Its findings are annotations of the job then.
    expect(ran.out).toMatch(/^modelgate: Passed/m);
    expect(stage.status(head)).toBe('modelgate success');

    // The same commit, when the reviews cannot be read.
    stage.github.fault = (request) =>
      request.endsWith('/reviews') ? { status: 403, message: 'Resource not accessible by integration' } : undefined;
    expect(await stage.act('workflow_run', reviewed(head))).toMatchObject({
      code: 2,
      err: expect.stringContaining('error github.forbidden') as string,
    });
    expect(stage.status(head)).toBe('modelgate error');

    // The comment says so too, once it can be posted again.
    expect(stage.github.comments[0]?.body).toContain('github.forbidden');
    expect(stage.github.checkRuns).toMatchObject([{ conclusion: 'failure', title: 'Could not judge: github.forbidden' }]);

    // Nobody else's events start it.
    stage.github.fault = () => undefined;
    expect(await stage.act('pull_request', opened(head))).toMatchObject({
      code: 2,
      err: expect.stringContaining('error event.unknown') as string,
    });
    expect(await stage.act('issue_comment', { comment: { body: 'LGTM' } })).toMatchObject({ code: 2 });
  },
);

test('a change of what judges waits for the second role, and is void after a push', { timeout: 600_000 }, async () => {
  const stage = new Stage();
  await stage.start();
  const { github, work } = stage;
  git(work, 'switch', '--quiet', '--create', 'change');
  const limits = path.join(work, 'policies/thresholds/high.yaml');
  writeFileSync(limits, `${readFileSync(limits, 'utf8')}# looked at\n`);
  commit(work, 'Look at the limits');
  const head = stage.push('change');
  const first = await stage.act('pull_request_target', opened(head));
  expect(first).toMatchObject({ code: 1, output: `verdict=deny\ncommit=${head}\nnumber=42\n` });
  const place = { path: 'policies/thresholds/high.yaml', start_line: 1, annotation_level: 'failure' };
  const placed = github.checkRuns.find(({ head_sha }) => head_sha === head)?.annotations;
  expect(placed).toContainEqual(
    expect.objectContaining({ ...place, title: expect.stringContaining('policy.second_role_missing') as string }),
  );
  expect(stage.status(head)).toBe('modelgate failure');
  expect(github.comments[0]?.body).toContain('`mira-holt` or `tomas-weiss` can');

  // Cem wrote it, and has another role anyway.
  stage.review(CEM, 'APPROVED', head);
  expect(await stage.act('workflow_run', reviewed(head))).toMatchObject({ code: 1 });
  stage.review(MIRA, 'APPROVED', head);
  expect(await stage.act('workflow_run', reviewed(head))).toMatchObject({ code: 0 });
  expect(stage.status(head)).toBe('modelgate success');

  writeFileSync(limits, `${readFileSync(limits, 'utf8')}# and again\n`);
  commit(work, 'Look again');
  const again = stage.push('change');
  expect(await stage.act('pull_request_target', opened(again))).toMatchObject({ code: 1 });
});
