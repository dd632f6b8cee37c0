import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { main } from '../../lib/cli/main.ts';
import { sha256 } from '../../lib/sha256.ts';
import { FakeGithub } from '../support/fake-github.ts';
import { inProcess } from '../support/in-process.ts';
import { commit, git, runIn, scratchFolder, scratchRepository, type Ran } from '../support/scratch.ts';

const read = (repository: string, file: string): string => readFileSync(path.join(repository, file), 'utf8');
const status = (repository: string): string => git(repository, 'status', '--porcelain');

const REASON = 'The survey changed in October; the next release learns from the new one.';
const waiver = (repository: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> => {
  const options = {
    code: 'drift.above_limit',
    env: 'dev',
    expires: '2026-12-20',
    owner: 'people-analytics',
    approver: 'model-risk',
    reason: REASON,
    now: '2026-11-21T12:00:00Z',
    ...more,
  };
  return inProcess(repository, ['waiver', 'new', 'churn', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])]);
};

describe('waiver new', () => {
  test('writes a file of its own for a model that has none, which the gate reads', async () => {
    const repository = scratchRepository();
    const { code, out } = await waiver(repository);
    expect(code).toBe(0);
    expect(out).toContain('churn-dev-drift-above-limit: drift.above_limit is waived for churn/dev until 2026-12-20\n');
    expect(out).toContain('covers nothing today: drift.above_limit finds nothing in churn/dev\n');
    expect(out).toContain('next: npx modelgate gate --model churn --env dev\n');
    expect(read(repository, 'policies/waivers/churn.yaml')).toBe(`# Exceptions. Each is for one check of one unit, and ends by itself.
schemaVersion: modelgate.dev/waivers/v1
waivers:
  - id: churn-dev-drift-above-limit
    code: drift.above_limit
    model: churn
    environment: dev
    evaluationSha256: '${sha256(read(repository, 'models/churn/versions/1.1.0/evaluation.json'))}'
    reason: >-
      ${REASON}
    owner: people-analytics
    approver: model-risk
    expires: '2026-12-20'
`);
    const listed = JSON.parse((await inProcess(repository, ['waiver', 'list', '--json'])).out) as { waivers: readonly { id: string }[] };
    expect(listed.waivers.map(({ id }) => id)).toContain('churn-dev-drift-above-limit');
  });

  test('is added to what people wrote, and says which findings it covers', async () => {
    const repository = scratchRepository();
    const file = 'policies/waivers/credit-approval.yaml';
    const before = read(repository, file);
    // Without the last of them, its finding stands.
    const start = before.lastIndexOf('  - id:');
    const removed = before.slice(start);
    writeFileSync(path.join(repository, file), before.slice(0, start));
    const [, code = '', , environment = '', subject = ''] =
      /code: (\S+)\s+model: (\S+)\s+environment: (\S+)\s+subject: (\S+)/.exec(removed) ?? [];
    const { out } = await inProcess(repository, [
      ...['waiver', 'new', 'credit-approval', '--code', code, '--env', environment, '--subject', subject],
      ...[
        '--owner',
        'credit-risk',
        '--approver',
        'risk-office',
        '--expires',
        '2026-12-20',
        '--reason',
        REASON,
        '--now',
        '2026-11-21T12:00:00Z',
      ],
    ]);
    expect(out).toContain(`covers today: ${subject}\n`);
    expect(read(repository, file).startsWith(before.slice(0, start))).toBe(true);
    // Bound to the evidence, as the one that stood there was.
    const bound = /evaluationSha256: '[0-9a-f]{64}'/.exec(removed)?.[0] ?? 'not bound';
    expect(read(repository, file).slice(start)).toContain(bound);
  });

  test('what the gate would not let count is refused, and nothing is written', async () => {
    const repository = scratchRepository();
    for (const [more, says] of [
      [{ code: 'card.missing' }, 'waiver.never'],
      [{ code: 'drift.above_limits' }, 'Did you mean drift.above_limit?'],
      [{ expires: '2026-11-20' }, 'waiver.expired'],
      [{ expires: '2027-11-20' }, 'Name 2027-02-19 or an earlier day.'],
      [{ expires: '2026-11-31' }, 'time.invalid'],
      [{ reason: 'because' }, '--reason: must NOT have fewer than 20 characters'],
      [{ approver: 'People-Analytics ' }, 'waiver.self_approved'],
      [{ env: 'prd' }, 'placement.unknown_environment'],
      [{ 'artifact-sha256': 'abc' }, '--artifact-sha256: must match pattern'],
    ] as const) {
      const { code, err } = await waiver(repository, more);
      expect(code).toBe(2);
      expect(err).toContain(says);
    }
    expect(status(repository)).toBe('');
  });

  test('all that is wrong is said at once', async () => {
    const { err } = await waiver(scratchRepository(), { code: 'card.missing', env: 'prd', expires: '2026-11-20' });
    for (const code of ['waiver.never', 'placement.unknown_environment', 'waiver.expired']) expect(err).toContain(code);
  });

  test('a second one for the same finding is refused', async () => {
    const repository = scratchRepository();
    expect((await waiver(repository)).code).toBe(0);
    expect((await waiver(repository)).err).toContain('waiver.duplicate_id');
    expect((await waiver(repository, { id: 'another-one', subject: '1.1.0' })).err).toContain('waiver.overlap');
  });
});

describe('card bump', () => {
  test('adds the version and who has read it, in the lines of these alone, and renders the card', async () => {
    const repository = scratchRepository();
    const file = 'models/churn/card.yaml';
    const before = read(repository, file).replace('  - 1.1.0\n', '').replace('reviewed:\n', 'reviewed: # by the second line\n');
    writeFileSync(path.join(repository, file), before);
    const { code, out } = await inProcess(repository, [
      ...['card', 'bump', 'churn', '--version', '1.1.0', '--by', 'Model Risk: second line', '--now', '2026-11-22T00:00:00Z'],
    ]);
    expect(code).toBe(0);
    expect(out).toContain('churn: the card describes 1.1.0, read on 2026-11-22 by Model Risk: second line\n');
    expect(out).toContain('changed  synth/prod/churn/ConfigMap.churn-card.yaml\n');
    const by = /by: (.*)/.exec(before)?.[1] ?? '';
    expect(read(repository, file)).toBe(
      before
        .replace('  - 1.0.0\n', '  - 1.0.0\n  - 1.1.0\n')
        .replace(/on: '.*'/, `on: '2026-11-22'`)
        .replace(`by: ${by}`, `by: 'Model Risk: second line'`),
    );
  });

  test('a version without facts is not described', async () => {
    const repository = scratchRepository();
    const { code, err } = await inProcess(repository, ['card', 'bump', 'churn', '--version', '9.9.9', '--by', 'Model Risk']);
    expect([code, status(repository)]).toEqual([2, '']);
    expect(err).toContain('models/churn/versions/9.9.9/release.yaml: absent');
  });
});

describe('release block', () => {
  const block = (repository: string, version: string, environment: string) =>
    inProcess(repository, [
      ...[
        'release',
        'block',
        'churn',
        '--version',
        version,
        '--env',
        environment,
        '--reason',
        'learnt from withdrawn rows',
        '--now',
        'head',
      ],
    ]);

  test('keeps an image out of where it has not come, and says so once', async () => {
    const repository = scratchRepository();
    expect(await block(repository, '1.0.0', 'dev')).toMatchObject({
      code: 2,
      err: expect.stringContaining('1.0.0 stands in prod') as string,
    });
    writeFileSync(
      path.join(repository, 'models/churn/releases.yaml'),
      read(repository, 'models/churn/releases.yaml').replace('    candidate: 1.1.0\n', ''),
    );
    commit(repository, 'Only 1.0.0 in prod');
    expect((await block(repository, '1.1.0', 'prod')).out).toContain(
      'churn: 1.1.0 is blocked from prod on\nwritten  models/churn/blocked.yaml\n',
    );
    expect(read(repository, 'models/churn/blocked.yaml')).toContain("environment: prod\n    reason: 'learnt from withdrawn rows'\n");
    const promote = ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod'];
    expect((await inProcess(repository, promote)).err).toContain('release.blocked');
    expect((await block(repository, '1.1.0', 'prod')).out).toContain('nothing changed\n');
  });
});

describe('--pr', () => {
  async function forge(repository: string): Promise<readonly [FakeGithub, Readonly<Record<string, string>>]> {
    const github = new FakeGithub();
    const url = await github.start();
    onTestFinished(() => github.stop());
    // As if the checkout had been cloned from it.
    const head = git(repository, 'rev-parse', 'HEAD');
    github.git.commits.set(head, { files: new Map([['README.md', 'Models\n']]), parents: [], message: 'Start' });
    github.git.branches.set('main', head);
    return [github, { GITHUB_API_URL: url, GITHUB_TOKEN: 'secret-token' }];
  }

  async function run(cwd: string, env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ran> {
    const printed = { out: '', err: '' };
    const io = { out: (text: string) => (printed.out += text), log: (text: string) => (printed.err += text), cwd, env, color: false };
    const code = await main([...args, '--pr', '--repo', 'acme/models'], io);
    return { code, ...printed };
  }

  const stable = ['release', 'promote', 'churn', '--version', '1.1.0', '--env', 'prod', '--as', 'stable'];

  test('opens one pull request with the change, its manifests and what the gate says, and leaves the checkout alone', async () => {
    const repository = scratchRepository();
    const [github, env] = await forge(repository);
    // Work in progress is no part of it.
    writeFileSync(path.join(repository, 'models/churn/card.yaml'), 'draft\n');
    const before = status(repository);
    const rollback = ['release', 'rollback', 'churn', '--env', 'prod', '--version', '1.1.0', '--reason', 'slow', '--now', 'head'];
    const { code, out } = await run(repository, env, ...rollback);
    expect(code).toBe(0);
    expect(out).toMatch(/\nverdict: (pass|warn) \(\d+ findings\)\nopened https:\/\/github.example\/acme\/models\/pull\/100\n$/);
    expect(status(repository)).toBe(before);
    expect(git(repository, 'worktree', 'list').split('\n')).toHaveLength(1);

    const branch = 'modelgate/rollback-prod-churn-1.1.0';
    const files = github.git.files(branch);
    expect(files['models/churn/releases.yaml']).toMatch(/prod:\n {4}stable: 1.0.0\n$/);
    expect(Object.keys(files).some((file) => file.startsWith('synth/prod/churn/'))).toBe(true);
    expect(files['models/churn/card.yaml']).toBeUndefined();
    const [pull] = github.git.pullRequests;
    expect(pull).toMatchObject({ base: 'main', branch, title: 'Roll back churn 1.1.0 in prod' });
    expect(pull?.body).toContain('churn/prod: stable 1.0.0 (was: stable 1.0.0, candidate 1.1.0)\n\n- `models/churn/blocked.yaml`\n');
    expect(pull?.body).toMatch(/\n## \S+ /u);
    expect(pull?.body).not.toContain('<!--');
    const message = github.git.commits.get(github.git.branches.get(branch) ?? '')?.message ?? '';
    expect(message.split('\n')[0]).toBe('Roll back churn 1.1.0 in prod');
    expect(message).not.toContain('## ');

    expect((await run(repository, env, ...rollback)).out).toContain('unchanged https://github.example/acme/models/pull/100\n');
    expect(github.git.pullRequests).toHaveLength(1);
  });

  test('--json says what became of it', async () => {
    const repository = scratchRepository();
    const [, env] = await forge(repository);
    const { out } = await run(repository, env, ...stable, '--json');
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      after: { stable: '1.1.0' },
      pullRequest: {
        action: 'opened',
        branch: 'modelgate/promote-prod-churn-1.1.0-stable',
        number: 100,
        verdict: expect.any(String) as string,
      },
    });
  });

  test('a checkout that is behind its branch is refused: its files would take back what was merged since', async () => {
    const repository = scratchRepository();
    const [github, env] = await forge(repository);
    github.git.branches.set('main', github.git.add({ 'README.md': 'Newer\n' }, []));
    const { code, err } = await run(repository, env, ...stable);
    expect(code).toBe(2);
    expect(err).toContain('publish.base_moved');
    expect(github.git.pullRequests).toEqual([]);
  });

  test('what is refused opens nothing and leaves no copy behind', async () => {
    const repository = scratchRepository();
    const [github, env] = await forge(repository);
    expect((await run(repository, env, 'release', 'promote', 'churn', '--version', '9.9.9', '--env', 'prod')).code).toBe(2);
    expect(github.git.pullRequests).toEqual([]);
    expect(git(repository, 'worktree', 'list').split('\n')).toHaveLength(1);
  });

  test('without a token nothing begins', async () => {
    const repository = scratchRepository();
    expect((await run(repository, {}, ...stable)).err).toContain('github.no_token');
    expect(status(repository)).toBe('');
  });

  test('a repository that is a folder of another one is copied with it', async () => {
    const outer = scratchFolder();
    const inner = path.join(outer, 'ml');
    runIn(outer, 'cp', ['-R', scratchRepository(), inner]);
    runIn(outer, 'rm', ['-rf', path.join(inner, '.git')]);
    git(outer, 'init', '--quiet', '--initial-branch', 'main');
    commit(outer, 'Start');
    const [github, env] = await forge(outer);
    expect(await run(inner, env, ...stable)).toMatchObject({ code: 0 });
    expect(Object.keys(github.git.files('modelgate/promote-prod-churn-1.1.0-stable'))).toContain('ml/models/churn/releases.yaml');
    expect(existsSync(path.join(inner, 'models/churn/blocked.yaml'))).toBe(false);
  });
});
