import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { run } from '../../tools/run.ts';
import { root, scratchFolder } from '../support/scratch.ts';

interface Said {
  /** Files that it says it has looked at. */
  readonly seen: readonly string[];
  /** Its name of each finding. */
  readonly findings: readonly string[];
}

/** Offline, because what it would ask the forge differs from day to day; pedantic, because nothing else is worth running. */
async function zizmor(folder: string): Promise<Said> {
  const args = ['--offline', '--no-progress', '--no-config', '--persona=pedantic', '--format=json-v1', '--color=never', '.'];
  const { code, stdout, stderr } = await run(inject('tools').zizmor, args, { cwd: folder });
  const found = /^\s*\[/.test(stdout) ? (JSON.parse(stdout) as readonly { readonly ident: string; readonly ignored: boolean }[]) : null;
  if (code === null || found === null) throw new Error(`zizmor could not run: ${stderr}`);
  return {
    seen: [...stderr.matchAll(/completed \.\/(\S+)/g)].map((match) => match[1] ?? '').sort(),
    findings: found.filter(({ ignored }) => !ignored).map(({ ident }) => ident),
  };
}

/** A repository that has our workflows and nothing else. */
function copied(edit: (file: string, text: string) => string): string {
  const folder = scratchFolder();
  mkdirSync(path.join(folder, '.github'), { recursive: true });
  for (const part of ['.github', 'action.yml']) cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
  for (const file of ['action.yml', ...readdirSync(path.join(folder, '.github/workflows')).map((name) => `.github/workflows/${name}`)]) {
    const place = path.join(folder, file);
    writeFileSync(place, edit(file, readFileSync(place, 'utf8')));
  }
  return folder;
}

const own = [
  '.github/dependabot.yml',
  'action.yml',
  ...readdirSync(path.join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`),
].sort();

test('zizmor sees every workflow and action of this repository and finds nothing', async () => {
  expect(await zizmor(copied((_, text) => text))).toEqual({ seen: own, findings: [] });
});

/** What is wrong, the file, the text that is replaced, its replacement, and what zizmor calls it. */
const BREAKS: readonly (readonly [string, string, string, string, string])[] = [
  [
    'the head of a pull request in the job that may write',
    '.github/workflows/gate.yml',
    '# zizmor: ignore[dangerous-triggers]',
    '#',
    'dangerous-triggers',
  ],
  [
    'a moved tag',
    '.github/workflows/check.yml',
    /actions\/setup-go@\w{40} # v7.0.0/.exec(readFileSync(path.join(root, '.github/workflows/check.yml'), 'utf8'))?.[0] ?? '?',
    'actions/setup-go@v7',
    'unpinned-uses',
  ],
  ['credentials left in the checkout', '.github/workflows/check.yml', 'persist-credentials: false', 'clean: true', 'artipacked'],
  [
    'text of a pull request in a script',
    'action.yml',
    '"$GITHUB_REPOSITORY"',
    '"${{ github.event.pull_request.title }}"',
    'template-injection',
  ],
  ['every permission', '.github/workflows/check.yml', 'permissions: {}', 'permissions: write-all', 'excessive-permissions'],
];

describe('zizmor refuses', () => {
  test.each(BREAKS)('%s', async (_, where, sound, wrong, reason) => {
    const folder = copied((file, text) => {
      if (file !== where) return text;
      expect(text).toContain(sound);
      return text.replace(sound, wrong);
    });
    expect((await zizmor(folder)).findings).toContain(reason);
  });
});
