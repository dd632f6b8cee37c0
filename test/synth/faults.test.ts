import * as fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { messageOf, UserError } from '../../lib/errors.ts';
import type { Files } from '../../lib/synth/files.ts';
import { EVERYTHING } from '../../lib/synth/filter.ts';
import { pendingPlan, recover } from '../../lib/synth/write.ts';
import { put, scratch } from './support/repository.ts';
import { bytesOf, encoded, manifest, quickFolder, treeWith, write } from './support/tree.ts';

const oldTree = treeWith({ a: 'one', b: 'one', c: 'one' });
const newTree = treeWith({ a: 'two', c: 'one', d: 'one' });
newTree.set('synth/prod/c/Service.c.yaml', manifest('changed'));
const foreign = { 'synth/prod/b/notes.txt': 'kept\n' };

function failure(code: string, name: string, place: string): Error {
  return Object.assign(new Error(`${code}: injected, ${name} '${place}'`), { code, path: place });
}

/** A file system that fails a call when `fails` says so. */
function failing(
  code: string,
  fails: (call: number, name: string, places: readonly string[]) => boolean,
): { readonly files: Files; readonly calls: () => number } {
  let calls = 0;
  const files = new Proxy(fs, {
    get(target, name) {
      const call = Reflect.get(target, name) as (...given: unknown[]) => unknown;
      return (...given: unknown[]): unknown => {
        const places = given.filter((each) => typeof each === 'string');
        if (fails(++calls, String(name), places)) throw failure(code, String(name), places[0] ?? '');
        return call(...given);
      };
    },
  }) as Files;
  return { files, calls: () => calls };
}

const withForeign = (tree: ReadonlyMap<string, string>): Readonly<Record<string, string>> => ({ ...Object.fromEntries(tree), ...foreign });

function prepared(): { readonly fresh: () => string } {
  const template = scratch(quickFolder());
  write(template, encoded(oldTree), EVERYTHING);
  put(template, foreign);
  const place = scratch(quickFolder());
  let count = 0;
  return {
    fresh: () => {
      const root = path.join(place, String(count++));
      fs.cpSync(template, root, { recursive: true });
      return root;
    },
  };
}

function stateOf(root: string): string {
  if (pendingPlan(root)) return 'pending';
  const found = Object.fromEntries(Object.entries(bytesOf(root)).filter(([file]) => !file.startsWith('.synth-stage/')));
  const text = JSON.stringify(Object.entries(found).sort());
  const is = (tree: ReadonlyMap<string, string>): boolean => text === JSON.stringify(Object.entries(withForeign(tree)).sort());
  return is(oldTree) ? 'old' : is(newTree) ? 'new' : 'mixed';
}

const CODES = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE', 'EXDEV', 'EROFS'];

test.each([
  ['one call fails', (point: number) => (call: number) => call === point],
  ['all calls fail from one on', (point: number) => (call: number) => call >= point],
])('%s, whichever and however: the old tree, the new tree or a plan that the next run finishes', (_, failsAt) => {
  const { fresh } = prepared();
  const counted = failing('', () => false);
  write(fresh(), encoded(newTree), EVERYTHING, counted.files);
  const states = new Set<string>();
  for (let point = 1; point <= counted.calls(); point++) {
    for (const code of CODES) {
      const root = fresh();
      const { files } = failing(code, failsAt(point));
      let thrown: unknown;
      try {
        write(root, encoded(newTree), EVERYTHING, files);
      } catch (caught) {
        thrown = caught;
      }
      const state = stateOf(root);
      states.add(state);
      expect({ point, code, state }).not.toMatchObject({ state: 'mixed' });
      // A swallowed error would be a lie: without one, the tree is the new one.
      if (thrown === undefined) expect({ point, code, state }).toEqual({ point, code, state: 'new' });
      else {
        expect(thrown).toBeInstanceOf(UserError);
        expect(messageOf(thrown)).toContain(`${code}; expected to write ${state === 'pending' ? '(synth/ is half old, half new' : ''}`);
      }
      recover(root);
      write(root, encoded(newTree), EVERYTHING);
      expect({ point, code, found: bytesOf(root) }).toEqual({ point, code, found: withForeign(newTree) });
      fs.rmSync(root, { recursive: true });
    }
  }
  expect([...states].sort()).toEqual(['new', 'old', 'pending']);
});

const below = (root: string, place: string): boolean => place.startsWith(path.join(root, 'synth') + path.sep);
const CHANGING = new Set(['mkdirSync', 'renameSync', 'rmdirSync', 'unlinkSync', 'writeFileSync']);

// As an injected error, because a superuser's writes pass any mode.
test('a read-only synth/ is told with its first file and stays as it is, with no plan left', () => {
  const root = prepared().fresh();
  const { files } = failing('EACCES', (_, name, places) => CHANGING.has(name) && places.some((place) => below(root, place)));
  expect(() => write(root, encoded(newTree), EVERYTHING, files)).toThrow(
    /^synth\/\S+: EACCES; expected to write \(synth\/ is as it was\)$/,
  );
  expect(stateOf(root)).toBe('old');
  expect(fs.readdirSync(root)).toEqual(['synth']);
});

test('a full disk is told as such and leaves the old tree and nothing else', () => {
  const root = prepared().fresh();
  const { files } = failing(
    'ENOSPC',
    (_, name, places) => name === 'writeFileSync' && /\/files\/\d+\/Service\.d\.yaml$/.test(places[0] ?? ''),
  );
  let thrown: unknown;
  try {
    write(root, encoded(newTree), EVERYTHING, files);
  } catch (caught) {
    thrown = caught;
  }
  expect(thrown).toMatchObject({
    code: 'synth.cannot_write',
    message: expect.stringMatching(
      /^\.synth-stage\/files\/\d+\/Service\.d\.yaml: ENOSPC; expected to write \(synth\/ is as it was\)$/,
    ) as string,
    fix: 'Free some disk space, then run `npx modelgate synth` again.',
  });
  expect(stateOf(root)).toBe('old');
  expect(fs.readdirSync(root)).toEqual(['synth']);
});
