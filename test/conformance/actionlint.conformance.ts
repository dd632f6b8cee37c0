import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { run } from '../../tools/run.ts';
import { root } from '../support/scratch.ts';

const folder = path.join(root, '.github', 'workflows');
const workflows = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));

interface Said {
  /** Files that it says it has looked at. */
  readonly seen: number;
  /** `kind: message` of each finding. */
  readonly findings: readonly string[];
}

/** shellcheck and pyflakes are left out, because not every machine has them: the same findings everywhere. */
const ALONE = ['-shellcheck=', '-pyflakes='];

async function actionlint(args: readonly string[], input?: string): Promise<Said> {
  const format = String.raw`{{range $one := .}}{{$one.Kind}}: {{$one.Message}}\n{{end}}`;
  const given = input === undefined ? {} : { input };
  const { code, stdout, stderr } = await run(inject('tools').actionlint, [...ALONE, '-verbose', '-format', format, ...args], {
    cwd: root,
    ...given,
  });
  if (code === null || code > 1) throw new Error(`actionlint could not run: ${stderr}`);
  const counted = /Found \d+ errors in (\d+) files/.exec(stderr)?.[1];
  return { seen: Number(counted ?? (input === undefined ? 0 : 1)), findings: stdout.split('\n').filter((line) => line !== '') };
}

test('actionlint sees every workflow of this repository and finds nothing', async () => {
  expect(workflows.length).toBeGreaterThan(1);
  expect(await actionlint([])).toEqual({ seen: workflows.length, findings: [] });
});

/** What is wrong, the text that is replaced in check.yml, its replacement, and what must be said about it. */
const BREAKS: readonly (readonly [string, string, string, RegExp])[] = [
  [
    'text of a pull request in a script',
    'run: bash .ci/run',
    'run: echo ${{ github.event.pull_request.title }}',
    /^expression: .*potentially untrusted/,
  ],
  [
    'a step’s output that no step has',
    'run: bash .ci/run',
    'run: echo ${{ steps.nothing.outputs.x }}',
    /^expression: property "nothing" is not defined/,
  ],
  [
    'a function that there is not',
    "${{ github.event_name == 'pull_request' }}",
    '${{ nothing() }}',
    /^expression: undefined function "nothing"/,
  ],
  ['a machine that there is not', 'runs-on: ubuntu-24.04', 'runs-on: ubuntu-1804', /^runner-label: label "ubuntu-1804" is unknown/],
  ['a right that there is not', 'contents: read', 'content: read', /^permissions: unknown permission scope "content"/],
  ['an event that there is not', 'merge_group:', 'merge_groups:', /^events: unknown Webhook event "merge_groups"/],
  ['a key that a job does not have', 'timeout-minutes: 90', 'time-out-minutes: 90', /^syntax-check: unexpected key "time-out-minutes"/],
];

describe('actionlint refuses', () => {
  const text = readFileSync(path.join(folder, 'check.yml'), 'utf8');
  test.each(BREAKS)('%s', async (_, sound, wrong, reason) => {
    expect(text).toContain(sound);
    const { findings } = await actionlint(['-'], text.replace(sound, wrong));
    expect(
      findings.some((finding) => reason.test(finding)),
      findings.join('\n'),
    ).toBe(true);
  });
});
