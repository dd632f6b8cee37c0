import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { run } from '../../tools/run.ts';
import { root, scratchFolder } from '../support/scratch.ts';

interface Said {
  readonly files: number;
  /** Which rule is broken where. */
  readonly broken: readonly { readonly title: string; readonly location: { readonly file: string; readonly row: number } }[];
}

/** By the configuration that lies in the policies, and by nothing of this machine. */
async function regal(folder: string, part = 'policies'): Promise<Said> {
  const args = ['lint', '--format=json', '--config-file', path.join(folder, 'policies/.regal/config.yaml'), part];
  const { code, stdout, stderr } = await run(inject('tools').regal, args, { cwd: folder });
  if (code !== 0 && code !== 3) throw new Error(`regal could not run: ${stderr}`);
  const { violations = [], summary } = JSON.parse(stdout) as {
    readonly violations?: Said['broken'];
    readonly summary: { readonly files_scanned: number; readonly num_violations: number };
  };
  expect(violations).toHaveLength(summary.num_violations);
  return { files: summary.files_scanned, broken: violations };
}

function copied(): string {
  const folder = scratchFolder();
  cpSync(path.join(root, 'policies'), path.join(folder, 'policies'), { recursive: true });
  return folder;
}

const sources = readdirSync(path.join(root, 'policies'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.rego'));

test('Regal reads every policy and every test of one, and finds nothing', async () => {
  expect(sources.length).toBeGreaterThan(200);
  expect(await regal(copied())).toEqual({ files: sources.length, broken: [] });
});

/** What is wrong, and what Regal calls it. */
const BREAKS: readonly (readonly [what: string, rego: string, title: string])[] = [
  ['a condition that always holds', 'odd if 1 == 1', 'constant-condition'],
  ['a file that is of another package than its folder', '', 'directory-package-mismatch'],
  ['a search that has a word of its own', 'odd if "x" == input.names[_]', 'use-in-operator'],
  ['a pattern with an escape that means something else', 'odd if regex.match("^a\\\\.b$", input.a)', 'non-raw-regex-pattern'],
  ['a value that is held against its constant the wrong way round', 'odd if 1 == input.a', 'yoda-condition'],
  ['a print that was left behind', 'odd if print(input.a)', 'print-or-trace-call'],
  ['a task that was left behind', '# TODO: think of it', 'todo-comment'],
];

describe('Regal refuses', () => {
  test.each(BREAKS)('%s', async (_, rego, title) => {
    const folder = copied();
    const file = path.join(folder, 'policies/lib/num/num.rego');
    const sound = readFileSync(file, 'utf8');
    const edited = title === 'directory-package-mismatch' ? sound.replace('package lib.num', 'package lib.other') : `${sound}\n${rego}\n`;
    expect(edited).not.toBe(sound);
    writeFileSync(file, edited);
    const { broken } = await regal(folder, 'policies/lib/num');
    expect(broken.map((rule) => rule.title)).toContain(title);
  });
});
