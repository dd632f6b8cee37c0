import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { root, scratchRepository } from '../support/scratch.ts';

const FILE = '.github/CODEOWNERS';

test('the committed file is what roles and declarations say', async () => {
  expect(await inProcess(root, ['codeowners', '--check'])).toEqual({ code: 0, out: `unchanged ${FILE}: 3 models\n`, err: '' });
});

test('a change of roles is found by --check, which writes nothing, and written without it', async () => {
  const repository = scratchRepository();
  const roles = path.join(repository, 'policies/roles.yaml');
  writeFileSync(roles, readFileSync(roles, 'utf8').replace('cem-aydin', 'eda-oz'));
  await inProcess(repository, ['codeowners']);
  expect(readFileSync(path.join(repository, FILE), 'utf8')).toContain('/models/churn/ @eda-oz @dana-fox\n');
  writeFileSync(path.join(repository, FILE), '* @mallory\n');
  expect(await inProcess(repository, ['codeowners', '--check'])).toMatchObject({ code: 1, out: `changed ${FILE}: 3 models\n` });
  expect(readFileSync(path.join(repository, FILE), 'utf8')).toBe('* @mallory\n');
});

test('a second file, of which a forge would read only one, is refused', async () => {
  const repository = scratchRepository();
  await inProcess(repository, ['codeowners']);
  const ran = await inProcess(repository, ['codeowners', '--check', '--file', 'CODEOWNERS']);
  expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('codeowners.second_file') as string });
  expect(existsSync(path.join(repository, 'CODEOWNERS'))).toBe(false);
});

test('a place where no forge looks is refused', async () => {
  expect(await inProcess(scratchRepository(), ['codeowners', '--file', '../CODEOWNERS'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('usage.bad_file') as string,
  });
});
