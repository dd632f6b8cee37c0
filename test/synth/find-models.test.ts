import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UserErrors } from '../../lib/errors.ts';
import { findModels } from '../../lib/synth/find-models.ts';
import { put, scratch } from './support/repository.ts';

function errorsOf(root: string): readonly string[] {
  try {
    findModels(root);
  } catch (thrown) {
    if (thrown instanceof UserErrors) return thrown.errors.map(({ code, message }) => `${code} ${message}`);
    throw thrown;
  }
  throw new Error('no error');
}

test('models are the folders of models/, in code-unit order; files beside them are none', () => {
  const root = scratch();
  put(root, {
    'models/z/model.ts': '',
    'models/a-b/model.ts': '',
    'models/a/model.ts': '',
    'models/README.md': '',
    'models/a1/model.ts': '',
  });
  expect(findModels(root)).toEqual(['a', 'a-b', 'a1', 'z']);
});

test.each<[string, (root: string) => void]>([
  ['no folder models/', () => undefined],
  [
    'an empty folder models/',
    (root) => {
      mkdirSync(path.join(root, 'models'));
    },
  ],
  [
    'only files in models/',
    (root) => {
      put(root, { 'models/README.md': '' });
    },
  ],
  [
    'a file in its place',
    (root) => {
      put(root, { models: '' });
    },
  ],
])('%s is an error, never an empty success', (_, make) => {
  const root = scratch();
  make(root);
  expect(errorsOf(root)).toEqual(['models.none models/: no model; expected at least one folder models/<id>/ with a model.ts']);
});

test.each<[string, string]>([
  ['dot-dot', '..churn'],
  ['dots inside', 'a..b'],
  ['a hidden folder', '.churn'],
  ['a backslash', 'a\\..\\b'],
  ['an encoded slash', '%2e%2e%2fb'],
  ['a fullwidth slash', 'a／b'],
  ['upper case', 'Churn'],
  ['a leading dash', '-rf'],
  ['a trailing dash', 'churn-'],
  ['a leading digit', '1churn'],
  ['an underscore', '_platform'],
  ['a blank', 'ch urn'],
  ['a line feed', 'churn\n'],
  ['an escape sequence', '\u001b[31mchurn'],
  ['a right-to-left mark', 'churn\u202e'],
  ['a letter that only looks like one', 'сhurn'],
  ['a dollar', '$(id)'],
  ['a NUL-like end', 'churn\u0001'],
])('a folder whose name has %s is refused, the name escaped and all others still looked at', (_, name) => {
  const root = scratch();
  put(root, { 'models/fine/model.ts': '', 'models/empty/x.py': '' });
  mkdirSync(path.join(root, 'models', name));
  const errors = errorsOf(root);
  expect(errors).toHaveLength(2);
  expect(errors).toContain(
    `models.bad_id models/: folder ${JSON.stringify(name)}; expected a model id: 1 to 40 of a-z, 0-9 and "-", a letter first and no "-" last`,
  );
  expect(errors).toContain('models.no_declaration models/empty/: no model.ts; expected the declaration of model empty');
});

test('an id of 64 characters is told with its length', () => {
  const root = scratch();
  put(root, { [`models/${'a'.repeat(64)}/model.ts`]: '' });
  expect(errorsOf(root)).toEqual([expect.stringContaining(`"${'a'.repeat(64)}" has 64 characters; expected a model id: 1 to 40`)]);
});

test('an id of 40 characters is accepted, one of 41 is not', () => {
  const root = scratch();
  put(root, { [`models/${'a'.repeat(40)}/model.ts`]: '' });
  expect(findModels(root)).toEqual(['a'.repeat(40)]);
  put(root, { [`models/${'a'.repeat(41)}/model.ts`]: '' });
  expect(errorsOf(root)).toHaveLength(1);
});

test('folders that differ in case only are told as such', () => {
  const root = scratch();
  put(root, { 'models/churn/model.ts': '', 'models/Churn/model.ts': '' });
  expect(errorsOf(root)).toEqual([
    'models.case_collision models/: the folders "Churn" and "churn" differ in case only; expected names that differ on every file system',
  ]);
});

test('a link is refused wherever it stands in for a model', () => {
  const root = scratch();
  put(root, { 'elsewhere/model.ts': '', 'models/b/x': '', 'models/c/model.ts/x': '' });
  symlinkSync('../elsewhere', path.join(root, 'models', 'a'));
  symlinkSync('../../elsewhere/model.ts', path.join(root, 'models', 'b', 'model.ts'));
  expect(errorsOf(root)).toEqual([
    'models.symlink models/a: a symbolic link; expected a folder',
    'models.symlink models/b/model.ts: a symbolic link; expected a file',
    'models.not_a_file models/c/model.ts: a folder; expected a file',
  ]);
});

test('models/ itself may not be a link', () => {
  const root = scratch();
  put(root, { 'elsewhere/a/model.ts': '' });
  symlinkSync('elsewhere', path.join(root, 'models'));
  expect(errorsOf(root)).toEqual(['models.symlink models: a symbolic link; expected a folder']);
});
