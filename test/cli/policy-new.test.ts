import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { commit, git, scratchRepository } from '../support/scratch.ts';

const env = process.env as Readonly<Record<string, string>>;
const run = (repository: string, ...args: readonly string[]) => inProcess(repository, args, env);

test('a new check has its page and is in the bundle, so that nothing is left to check', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  expect(await run(repository, 'policy', 'docs')).toMatchObject({ code: 0 });
  writeFileSync(path.join(repository, 'docs/findings/data.gone.md'), '# A check that is no more\n');
  commit(repository, 'Write the pages');
  const ran = await run(repository, 'policy', 'new', 'data/too_few_rows', '--json');
  expect(ran.code).toBe(0);
  const { written, removed } = JSON.parse(ran.out) as Readonly<Record<'written' | 'removed', readonly string[]>>;
  expect(removed).toEqual(['docs/findings/data.gone.md']);
  expect(written).toEqual([
    'policies/rules/data/too_few_rows/too_few_rows.rego',
    'policies/rules/data/too_few_rows/too_few_rows_test.rego',
    'policies/rules/data/too_few_rows/samples/allowed.json',
    'policies/rules/data/too_few_rows/samples/denied.json',
    'policies/rules/data/too_few_rows/samples/edges.json',
    'policies/bundle/policy.wasm',
    'policies/bundle/manifest.json',
    'docs/findings/README.md',
    'docs/findings/data.too_few_rows.md',
  ]);
  const touched = git(repository, 'status', '--porcelain', '--untracked-files=all').split('\n');
  expect(touched.flatMap((line) => (line === '' ? [] : [line.slice(3)])).sort()).toEqual([...written, ...removed].sort());
  for (const command of ['docs', 'build']) expect(await run(repository, 'policy', command, '--check')).toMatchObject({ code: 0 });
  // The denied sample, as the compiled check answers.
  const page = readFileSync(path.join(repository, 'docs/findings/data.too_few_rows.md'), 'utf8');
  expect(page).toContain('| `1.1.0` | failed | `99` | `100` |');
});

test('a topic that there is not, and policies that do not compile, leave nothing behind', { timeout: 120_000 }, async () => {
  const repository = scratchRepository();
  const unknown = await run(repository, 'policy', 'new', 'dta/too_few_rows');
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain("dta is no topic of units' checks; expected one of card, compliance, data, ");
  expect(unknown.err).toContain('Did you mean data/too_few_rows?');
  expect(git(repository, 'status', '--porcelain')).toBe('');

  const rule = path.join(repository, 'policies/rules/data/unpinned/unpinned.rego');
  writeFileSync(rule, `${readFileSync(rule, 'utf8')}\nbroken if nothing.here(\n`);
  const broken = await run(repository, 'policy', 'new', 'data/too_few_rows');
  expect(broken.code).toBe(2);
  expect(broken.err).toContain('policy.build_failed');
  expect(readdirSync(path.join(repository, 'policies/rules/data'))).not.toContain('too_few_rows');
});
