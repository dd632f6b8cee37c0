import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING } from '../../lib/synth/filter.ts';
import { pendingPlan, recover } from '../../lib/synth/write.ts';
import { bytesOf, encoded, manifest, quickFolder, treeWith, write } from './support/tree.ts';

let folder: string;

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(quickFolder(), 'modelgate-stopped-'));
  await build({
    entryPoints: ['stopped', 'rival'].map((name) => path.join(import.meta.dirname, 'support', `${name}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

const ids = Array.from({ length: 16 }, (_, index) => `m${String(index)}`);
const oldTree = treeWith(Object.fromEntries(ids.map((id) => [id, 'one'])));
/** All Services change, half of the ConfigMaps get another name, two models go and two come. */
const newTree = treeWith(Object.fromEntries([...ids.slice(2), 'n0', 'n1'].map((id, index) => [id, index % 2 === 0 ? 'one' : 'two'])));
for (const id of ids.slice(2)) newTree.set(`synth/prod/${id}/Service.${id}.yaml`, manifest(`changed ${'x'.repeat(200)}`));

const foreign = { 'synth/README.md': 'notes\n', 'synth/prod/m0/notes.txt': 'kept\n', 'synth/prod/m5/own.yaml': 'kind: ConfigMap\n' };

interface Child {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
}

function child(script: string, given: readonly string[]): Promise<Child> {
  return new Promise((resolve) => {
    execFile(process.execPath, [path.join(folder, `${script}.mjs`), ...given], (error, stdout) => {
      const { code, signal } = error ?? { code: 0, signal: null };
      resolve({ code: typeof code === 'number' ? code : null, signal: signal ?? null, stdout });
    });
  });
}

let count = 0;

/** A repository with the old tree and foreign files, and a file that holds the new tree. */
function before(): { readonly root: string; readonly treeFile: string } {
  const root = path.join(folder, `r${String(count++)}`);
  fs.mkdirSync(root);
  write(root, encoded(oldTree), EVERYTHING);
  for (const [file, text] of Object.entries(foreign)) fs.writeFileSync(path.join(root, file), text);
  const treeFile = path.join(folder, 'new.json');
  if (!fs.existsSync(treeFile)) fs.writeFileSync(treeFile, JSON.stringify([...newTree]));
  return { root, treeFile };
}

const withForeign = (tree: ReadonlyMap<string, string>): Readonly<Record<string, string>> => ({ ...Object.fromEntries(tree), ...foreign });

/** What readers may see of a stopped run: `old` or `new`, whole; `pending`, where they refuse; `mixed`, which must not be. */
function stateOf(root: string): 'old' | 'new' | 'pending' | 'mixed' {
  if (pendingPlan(root)) return 'pending';
  const found = JSON.stringify(
    Object.entries(bytesOf(root))
      .filter(([file]) => !file.startsWith('.synth-stage/'))
      .sort(),
  );
  const is = (tree: ReadonlyMap<string, string>): boolean => found === JSON.stringify(Object.entries(withForeign(tree)).sort());
  return is(oldTree) ? 'old' : is(newTree) ? 'new' : 'mixed';
}

/** Runs `work` for every item, two at a time: there may be no more cores. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all([lane(), lane()]);
}

async function callsOf(job: 'write' | 'recover', prepare: () => { root: string; treeFile: string }): Promise<number> {
  const { root, treeFile } = prepare();
  const { stdout, code } = await child('stopped', [root, treeFile, job, '0', 'SIGKILL']);
  expect(code).toBe(0);
  return Number(stdout);
}

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

test.each([
  ['killed before any of its calls, or in the middle of a file', 'SIGKILL', 'torn', 1],
  ['interrupted', 'SIGINT', '', 5],
])(
  'a run that is %s leaves the old tree, the new tree or a plan, and the next run makes the new tree',
  async (_, signal, torn, every) => {
    const calls = await callsOf('write', before);
    expect(calls).toBeGreaterThan(100);
    const states = new Map<string, number>();
    const points = upTo(calls).filter((point) => point % every === 0);
    await inPairs(points, async (point) => {
      const { root, treeFile } = before();
      expect(await child('stopped', [root, treeFile, 'write', String(point), signal, torn])).toMatchObject({ signal });
      const state = stateOf(root);
      states.set(state, (states.get(state) ?? 0) + 1);
      expect({ point, recovered: recover(root) }).toEqual({ point, recovered: state === 'pending' ? 'finished' : 'none' });
      expect(['old', 'new']).toContain(stateOf(root));
      write(root, encoded(newTree), EVERYTHING);
      expect({ point, found: bytesOf(root) }).toEqual({ point, found: withForeign(newTree) });
      fs.rmSync(root, { recursive: true });
    });
    // A test that never met a pending plan would prove nothing.
    expect([...states.keys()].sort()).toEqual(['new', 'old', 'pending']);
  },
  180_000,
);

test('a first run that is killed before any of its calls leaves no synth/ or all of it: it comes by one rename', async () => {
  const whole = treeWith({ a: 'one', b: 'two', c: 'one' });
  const treeFile = path.join(folder, 'first.json');
  fs.writeFileSync(treeFile, JSON.stringify([...whole]));
  const fresh = (): { root: string; treeFile: string } => {
    const root = path.join(folder, `first${String(count++)}`);
    fs.mkdirSync(root);
    return { root, treeFile };
  };
  const calls = await callsOf('write', fresh);
  const states = new Map<string, number>();
  await inPairs(upTo(calls), async (point) => {
    const { root, treeFile } = fresh();
    expect(await child('stopped', [root, treeFile, 'write', String(point), 'SIGKILL', 'torn'])).toMatchObject({ signal: 'SIGKILL' });
    const pending = pendingPlan(root);
    const found = Object.entries(bytesOf(root)).filter(([file]) => file.startsWith('synth/'));
    expect([[], [...whole].sort()]).toContainEqual(found);
    const state = `${found.length === 0 ? 'none' : 'all'}${pending ? ', pending' : ''}`;
    states.set(state, (states.get(state) ?? 0) + 1);
    expect({ point, recovered: recover(root) }).toEqual({ point, recovered: pending ? 'finished' : 'none' });
    write(root, encoded(whole), EVERYTHING);
    expect({ point, found: bytesOf(root) }).toEqual({ point, found: Object.fromEntries(whole) });
    fs.rmSync(root, { recursive: true });
  });
  expect([...states.keys()].sort()).toEqual(['all', 'all, pending', 'none', 'none, pending']);
}, 180_000);

test('a recovery that is killed before any of its calls is finished by the next one', async () => {
  const half = 90;
  const stopped = async (): Promise<{ root: string; treeFile: string }> => {
    const made = before();
    await child('stopped', [made.root, made.treeFile, 'write', String(half), 'SIGKILL']);
    expect(stateOf(made.root)).toBe('pending');
    return made;
  };
  const first = await stopped();
  const calls = await callsOf('recover', () => first);
  expect(stateOf(first.root)).toBe('new');
  await inPairs(upTo(calls), async (point) => {
    const { root, treeFile } = await stopped();
    await child('stopped', [root, treeFile, 'recover', String(point), 'SIGKILL']);
    expect(['new', 'pending']).toContain(stateOf(root));
    recover(root);
    write(root, encoded(newTree), EVERYTHING);
    expect({ point, found: bytesOf(root) }).toEqual({ point, found: withForeign(newTree) });
    fs.rmSync(root, { recursive: true });
  });
}, 180_000);

test('several writers at once end with one of their trees, whole, and no lock', async () => {
  const root = path.join(folder, 'rivals');
  fs.mkdirSync(root);
  const treesFile = path.join(folder, 'trees.json');
  fs.writeFileSync(treesFile, JSON.stringify([[...oldTree], [...newTree]]));
  const results = await Promise.all(Array.from({ length: 6 }, () => child('rival', [root, treesFile, '40'])));
  expect(results.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0, 0]);
  const told = results.map(({ stdout }) => JSON.parse(stdout) as { written: number; locked: number });
  expect(told.reduce((sum, { written }) => sum + written, 0)).toBeGreaterThan(0);
  expect(told.reduce((sum, { locked }) => sum + locked, 0)).toBeGreaterThan(0);
  expect([Object.fromEntries(oldTree), Object.fromEntries(newTree)]).toContainEqual(bytesOf(root));
});
