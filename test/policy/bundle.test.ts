import { randomUUID } from 'node:crypto';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { BundleManifest } from '../../lib/contracts/check.ts';
import { buildBundle, writeBundle } from '../../lib/policy/build.ts';
import { loadBundle } from '../../lib/policy/bundle.ts';
import { workTreePolicies, type PolicySource } from '../../lib/policy/policy-source.ts';
import { run } from '../../lib/policy/run-opa.ts';
import { sha256 } from '../../lib/sha256.ts';
import { change, mistakes, opa, smallRepository, text } from './support.ts';

const WASM = 'policies/bundle/policy.wasm';
const MANIFEST = 'policies/bundle/manifest.json';
const BELOW_FLOOR = 'policies/rules/metrics/below_floor/below_floor.rego';

async function committed(): Promise<string> {
  const root = await smallRepository();
  await writeBundle(root, await buildBundle(root, await opa()));
  return root;
}

const load = (root: string) => loadBundle(workTreePolicies(root));

async function editManifest(root: string, edit: (manifest: Record<string, unknown>) => void): Promise<void> {
  const manifest = JSON.parse(await text(root, MANIFEST)) as Record<string, unknown>;
  edit(manifest);
  await change(root, { [MANIFEST]: JSON.stringify(manifest) });
}

/** Puts another module in place and records it in the manifest as if it were ours. */
async function forge(root: string, wasm: Uint8Array): Promise<void> {
  await writeFile(path.join(root, WASM), wasm);
  await editManifest(root, (manifest) => {
    manifest['wasm'] = { sha256: sha256(wasm), bytes: wasm.length };
  });
}

/** What `opa build` gives when a person calls it. */
async function builtByHand(root: string, ...flags: string[]): Promise<Uint8Array> {
  const { path: program } = await opa();
  const out = path.join(root, 'out');
  await run(program, ['build', '-t', 'wasm', ...flags, '--ignore', '*.json', '-o', `${out}.tar.gz`, 'policies'], { cwd: root });
  await run('tar', ['xzf', `${out}.tar.gz`, '-C', root, '/policy.wasm'], { cwd: root });
  return await readFile(path.join(root, 'policy.wasm'));
}

test('a bundle that matches its sources is loaded with its roster and the digest of its manifest', async () => {
  const root = await committed();
  const bundle = await load(root);
  expect(bundle.source).toBe('work tree');
  expect(bundle.checks.map(({ code }) => code)).toEqual(['card.missing', 'drift.above_limit', 'metrics.below_floor']);
  expect(bundle.sha256).toBe(sha256(await text(root, MANIFEST)));
});

/** The same files, of which git says by their hashes that they are a commit's. */
async function ofCommit(root: string): Promise<{ readonly source: PolicySource; readonly read: string[] }> {
  const disk = workTreePolicies(root);
  const hashes = new Map<string, string>();
  for (const file of await disk.list()) hashes.set(file, sha256(await disk.read(file)));
  const read: string[] = [];
  return {
    read,
    source: {
      name: 'c0ffee',
      list: () => disk.list(),
      hash: (file) => hashes.get(file),
      read: (file) => {
        read.push(file);
        return disk.read(file);
      },
    },
  };
}

const regoIn = (files: readonly string[]): readonly string[] => files.filter((file) => file.endsWith('.rego'));

test('what git knows by its hash is compared once, and gives the same bundle', async () => {
  const root = await committed();
  const rule = await text(root, BELOW_FLOOR);
  // Other bytes than those of other tests and runs: what was compared once is remembered.
  await change(root, { [BELOW_FLOOR]: `${rule}# ${randomUUID()}\n` });
  await writeBundle(root, await buildBundle(root, await opa()));
  const [first, second] = [await ofCommit(root), await ofCommit(root)];
  const compared = await loadBundle(first.source);
  expect(regoIn(first.read)).not.toEqual([]);
  const believed = await loadBundle(second.source);
  expect(regoIn(second.read)).toEqual([]);
  expect({ ...believed, module: null }).toEqual({ ...compared, module: null });
  expect(compared.checks).toEqual((await load(root)).checks);

  const suspect = await ofCommit(root);
  await loadBundle(suspect.source, { isTrusted: false });
  expect(regoIn(suspect.read)).not.toEqual([]);
});

test('a bundle that does not match is refused each time, and after others that did', async () => {
  const root = await committed();
  await change(root, { [BELOW_FLOOR]: `${await text(root, BELOW_FLOOR)}# ${randomUUID()}\n` });
  for (let count = 0; count < 2; count++) expect((await mistakes(loadBundle((await ofCommit(root)).source)))[0]).toMatch(/^bundle\.stale/);
  await writeBundle(root, await buildBundle(root, await opa()));
  await loadBundle((await ofCommit(root)).source);
  await change(root, { [BELOW_FLOOR]: `${await text(root, BELOW_FLOOR)}# ${randomUUID()}\n` });
  expect((await mistakes(loadBundle((await ofCommit(root)).source)))[0]).toMatch(/^bundle\.stale/);
});

test('tests, samples and other data may change without a new bundle', async () => {
  const root = await committed();
  await change(root, {
    'policies/rules/card/missing/missing_test.rego': null,
    'policies/samples/base.json': '{}',
    'policies/thresholds/high.yaml': 'a: 1\n',
  });
  await expect(load(root)).resolves.toBeDefined();
});

test.each([[WASM], [MANIFEST]])('without %s the bundle is missing', async (file) => {
  const root = await committed();
  await change(root, { [file]: null });
  expect(await mistakes(load(root))).toEqual([`bundle.missing ${file}: is not in the work tree; expected the compiled policies`]);
});

test.each([
  ['a source that changed', { [BELOW_FLOOR]: 'package rules.metrics.below_floor\n' }, `${BELOW_FLOOR} has changed`],
  ['a source that is gone', { 'policies/lib/num/num.rego': null }, 'policies/lib/num/num.rego is gone'],
  ['a source that is new', { 'policies/lib/more/more.rego': 'package lib.more\n' }, 'policies/lib/more/more.rego is new'],
  ['a whole check that is gone', { 'policies/rules/card': null }, 'policies/rules/card/missing/missing.rego is gone'],
  ['capabilities that changed', { 'policies/capabilities.json': '{}' }, 'policies/capabilities.json has changed'],
])('with %s the bundle is stale', async (_, changes: Record<string, string | null>, difference) => {
  const root = await committed();
  await change(root, changes);
  expect(await mistakes(load(root))).toEqual([
    `bundle.stale ${MANIFEST}: does not match its sources: ${difference}; expected a bundle built from them`,
  ]);
});

test('many stale sources are cut to five and a count', async () => {
  const root = await committed();
  await change(root, { 'policies/rules': null, 'policies/lib': null, 'policies/main': null, 'policies/capabilities.json': null });
  expect((await mistakes(load(root)))[0]).toContain('is gone and 1 more; expected');
});

test('a module cut at any length is truncated', async () => {
  const root = await committed();
  const { bytes } = (JSON.parse(await text(root, MANIFEST)) as BundleManifest).wasm;
  for (const length of [bytes - 1, bytes >> 1, 8, 0]) {
    await truncate(path.join(root, WASM), length);
    expect(await mistakes(load(root))).toEqual([
      `bundle.truncated ${WASM}: has ${String(length)} bytes; expected ${String(bytes)}, as its manifest says`,
    ]);
  }
});

test('a module with a flipped byte is refused wherever the byte lies', async () => {
  const root = await committed();
  const whole = await readFile(path.join(root, WASM));
  const codes = new Set<string>();
  for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
    const broken = Buffer.from(whole);
    broken[at] = (broken[at] ?? 0) ^ 0x01;
    await writeFile(path.join(root, WASM), broken);
    const [mistake = 'loaded'] = await mistakes(load(root));
    codes.add(mistake.split(' ')[0] ?? '');
  }
  expect([...codes].sort()).toEqual(['bundle.corrupt', 'bundle.foreign']);
});

test.each([
  ['no JSON', '{"schemaVersion": ', 'bundle.corrupt'],
  ['JSON of something else', '[]', 'bundle.corrupt'],
  ['an unknown version', '{"schemaVersion": "modelgate.dev/bundle/v9"}', 'bundle.corrupt'],
])('a manifest that is %s is corrupt', async (_, manifest, code) => {
  const root = await committed();
  await change(root, { [MANIFEST]: manifest });
  expect((await mistakes(load(root)))[0]).toMatch(new RegExp(`^${code} ${MANIFEST}`));
});

test('an empty roster is corrupt', async () => {
  const root = await committed();
  await editManifest(root, (manifest) => {
    manifest['roster'] = [];
  });
  expect((await mistakes(load(root)))[0]).toMatch(/^bundle\.corrupt .*\/roster must NOT have fewer than 1 items/);
});

test('a module that somebody compiled beside the manifest is foreign', async () => {
  const root = await committed();
  await writeFile(path.join(root, WASM), await builtByHand(root, '-e', 'main/report'));
  expect((await mistakes(load(root)))[0]).toMatch(
    /^bundle\.foreign .*sha256 is [0-9a-f]{64}; expected [0-9a-f]{64}, as its manifest says$/,
  );
});

test('a module with another entrypoint is foreign even when the manifest was changed with it', async () => {
  const root = await committed();
  await forge(root, await builtByHand(root, '-e', 'rules/card/missing/required'));
  expect((await mistakes(load(root)))[0]).toMatch(
    /^bundle\.foreign .*entrypoints are main\/report, rules\/card\/missing\/required.*; expected main\/report alone$/,
  );
});

test('a module that asks its host for a built-in is foreign and never evaluated', async () => {
  const root = await committed();
  const source = await text(root, BELOW_FLOOR);
  await change(root, { [BELOW_FLOOR]: `${source}\nextra := time.now_ns()\n` });
  const wasm = await builtByHand(root, '-e', 'main/report');
  await change(root, { [BELOW_FLOOR]: source });
  await forge(root, wasm);
  expect(await mistakes(load(root))).toEqual([`bundle.foreign ${WASM}: asks its host for time.now_ns; expected native built-ins only`]);
});

test('a module that no policy compiler wrote is foreign', async () => {
  const root = await committed();
  const empty = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  await forge(root, empty);
  expect((await mistakes(load(root)))[0]).toMatch(/^bundle\.foreign .*expected a module that `opa build` wrote$/);
});

test.each([
  ['a check left out', (roster: { code: string; severity: string }[]) => roster.slice(1), ' (card.missing)'],
  ['a milder severity', (roster: { code: string; severity: string }[]) => roster.map((check) => ({ ...check, severity: 'info' })), ''],
  ['another order', (roster: { code: string; severity: string }[]) => roster.toReversed(), ''],
])('a roster with %s is foreign', async (_, edit, difference) => {
  const root = await committed();
  await editManifest(root, (manifest) => {
    manifest['roster'] = edit(manifest['roster'] as { code: string; severity: string }[]);
  });
  expect(await mistakes(load(root))).toEqual([
    `bundle.foreign ${MANIFEST}: its roster is not what the sources say${difference}; expected the same checks`,
  ]);
});
