import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintWorkflow, RULES } from '../../lib/workflows/index.ts';
import { inProcess } from '../support/in-process.ts';
import { root, scratchRepository } from '../support/scratch.ts';

const shipped = ['action.yml', ...readdirSync(path.join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`)];
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const CHECK = '.github/workflows/check.yml';
const GATE = '.github/workflows/gate.yml';
const REVIEWED = '.github/workflows/reviewed.yml';
const ACTION = 'action.yml';

test('no rule has anything against the workflows of this repository', () => {
  expect(shipped).toEqual(expect.arrayContaining([CHECK, GATE, REVIEWED, ACTION]));
  expect(shipped.flatMap((file) => lintWorkflow(file, textOf(file)))).toEqual([]);
});

const step = (yaml: string): readonly [RegExp, string] => [/^( *)- uses: actions\/checkout/m, `$1- ${yaml}\n$&`];

/** Three ways to break each rule: the file, what is replaced, by what. */
const MUTANTS: Readonly<Record<string, readonly (readonly [file: string, from: string | RegExp, to: string])[]>> = {
  'unpinned-action': [
    [CHECK, /actions\/setup-go@\w+/, 'actions/setup-go@v7'],
    [GATE, /actions\/checkout@\w+/, 'actions/checkout@main'],
    [ACTION, /actions\/setup-node@\w+/, 'actions/setup-node@820762786026740'],
  ],
  'expression-in-script': [
    [CHECK, 'bash .ci/run', 'bash .ci/run "${{ github.head_ref }}"'],
    [ACTION, '"$GITHUB_REPOSITORY"', '"${{ github.repository }}"'],
    [REVIEWED, 'echo "The', 'echo "${{ github.event.review.body }} The'],
  ],
  'permissions-unsaid': [
    [CHECK, 'permissions: {}\n', ''],
    [GATE, 'permissions: {}\n', ''],
    [REVIEWED, 'permissions: {}\n', ''],
  ],
  'permissions-for-all-jobs': [
    [CHECK, 'permissions: {}', 'permissions: write-all'],
    [GATE, 'permissions: {}', 'permissions: read-all'],
    [
      GATE,
      /permissions: \{\}([\s\S]*)$/,
      'permissions: { contents: write }$1\n  other:\n    runs-on: ubuntu-24.04\n    timeout-minutes: 5\n    steps: []\n',
    ],
  ],
  'untrusted-may-write': [
    [CHECK, 'contents: read', 'contents: write'],
    [REVIEWED, 'permissions: {}', 'permissions: { pull-requests: write }'],
    [CHECK, 'run: bash .ci/run', "run: bash .ci/run\n        env:\n          KEY: ${{ secrets['DEPLOY_KEY'] }}"],
  ],
  'trusted-checks-out-head': [
    [GATE, '${{ github.event.merge_group.base_sha || github.sha }}', '${{ github.event.pull_request.head.sha }}'],
    [GATE, '${{ github.event.merge_group.base_sha || github.sha }}', 'refs/pull/${{ github.event.number }}/merge'],
    [
      ACTION,
      'ref: ${{ github.event.merge_group.base_sha || github.sha }}',
      'repository: ${{ github.event.workflow_run.head_repository.full_name }}',
    ],
  ],
  'trusted-takes-head': [
    [GATE, ...step('run: git fetch origin "$REF" && git checkout FETCH_HEAD')],
    [GATE, ...step('run: gh pr checkout "$NUMBER"')],
    [ACTION, 'run: npx', 'run: git -C models worktree add head "$SHA" && npx'],
  ],
  'credentials-left': [
    [CHECK, 'persist-credentials: false', 'clean: true'],
    [GATE, 'persist-credentials: false', 'persist-credentials: true'],
    [ACTION, /\n *persist-credentials: false/, ''],
  ],
  'trusted-takes-artifact': [
    [GATE, ...step(`uses: actions/download-artifact@${'a'.repeat(40)}`)],
    [GATE, ...step('run: gh run download "$RUN"')],
    [ACTION, 'run: npx', 'run: gh api "repos/$GITHUB_REPOSITORY/actions/artifacts/1/zip" > report.zip && npx'],
  ],
  'unlocked-install': [
    [ACTION, 'npm ci --ignore-scripts', 'npm ci'],
    [CHECK, 'run: bash .ci/run', 'run: curl -sSf https://example.com/install.sh | sh'],
    [ACTION, 'npx --no-install', 'npx --yes'],
  ],
  'no-timeout': [
    [CHECK, /\n *timeout-minutes: 90/, ''],
    [GATE, /\n *timeout-minutes: 15/, ''],
    [REVIEWED, /\n *timeout-minutes: 5/, ''],
  ],
  'trusted-uses-cache': [
    [GATE, ...step(`uses: actions/cache@${'a'.repeat(40)}`)],
    [ACTION, 'package-manager-cache: false', 'package-manager-cache: true'],
    [ACTION, 'package-manager-cache: false', 'package-manager-cache: false\n        cache: npm'],
  ],
  'verdict-swallowed': [
    [ACTION, '"$GITHUB_REPOSITORY"', '"$GITHUB_REPOSITORY" || true'],
    [ACTION, '- id: judge', '- id: judge\n      continue-on-error: true'],
    [GATE, 'timeout-minutes: 15', 'timeout-minutes: 15\n    continue-on-error: ${{ github.event_name }}'],
  ],
};

describe('a workflow that is broken on purpose is caught, at its line', () => {
  test('in three ways for every rule', () => {
    expect(Object.keys(MUTANTS).sort()).toEqual(RULES.map(({ name }) => name).sort());
    expect(Object.values(MUTANTS).map((ways) => ways.length)).toEqual(RULES.map(() => 3));
  });

  const all = Object.entries(MUTANTS).flatMap(([rule, ways]) =>
    ways.map(([file, from, to], index) => ({ rule, file, from, to, way: index + 1 })),
  );
  test.each(all)('$rule, way $way, in $file', ({ rule, file, from, to }) => {
    const sound = textOf(file);
    const broken = sound.replace(from, to);
    expect(broken).not.toBe(sound);
    const found = lintWorkflow(file, broken).filter((finding) => finding.rule === rule);
    expect(found).not.toEqual([]);
    const lines = broken.split('\n');
    // What is said to be wrong is at or below the line that is named, within the same step or job.
    for (const { line } of found) expect(lines[line - 1] ?? '').not.toBe('');
  });
});

test('the command lists what it finds, and the page lists its rules', async () => {
  const { code, out } = await inProcess(root, ['workflow', 'lint']);
  expect({ code, out }).toEqual({ code: 0, out: `${String(shipped.length)} files, ${String(RULES.length)} rules, 0 findings\n` });
  const repository = scratchRepository();
  expect((await inProcess(repository, ['workflow', 'lint'])).err).toContain('error workflow.none');
  mkdirSync(path.join(repository, '.github/workflows'), { recursive: true });
  writeFileSync(path.join(repository, '.github/workflows/ci.yml'), 'on: push\njobs:\n  a:\n    runs-on: x\n    steps: []\n');
  const found = await inProcess(repository, ['workflow', 'lint']);
  expect(found.code).toBe(1);
  expect(found.out).toContain('.github/workflows/ci.yml:4  no-timeout\n');
  const page = textOf('docs/workflows.md');
  for (const { name, why } of RULES) expect(page.replaceAll(/ +/g, ' ')).toContain(`| \`${name}\` | ${why} |`);
});

test.each(['a: [', 'on: push\non: pull_request', '- 1', 'a: &a [*a]', ''])('%j is no workflow', (content) => {
  expect(() => lintWorkflow('.github/workflows/x.yml', content)).toThrow(expect.objectContaining({ code: 'workflow.unreadable' }) as Error);
});

test('the line of a finding is the one of the step at fault', () => {
  const content = textOf(CHECK);
  const line = content.split('\n').findIndex((text) => text.includes('bash .ci/run')) + 1;
  expect(lintWorkflow(CHECK, content.replace('bash .ci/run', 'npm install'))).toMatchObject([{ rule: 'unlocked-install', line }]);
});
