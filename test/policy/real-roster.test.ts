import { cp, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Check } from '../../lib/contracts/check.ts';
import { MAX_GATE_INPUT_BYTES } from '../../lib/contracts/gate-input.ts';
import { buildBundle, compilePolicies, MANIFEST_FILE, writeBundle } from '../../lib/policy/build.ts';
import { loadBundle } from '../../lib/policy/bundle.ts';
import { createEngine } from '../../lib/policy/engine.ts';
import { listChecks } from '../../lib/policy/list.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { sha256 } from '../../lib/policy/sha256.ts';
import { change, mistakes, opa, repository, scratch, text } from './support.ts';

const checks = await listChecks(workTreePolicies(repository));
const base = await readFile(path.join(repository, 'policies/samples/base.json'));
const input = new TextEncoder().encode(JSON.stringify(JSON.parse(base.toString('utf8'))));

/** The repository's policies in a folder where they can be spoilt. */
async function copyOfPolicies(): Promise<string> {
  const root = await scratch();
  await cp(path.join(repository, 'policies'), path.join(root, 'policies'), { recursive: true });
  return root;
}

const folderOf = ({ path: file }: Check) => path.posix.dirname(file);
const lastOf = ({ code }: Check) => code.slice(code.indexOf('.') + 1);

/** Gives a copied or moved check the package of its new folder. */
async function adopt(root: string, check: Check, name: string): Promise<void> {
  const folder = path.posix.join(path.posix.dirname(folderOf(check)), name);
  const source = await text(root, `${folder}/${lastOf(check)}.rego`);
  await change(root, {
    [`${folder}/${lastOf(check)}.rego`]: null,
    [`${folder}/${name}.rego`]: source.replace(`package rules.${check.code}`, `package rules.${check.code.split('.')[0] ?? ''}.${name}`),
  });
}

/** What a person could do to one check, by name. */
const SPOILING = {
  remove: (root: string, check: Check) => change(root, { [folderOf(check)]: null }),
  rename: async (root: string, check: Check) => {
    const name = `${lastOf(check)}_renamed`;
    await rename(path.join(root, folderOf(check)), path.join(root, path.dirname(folderOf(check)), name));
    await adopt(root, check, name);
  },
  duplicate: async (root: string, check: Check) => {
    const name = `${lastOf(check)}_again`;
    await cp(path.join(root, folderOf(check)), path.join(root, path.dirname(folderOf(check)), name), { recursive: true });
    await adopt(root, check, name);
  },
  break: async (root: string, check: Check) => {
    await change(root, { [check.path]: `${await text(root, check.path)}\npassed contains "nobody requires this"\n` });
  },
};

const answers: Readonly<Record<keyof typeof SPOILING, (check: Check) => readonly string[]>> = {
  remove: ({ code }) => [`policy.unanswered ${code}`],
  rename: ({ code }) => [`policy.unanswered ${code}`, `policy.unexpected ${code}_renamed`],
  duplicate: ({ code }) => [`policy.unexpected ${code}_again`],
  break: ({ code }) => [`policy.ill_shaped ${code}`],
};

/** Two compilers at a time. */
async function forEachCheck(work: (check: Check) => Promise<void>): Promise<void> {
  const waiting = [...checks];
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) await work(check);
  };
  await Promise.all([worker(), worker()]);
}

test('the committed policies answer for the clean sample without a mistake', async () => {
  const root = await copyOfPolicies();
  await writeBundle(root, await buildBundle(root, await opa()));
  const engine = createEngine(await loadBundle(workTreePolicies(root)), { workers: 1 });
  onTestFinished(() => engine.close());
  const results = await engine.evaluate(input);
  expect(results.map(({ code }) => code)).toEqual(checks.map(({ code }) => code));
  expect(results.filter(({ status }) => status === 'fail' || status === 'inconclusive')).toEqual([]);
});

test.each(Object.keys(SPOILING) as (keyof typeof SPOILING)[])(
  'a module compiled after one check met "%s" ends in an error that names the check, whichever it is',
  async (spoiling) => {
    expect(checks.length).toBeGreaterThan(30);
    await forEachCheck(async (check) => {
      const root = await copyOfPolicies();
      await SPOILING[spoiling](root, check);
      const engine = createEngine({ module: new WebAssembly.Module(await compilePolicies(root, await opa())), checks }, { workers: 1 });
      const found = await mistakes(engine.evaluate(input, 'churn/prod')).finally(() => engine.close());
      const named = found.map((mistake) => `${mistake.split(' ')[0] ?? ''} ${/(?:a check |rego: )(\S+)/.exec(mistake)?.[1] ?? ''}`);
      expect(named.sort(), check.code).toEqual([...answers[spoiling](check)].sort());
    });
  },
  180_000,
);

test.each(Object.keys(SPOILING) as (keyof typeof SPOILING)[])(
  'sources in which one check met "%s" are refused as stale, whichever it is',
  async (spoiling) => {
    const built = await copyOfPolicies();
    await writeBundle(built, await buildBundle(built, await opa()));
    await forEachCheck(async (check) => {
      const root = await scratch();
      await cp(path.join(built, 'policies'), path.join(root, 'policies'), { recursive: true });
      await SPOILING[spoiling](root, check);
      const [mistake = 'loaded', ...more] = await mistakes(loadBundle(workTreePolicies(root)));
      expect(mistake, check.code).toMatch(/^bundle\.stale /);
      expect(more).toEqual([]);
    });
  },
);

test('a check struck from sources, manifest and roster still answers from the module, and that is an error', async () => {
  const built = await copyOfPolicies();
  await writeBundle(built, await buildBundle(built, await opa()));
  await forEachCheck(async (check) => {
    const root = await scratch();
    await cp(path.join(built, 'policies'), path.join(root, 'policies'), { recursive: true });
    await SPOILING.remove(root, check);
    const manifest = JSON.parse(await text(root, MANIFEST_FILE)) as { sources: Record<string, string>; roster: Check[] };
    Reflect.deleteProperty(manifest.sources, check.path);
    manifest.roster = manifest.roster.filter(({ code }) => code !== check.code);
    await change(root, { [MANIFEST_FILE]: JSON.stringify(manifest) });
    const engine = createEngine(await loadBundle(workTreePolicies(root)), { workers: 1 });
    const found = await mistakes(engine.evaluate(input, 'churn/prod')).finally(() => engine.close());
    expect(found, check.code).toEqual([
      `policy.unexpected churn/prod: a check ${check.code} answered that is not on the roster; expected the roster's checks only`,
    ]);
  });
});

test('a source exchanged together with its digest in the manifest is found by building again', async () => {
  const root = await copyOfPolicies();
  await writeBundle(root, await buildBundle(root, await opa()));
  const [check] = checks;
  if (check === undefined) throw new Error('the roster is empty');
  await SPOILING.break(root, check);
  const manifest = JSON.parse(await text(root, MANIFEST_FILE)) as { sources: Record<string, string> };
  manifest.sources[check.path] = sha256(await text(root, check.path));
  await change(root, { [MANIFEST_FILE]: JSON.stringify(manifest) });
  const { compareBundle } = await import('../../lib/policy/build.ts');
  expect(await compareBundle(root, await buildBundle(root, await opa()))).toContainEqual({
    path: 'policies/bundle/policy.wasm',
    change: 'changed',
  });
});

test('the largest gate input fits the memory and the deadline', async () => {
  const root = await copyOfPolicies();
  const bundle = { module: new WebAssembly.Module(await compilePolicies(root, await opa())), checks };
  const engine = createEngine(bundle, { workers: 1 });
  onTestFinished(() => engine.close());
  const clean = JSON.parse(base.toString('utf8')) as { manifests: { path: string; object: object }[] };
  const sample = clean.manifests;
  const size = () => new TextEncoder().encode(JSON.stringify(clean)).length;
  for (let i = 0; size() < MAX_GATE_INPUT_BYTES - 20_000; i++) {
    const next = sample[i % sample.length];
    if (next === undefined) throw new Error('the clean sample has no manifests');
    clean.manifests = [...clean.manifests, structuredClone(next)];
  }
  expect(size()).toBeGreaterThan(MAX_GATE_INPUT_BYTES - 40_000);
  const results = await engine.evaluate(new TextEncoder().encode(JSON.stringify(clean)), 'large/prod');
  expect(results).toHaveLength(checks.length);
});
