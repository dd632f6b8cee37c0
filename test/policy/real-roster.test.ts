import { cp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Check } from '../../lib/contracts/check.ts';
import { isPlatformCheck } from '../../lib/contracts/platform-check.ts';
import { MAX_GATE_INPUT_BYTES } from '../../lib/contracts/gate-input.ts';
import { buildBundle, compareBundle, compilePolicies, MANIFEST_FILE, writeBundle } from '../../lib/policy/build.ts';
import { resultsOf } from '../../lib/policy/answers.ts';
import { loadBundle } from '../../lib/policy/bundle.ts';
import { createEngine } from '../../lib/policy/engine.ts';
import { listChecks } from '../../lib/policy/list.ts';
import { workTreePolicies } from '../../lib/policy/policy-source.ts';
import { sha256 } from '../../lib/sha256.ts';
import { evaluate } from '../../lib/policy/evaluate.ts';
import { serialise } from '../../lib/policy/serialise.ts';
import { SpareMemory } from '../../lib/policy/spare-memory.ts';
import { change, mistakes, opa, repository, scratch, text } from './support.ts';

const checks = await listChecks(workTreePolicies(repository));
const sample = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(repository, `policies/samples/${name}.json`), 'utf8'));
const base = await sample('base');
const platform = await sample('platform');
const input = new TextEncoder().encode(JSON.stringify(base));

/** The repository's policies in a folder where they can be spoilt. */
async function copyOfPolicies(sound = repository): Promise<string> {
  const root = await scratch();
  await cp(path.join(sound, 'policies'), path.join(root, 'policies'), { recursive: true });
  return root;
}

async function builtPolicies(): Promise<string> {
  const root = await copyOfPolicies();
  await writeBundle(root, await buildBundle(root, await opa()));
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
  // The check proves as before, under a name that nobody asks for.
  break: async (root: string, check: Check) => {
    await change(root, {
      [check.path]: (await text(root, check.path)).replaceAll(/^[^#].*$/gm, (line) => line.replaceAll(/(?<!\.)\bpassed\b/g, 'nobody_asks')),
    });
  },
};

const answers: Readonly<Record<keyof typeof SPOILING, (check: Check) => readonly string[]>> = {
  remove: ({ code }) => [`policy.unanswered ${code}`],
  rename: ({ code }) => [`policy.unanswered ${code}`, `policy.unexpected ${code}_renamed`],
  duplicate: ({ code }) => [`policy.unexpected ${code}_again`],
  break: ({ code }) => [`policy.unanswered ${code}`],
};

/** Does the work for each check, two at a time, each time on sound policies: what was spoilt is put right from `sound`. */
async function forEachCheck(sound: string, work: (root: string, check: Check) => Promise<void>): Promise<void> {
  const waiting = [...checks];
  const worker = async () => {
    const root = await copyOfPolicies(sound);
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      await work(root, check);
      const topic = path.dirname(folderOf(check));
      await rm(path.join(root, topic), { recursive: true });
      await cp(path.join(sound, topic), path.join(root, topic), { recursive: true });
    }
  };
  await Promise.all([worker(), worker()]);
}

/** Does the work for a dozen checks at a time, on sound policies each time: a compilation takes as long for one as for twelve. */
async function forEachGroup(work: (root: string, group: readonly Check[]) => Promise<void>): Promise<void> {
  const size = 12;
  for (let start = 0; start < checks.length; start += size) await work(await copyOfPolicies(), checks.slice(start, start + size));
}

const memories = new SpareMemory(1024);

/** What a module says of the clean samples, in this thread: the engine's own tests are elsewhere. */
function judged(module: WebAssembly.Module, roster: readonly Check[]): Promise<readonly string[]> {
  const about = (asked: unknown, isPlatform: boolean) => {
    const output = () => evaluate(module, memories, serialise(asked, 'sample'));
    const those = roster.filter((check) => isPlatformCheck(check) === isPlatform);
    return mistakes(Promise.resolve().then(() => resultsOf(output(), those, 'churn/prod')));
  };
  return Promise.all([about(base, false), about(platform, true)]).then((found) => found.flat());
}

test('the committed policies answer for the clean sample without a mistake', async () => {
  const root = await builtPolicies();
  const engine = createEngine(await loadBundle(workTreePolicies(root)), { workers: 1 });
  onTestFinished(() => engine.close());
  const results = await engine.evaluate(input);
  expect(results.map(({ code }) => code)).toEqual(checks.filter((check) => !isPlatformCheck(check)).map(({ code }) => code));
  expect(results.filter(({ status }) => status === 'fail' || status === 'inconclusive')).toEqual([]);
});

test.each(Object.keys(SPOILING) as (keyof typeof SPOILING)[])(
  'a module compiled after one check met "%s" ends in an error that names the check, whichever it is',
  async (spoiling) => {
    expect(checks.length).toBeGreaterThan(30);
    await forEachGroup(async (root, group) => {
      for (const check of group) await SPOILING[spoiling](root, check);
      const found = await judged(new WebAssembly.Module(await compilePolicies(root, await opa())), checks);
      const named = found.map((mistake) => `${mistake.split(' ')[0] ?? ''} ${/(?:a check |rego: )(\S+)/.exec(mistake)?.[1] ?? ''}`);
      expect(named.sort()).toEqual(group.flatMap((check) => answers[spoiling](check)).sort());
    });
  },
  180_000,
);

test.each(Object.keys(SPOILING) as (keyof typeof SPOILING)[])(
  'sources in which one check met "%s" are refused as stale, whichever it is',
  async (spoiling) => {
    await forEachCheck(await builtPolicies(), async (root, check) => {
      await SPOILING[spoiling](root, check);
      const [mistake = 'loaded', ...more] = await mistakes(loadBundle(workTreePolicies(root)));
      expect(mistake, check.code).toMatch(/^bundle\.stale /);
      expect(more).toEqual([]);
    });
  },
  180_000,
);

test('a check struck from sources, manifest and roster still answers from the module, and that is an error', async () => {
  const sound = await builtPolicies();
  const manifest = await text(sound, MANIFEST_FILE);
  await forEachCheck(sound, async (root, check) => {
    await SPOILING.remove(root, check);
    const struck = JSON.parse(manifest) as { sources: Record<string, string>; roster: Check[] };
    Reflect.deleteProperty(struck.sources, check.path);
    struck.roster = struck.roster.filter(({ code }) => code !== check.code);
    await change(root, { [MANIFEST_FILE]: JSON.stringify(struck) });
    const bundle = await loadBundle(workTreePolicies(root));
    expect(await judged(bundle.module, bundle.checks), check.code).toEqual([
      `policy.unexpected churn/prod: a check ${check.code} answered that is not on the roster; expected the roster's checks only`,
    ]);
  });
}, 180_000);

test('a source exchanged together with its digest in the manifest is found by building again', async () => {
  const root = await builtPolicies();
  const [check] = checks;
  if (check === undefined) throw new Error('the roster is empty');
  await SPOILING.break(root, check);
  const manifest = JSON.parse(await text(root, MANIFEST_FILE)) as { sources: Record<string, string> };
  manifest.sources[check.path] = sha256(await text(root, check.path));
  await change(root, { [MANIFEST_FILE]: JSON.stringify(manifest) });
  expect(await compareBundle(root, await buildBundle(root, await opa()))).toContainEqual({
    path: 'policies/bundle/policy.wasm',
    change: 'changed',
  });
});

interface Evaluated {
  evaluation: { drift: { features: object[] }; groups: object[] };
}
interface Large {
  manifests: object[];
  stable: Evaluated;
  candidate: Evaluated;
}

/** `count` rows: the ones given, then copies of the last under names of their own. */
function many(rows: readonly object[], count: number, name: string): object[] {
  const last = rows.at(-1);
  return Array.from({ length: count }, (_, i) => rows[i] ?? { ...last, [name]: `${name}_${String(i)}` });
}

const sizeOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

test.each<[string, (clean: Large) => void]>([
  [
    'manifests',
    (clean) => {
      const sample = structuredClone(clean.manifests);
      while (sizeOf(clean) < MAX_GATE_INPUT_BYTES - 40_000) clean.manifests.push(...structuredClone(sample));
    },
  ],
  [
    'as many features and groups as evidence may have',
    ({ stable, candidate }) => {
      for (const { evaluation } of [stable, candidate]) {
        evaluation.drift.features = many(evaluation.drift.features, 2000, 'name');
        evaluation.groups = many(evaluation.groups, 500, 'group');
      }
    },
  ],
])('the largest gate input fits the memory: %s', async (_, enlarge) => {
  const bundle = { module: new WebAssembly.Module(await compilePolicies(repository, await opa())), checks };
  // The bound on time is another test's matter: this machine may be busy.
  const engine = createEngine(bundle, { workers: 1, deadlineMs: 30_000 });
  onTestFinished(() => engine.close());
  const large = structuredClone(base) as Large;
  enlarge(large);
  expect(sizeOf(large)).toBeGreaterThan(400_000);
  expect(await engine.evaluate(new TextEncoder().encode(JSON.stringify(large)), 'large/prod')).toHaveLength(
    checks.filter((check) => !isPlatformCheck(check)).length,
  );
});
