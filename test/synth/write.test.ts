import * as fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { UserError, UserErrors } from '../../lib/errors.ts';
import { EVERYTHING } from '../../lib/synth/filter.ts';
import { digest, folderDigest } from '../../lib/synth/plan.ts';
import { identity } from '../../lib/synth/stage.ts';
import { pendingPlan, recover, refusePending, Writer } from '../../lib/synth/write.ts';
import { put, scratch } from './support/repository.ts';
import { bytesOf, check, encoded, manifest, treeWith, write } from './support/tree.ts';

function codesOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (thrown) {
    if (thrown instanceof UserErrors) return thrown.errors.map(({ code, message }) => `${code} ${message}`);
    if (thrown instanceof UserError) return [`${thrown.code} ${thrown.message}`];
    throw thrown;
  }
  return [];
}

test('what was taken and then dropped leaves no trace', () => {
  const root = scratch();
  write(root, encoded(treeWith({ a: 'one' })), EVERYTHING);
  const before = bytesOf(root);
  const listeners = process.listenerCount('exit');
  const writer = new Writer(root, EVERYTHING);
  writer.take([['synth/prod/b/Service.b.yaml', Buffer.from('b'), digest('b')]]);
  expect(fs.readdirSync(root).sort()).toEqual(['.synth-stage', 'synth']);
  expect(process.listenerCount('exit')).toBe(listeners + 1);
  writer.drop();
  writer.drop();
  expect(bytesOf(root)).toEqual(before);
  expect(process.listenerCount('exit')).toBe(listeners);
});

test('files of one absent folder that come at different times come whole, by one step', () => {
  const root = scratch();
  const writer = new Writer(root, EVERYTHING);
  writer.take([['synth/prod/b/Service.b.yaml', Buffer.from('b'), digest('b')]]);
  expect(fs.existsSync(path.join(root, 'synth'))).toBe(false);
  writer.take([['synth/dev/a/Service.a.yaml', Buffer.from('a'), digest('a')]]);
  expect(fs.existsSync(path.join(root, 'synth'))).toBe(false);
  expect(writer.finish().added).toEqual(['synth/dev/a/Service.a.yaml', 'synth/prod/b/Service.b.yaml']);
  expect(bytesOf(root)).toEqual({ 'synth/dev/a/Service.a.yaml': 'a', 'synth/prod/b/Service.b.yaml': 'b' });
});

test('nobody else can write between the first file and the end', () => {
  const root = scratch();
  const writer = new Writer(root, EVERYTHING);
  writer.take([['synth/prod/b/Service.b.yaml', Buffer.from('b'), digest('b')]]);
  expect(codesOf(() => write(root, encoded(treeWith({ a: 'one' })), EVERYTHING))).toEqual([expect.stringContaining('synth.locked')]);
  writer.finish();
  expect(Object.keys(bytesOf(root))).toEqual(['synth/prod/b/Service.b.yaml']);
});

test('the first run writes every file, and nothing else is left', () => {
  const root = scratch();
  const tree = treeWith({ a: 'one', b: 'one' });
  expect(write(root, encoded(tree), EVERYTHING)).toEqual({ added: [...tree.keys()].sort(), changed: [], removed: [] });
  expect(bytesOf(root)).toEqual(Object.fromEntries(tree));
  expect(check(root, encoded(tree), EVERYTHING)).toEqual({ missing: [], changed: [], extra: [] });
});

test('the second run writes no byte: no file and no folder below synth/ changes its time or inode', () => {
  const root = scratch();
  const tree = treeWith({ a: 'one', b: 'one' });
  write(root, encoded(tree), EVERYTHING);
  const state = (): readonly unknown[] =>
    fs
      .readdirSync(path.join(root, 'synth'), { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const { ino, mtimeNs, ctimeNs } = fs.statSync(path.join(root, 'synth', name), { bigint: true });
        return [name, ino, mtimeNs, ctimeNs];
      });
  const before = state();
  expect(write(root, encoded(tree), EVERYTHING)).toEqual({ added: [], changed: [], removed: [] });
  expect(state()).toEqual(before);
});

test('a change writes the files that differ and no other', () => {
  const root = scratch();
  write(root, encoded(treeWith({ a: 'one', b: 'one' })), EVERYTHING);
  const inode = (file: string): number => fs.statSync(path.join(root, file)).ino;
  const untouched = inode('synth/prod/a/ConfigMap.one.yaml');
  const next = treeWith({ a: 'one', c: 'two' });
  next.set('synth/prod/a/Service.a.yaml', manifest('changed'));
  expect(write(root, encoded(next), EVERYTHING)).toEqual({
    added: ['synth/catalog/c.json', 'synth/prod/c/ConfigMap.two.yaml', 'synth/prod/c/Service.c.yaml'],
    changed: ['synth/prod/a/Service.a.yaml'],
    removed: ['synth/catalog/b.json', 'synth/prod/b/ConfigMap.one.yaml', 'synth/prod/b/Service.b.yaml'],
  });
  expect(bytesOf(root)).toEqual(Object.fromEntries(next));
  expect(inode('synth/prod/a/ConfigMap.one.yaml')).toBe(untouched);
  expect(fs.existsSync(path.join(root, 'synth/prod/b'))).toBe(false);
});

test('a run for one model leaves the stale files of all others', () => {
  const root = scratch();
  write(root, encoded(treeWith({ a: 'one', b: 'one' })), EVERYTHING);
  const filter = { models: ['a'], environments: [] };
  expect(write(root, encoded(treeWith({ a: 'two' })), filter)).toEqual({
    added: ['synth/prod/a/ConfigMap.two.yaml'],
    changed: [],
    removed: ['synth/prod/a/ConfigMap.one.yaml'],
  });
  expect(Object.keys(bytesOf(root)).filter((file) => file.includes('/b'))).toHaveLength(3);
  expect(check(root, encoded(treeWith({ a: 'two' })), filter)).toEqual({ missing: [], changed: [], extra: [] });
});

test('check lists what is missing, changed and extra, and writes nothing', () => {
  const root = scratch();
  write(root, encoded(treeWith({ a: 'one', b: 'one' })), EVERYTHING);
  put(root, {
    'synth/prod/a/Service.a.yaml': manifest('edited by hand'),
    'synth/prod/a/Role.backdoor.yaml': 'kind: Role\n',
    'synth/README.md': 'notes\n',
  });
  const before = bytesOf(root);
  const times = fs.statSync(root).mtimeMs;
  expect(check(root, encoded(treeWith({ a: 'one', c: 'one' })), EVERYTHING)).toEqual({
    missing: ['synth/catalog/c.json', 'synth/prod/c/ConfigMap.one.yaml', 'synth/prod/c/Service.c.yaml'],
    changed: ['synth/prod/a/Service.a.yaml'],
    extra: ['synth/catalog/b.json', 'synth/prod/a/Role.backdoor.yaml', 'synth/prod/b/ConfigMap.one.yaml', 'synth/prod/b/Service.b.yaml'],
  });
  expect(bytesOf(root)).toEqual(before);
  expect(fs.statSync(root).mtimeMs).toBe(times);
});

test('check finds one changed byte, also one that no text shows', () => {
  const root = scratch();
  const tree = treeWith({ a: 'one' });
  write(root, encoded(tree), EVERYTHING);
  const file = 'synth/prod/a/Service.a.yaml';
  fs.writeFileSync(path.join(root, file), Buffer.concat([fs.readFileSync(path.join(root, file)), Buffer.from([0xff])]));
  expect(check(root, encoded(tree), EVERYTHING).changed).toEqual([file]);
});

test('files that synth did not write are never changed or removed', () => {
  const root = scratch();
  write(root, encoded(treeWith({ a: 'one', b: 'one' })), EVERYTHING);
  const foreign = {
    'synth/README.md': 'notes\n',
    'synth/prod/b/notes.yaml': 'kind: ConfigMap\n',
    'synth/prod/b/deep/er/x': '',
    'synth/catalog/b.txt': '{}',
    'synth/catalog/other.json': '{"schemaVersion":"modelgate.dev/model/v1","id":"b"}',
    'synth/catalog/broken.json': '{',
    'synth/prod/a/almost.yaml': ' # modelgate: generated from x\n',
  };
  put(root, foreign);
  write(root, encoded(treeWith({ a: 'two' })), EVERYTHING);
  expect(bytesOf(root)).toEqual({ ...Object.fromEntries(treeWith({ a: 'two' })), ...foreign });
});

test('a foreign file, folder or parent in the place of a rendered one stops the run before anything is written', () => {
  const root = scratch();
  put(root, {
    'synth/prod/a/Service.a.yaml': 'kind: Service\n',
    'synth/prod/b/Service.b.yaml/inner': '',
    'synth/prod/c': 'a file\n',
    'synth/catalog/d.json': '{"id":"d"}',
  });
  const before = bytesOf(root);
  expect(
    codesOf(() => write(root, encoded(treeWith({ a: 'x', b: 'x', c: 'x', d: 'x' })), EVERYTHING)).map((text) => text.split(':')[0]),
  ).toEqual([
    'synth.foreign_file synth/catalog/d.json',
    'synth.foreign_file synth/prod/a/Service.a.yaml',
    'synth.foreign_file synth/prod/b/Service.b.yaml',
    'synth.foreign_file synth/prod/c/ConfigMap.x.yaml',
    'synth.foreign_file synth/prod/c/Service.c.yaml',
  ]);
  expect(bytesOf(root)).toEqual(before);
});

test.each([
  ['synth', 'synth'],
  ['an environment', 'synth/prod'],
  ['a model', 'synth/prod/a'],
  ['a file', 'synth/prod/a/Service.a.yaml'],
  ['the stage', '.synth-stage'],
])('a link in place of %s is refused, and what it points to stays as it is', (_, place) => {
  const root = scratch();
  const outside = scratch();
  put(outside, { kept: 'kept' });
  fs.mkdirSync(path.join(root, path.dirname(place)), { recursive: true });
  fs.symlinkSync(place.endsWith('.yaml') ? path.join(outside, 'kept') : outside, path.join(root, place));
  expect(codesOf(() => write(root, encoded(treeWith({ a: 'x' })), EVERYTHING))).toEqual([expect.stringMatching(/^synth\.symlink /)]);
  expect(fs.readdirSync(outside)).toEqual(['kept']);
  expect(fs.readFileSync(path.join(outside, 'kept'), 'utf8')).toBe('kept');
});

test.each([
  'synth/../models/a/model.ts',
  '/etc/passwd',
  'synth/a//b.yaml',
  'synth/./b.yaml',
  'other/b.yaml',
  'synth/a\\b.yaml',
  'synth/a b.yaml',
  'synth',
])('a rendered path %s is refused before anything is written', (file) => {
  const root = scratch();
  expect(codesOf(() => write(root, encoded(new Map([[file, manifest('x')]])), EVERYTHING))).toEqual([
    expect.stringMatching(/^synth\.unsafe_path /),
  ]);
  expect(fs.readdirSync(root)).toEqual([]);
});

function pendingRun(before: string | null): string {
  const root = scratch();
  const after = manifest('new');
  if (before !== null) put(root, { 'synth/prod/a/Service.a.yaml': before });
  const step = { path: 'synth/prod/a/Service.a.yaml', staged: '0', before: before === null ? null : digest(before), after: digest(after) };
  put(root, {
    '.synth-stage/files/0': after,
    '.synth-stage/plan.json': JSON.stringify({ schemaVersion: 'modelgate.dev/synth-plan/v2', steps: [step] }),
  });
  return root;
}

test('while a plan is pending, commands that only read refuse with the command that repairs', () => {
  const root = pendingRun(manifest('old'));
  expect(pendingPlan(root)).toBe(true);
  expect(
    codesOf(() => {
      refusePending(root);
    }),
  ).toEqual(['synth.pending .synth-stage/plan.json: a synth was stopped while it wrote; expected a whole synth/']);
  expect(recover(root)).toBe('finished');
  expect(pendingPlan(root)).toBe(false);
  expect(bytesOf(root)).toEqual({ 'synth/prod/a/Service.a.yaml': manifest('new') });
  expect(
    codesOf(() => {
      refusePending(root);
    }),
  ).toEqual([]);
});

test.each<[string, (root: string) => void]>([
  [
    'somebody edited a target',
    (root) => {
      put(root, { 'synth/prod/a/Service.a.yaml': manifest('edited') });
    },
  ],
  [
    'somebody removed a target',
    (root) => {
      fs.rmSync(path.join(root, 'synth'), { recursive: true });
    },
  ],
  [
    'the disk lost the end of a prepared file',
    (root) => {
      fs.truncateSync(path.join(root, '.synth-stage/files/0'), 3);
    },
  ],
  [
    'a prepared file is gone',
    (root) => {
      fs.rmSync(path.join(root, '.synth-stage/files/0'));
    },
  ],
  [
    'the plan is cut off',
    (root) => {
      fs.truncateSync(path.join(root, '.synth-stage/plan.json'), 30);
    },
  ],
  [
    'the plan has another format',
    (root) => {
      put(root, { '.synth-stage/plan.json': '{"schemaVersion":"x","steps":[]}' });
    },
  ],
])('a plan is dropped and the target left alone when %s', (_, spoil) => {
  const root = pendingRun(manifest('old'));
  spoil(root);
  const target = path.join(root, 'synth/prod/a/Service.a.yaml');
  const before = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : null;
  expect(recover(root)).toBe('dropped');
  expect(fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : null).toBe(before);
  expect(fs.existsSync(path.join(root, '.synth-stage'))).toBe(false);
});

function pendingFolder(): { readonly root: string; readonly inside: Readonly<Record<string, string>> } {
  const root = scratch();
  const inside = { 'Service.a.yaml': manifest('new'), 'deep/ConfigMap.a.yaml': manifest('new too') };
  const after = folderDigest(Object.entries(inside).map(([name, text]) => [name, digest(text)]));
  const step = { path: 'synth/prod/a', staged: '0', folder: true, before: null, after };
  put(root, Object.fromEntries(Object.entries(inside).map(([name, text]) => [`.synth-stage/files/0/${name}`, text])));
  put(root, {
    '.synth-stage/plan.json': JSON.stringify({ schemaVersion: 'modelgate.dev/synth-plan/v2', steps: [step] }),
    'synth/prod/b/Service.b.yaml': manifest('b'),
  });
  return { root, inside };
}

test('a folder that a stopped run did not put into place is put there whole', () => {
  const { root, inside } = pendingFolder();
  expect(recover(root)).toBe('finished');
  const expected = Object.entries(inside).map(([name, text]): [string, string] => [`synth/prod/a/${name}`, text]);
  expect(bytesOf(root)).toEqual({ ...Object.fromEntries(expected), 'synth/prod/b/Service.b.yaml': manifest('b') });
});

test.each<[string, (root: string) => void]>([
  [
    'somebody put a file of their own there',
    (root) => {
      put(root, { 'synth/prod/a/notes.txt': 'mine' });
    },
  ],
  [
    'somebody put a file in its place',
    (root) => {
      put(root, { 'synth/prod/a': 'mine' });
    },
  ],
  [
    'the disk lost the end of one of its files',
    (root) => {
      fs.truncateSync(path.join(root, '.synth-stage/files/0/deep/ConfigMap.a.yaml'), 3);
    },
  ],
  [
    'one of its files is gone',
    (root) => {
      fs.rmSync(path.join(root, '.synth-stage/files/0/Service.a.yaml'));
    },
  ],
  [
    'one of its files is a link',
    (root) => {
      fs.rmSync(path.join(root, '.synth-stage/files/0/Service.a.yaml'));
      fs.symlinkSync('deep/ConfigMap.a.yaml', path.join(root, '.synth-stage/files/0/Service.a.yaml'));
    },
  ],
  [
    'there is one file more',
    (root) => {
      put(root, { '.synth-stage/files/0/Secret.a.yaml': 'theirs' });
    },
  ],
])('a planned folder is dropped, and what lies in its place left alone, when %s', (_, spoil) => {
  const { root } = pendingFolder();
  spoil(root);
  const below = (): unknown => Object.entries(bytesOf(root)).filter(([file]) => file.startsWith('synth/'));
  const before = below();
  expect(recover(root)).toBe('dropped');
  expect(below()).toEqual(before);
  expect(fs.existsSync(path.join(root, '.synth-stage'))).toBe(false);
});

test('a file that somebody puts into a new folder just before it comes is not lost, and the run says so', () => {
  const root = scratch();
  write(root, encoded(treeWith({ a: 'one' })), EVERYTHING);
  const late = new Proxy(fs, {
    get(target, name) {
      if (name !== 'renameSync') return Reflect.get(target, name) as unknown;
      return (from: string, to: string): void => {
        if (to.endsWith('synth/prod/b')) put(root, { 'synth/prod/b/notes.txt': 'mine' });
        target.renameSync(from, to);
      };
    },
  });
  expect(codesOf(() => write(root, encoded(treeWith({ a: 'one', b: 'one' })), EVERYTHING, late))).toEqual([
    'synth.cannot_write synth/prod/b: ENOTEMPTY; expected to write (synth/ is half old, half new until the next synth finishes it)',
  ]);
  expect(write(root, encoded(treeWith({ a: 'one', b: 'one' })), EVERYTHING).added).toHaveLength(2);
  expect(bytesOf(root)).toEqual({ ...Object.fromEntries(treeWith({ a: 'one', b: 'one' })), 'synth/prod/b/notes.txt': 'mine' });
});

test.each(['models/a/model.ts', 'synth/../models/a/model.ts', '/etc/hostname', 'synth/prod/../../x'])(
  'a plan that came with the repository can not reach %s',
  (target) => {
    const root = scratch();
    put(root, { 'models/a/model.ts': 'mine' });
    const step = { path: target, staged: '0', before: digest('mine'), after: digest('theirs') };
    put(root, {
      '.synth-stage/files/0': 'theirs',
      '.synth-stage/plan.json': JSON.stringify({ schemaVersion: 'modelgate.dev/synth-plan/v2', steps: [step] }),
    });
    expect(recover(root)).toBe('dropped');
    expect(fs.readFileSync(path.join(root, 'models/a/model.ts'), 'utf8')).toBe('mine');
  },
);

test.each(['models/a', 'synth/../models/a', '.', '', '/tmp/x', 'synth/..', 'models/new'])(
  'a planned folder that came with the repository can not reach %s',
  (target) => {
    const root = scratch();
    put(root, { 'models/a/model.ts': 'mine' });
    const inside = [['model.ts', Buffer.from('theirs')]] as const;
    const step = {
      path: target,
      staged: '0',
      folder: true,
      before: null,
      after: folderDigest(inside.map(([name, bytes]) => [name, digest(bytes)])),
    };
    put(root, {
      '.synth-stage/files/0/model.ts': 'theirs',
      '.synth-stage/plan.json': JSON.stringify({ schemaVersion: 'modelgate.dev/synth-plan/v2', steps: [step] }),
    });
    expect(recover(root)).toBe('dropped');
    expect(bytesOf(root)).toEqual({ 'models/a/model.ts': 'mine' });
  },
);

test('a plan is not followed through a link', () => {
  const root = pendingRun(null);
  const outside = scratch();
  fs.mkdirSync(path.join(root, 'synth'));
  fs.symlinkSync(outside, path.join(root, 'synth/prod'));
  expect(codesOf(() => recover(root))).toEqual(['synth.symlink synth/prod: a symbolic link; expected a file or a folder']);
  expect(fs.readdirSync(outside)).toEqual([]);
});

test('a lock of a living process is respected, that of a dead one is taken over', () => {
  const root = scratch();
  fs.mkdirSync(path.join(root, '.synth-stage'));
  const lock = path.join(root, '.synth-stage/owner-1');
  fs.symlinkSync(identity(process.ppid) ?? '', lock);
  expect(codesOf(() => write(root, encoded(treeWith({ a: 'x' })), EVERYTHING))).toEqual([
    `synth.locked .synth-stage: process ${String(process.ppid)} is writing synth/; expected to be the only one`,
  ]);
  expect(fs.readdirSync(root)).toEqual(['.synth-stage']);
  fs.unlinkSync(lock);
  // The same process id, started at another time: a process of before.
  fs.symlinkSync(`${String(process.ppid)}.12345678901`, lock);
  write(root, encoded(treeWith({ a: 'x' })), EVERYTHING);
  expect(bytesOf(root)).toEqual(Object.fromEntries(treeWith({ a: 'x' })));
});
