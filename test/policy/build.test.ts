import { readdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildBundle, compareBundle, writeBundle } from '../../lib/policy/build.ts';
import { change, mistakes, opa, scratch, smallRepository, text } from './support.ts';

const BELOW_FLOOR = 'policies/rules/metrics/below_floor/below_floor.rego';
const build = async (root: string) => buildBundle(root, await opa());

test('the manifest names the compiler, every compiled source and the roster, with sorted keys', async () => {
  const { manifest, files, wasm } = await build(await smallRepository());
  expect(manifest.opa).toBe('1.22.0');
  expect(manifest.entrypoint).toBe('main/report');
  expect(manifest.wasm.bytes).toBe(wasm.length);
  expect(Object.keys(manifest.sources)).toEqual([
    'policies/capabilities.json',
    'policies/lib/num/num.rego',
    'policies/main/main.rego',
    'policies/rules/card/missing/missing.rego',
    'policies/rules/drift/above_limit/above_limit.rego',
    BELOW_FLOOR,
  ]);
  expect(manifest.roster.map(({ code }) => code)).toEqual(['card.missing', 'drift.above_limit', 'metrics.below_floor']);
  const written = new TextDecoder().decode(files['policies/bundle/manifest.json']);
  expect(Object.keys(JSON.parse(written) as object)).toEqual(['entrypoint', 'opa', 'roster', 'schemaVersion', 'sources', 'wasm']);
  expect(written.endsWith('}\n')).toBe(true);
});

test('the same sources give the same bytes in any folder, with tests and data beside them changed', async () => {
  const first = await build(await smallRepository());
  const root = await smallRepository({
    'policies/lib/num/num_test.rego': 'package lib.num_test\n\ntest_nothing if true\n',
    'policies/thresholds/high.yaml': 'rules: {metrics: {forged: {}}}\n',
    'policies/rules/data.json': '{"metrics": {"forged": {"required": [], "passed": [], "facts": {}}}}',
    'policies/waivers/all.yml': 'main: 1\n',
  });
  const second = await build(root);
  expect(Buffer.from(second.wasm).equals(first.wasm)).toBe(true);
  expect(second.files).toEqual(first.files);
});

test('what is written compares as equal, and a change of sources, module or manifest as different', async () => {
  const root = await smallRepository();
  const built = await build(root);
  expect(await compareBundle(root, built)).toEqual([
    { path: 'policies/bundle/policy.wasm', change: 'missing' },
    { path: 'policies/bundle/manifest.json', change: 'missing' },
  ]);
  await writeBundle(root, built);
  expect(await compareBundle(root, built)).toEqual([]);
  expect((await readdir(path.join(root, 'policies/bundle'))).sort()).toEqual(['manifest.json', 'policy.wasm']);
  expect(await compareBundle(root, await build(root))).toEqual([]);
  await change(root, { [BELOW_FLOOR]: (await text(root, BELOW_FLOOR)).replace('"no metric has a floor"', '"none has a floor"') });
  expect(await compareBundle(root, await build(root))).toEqual([
    { path: 'policies/bundle/policy.wasm', change: 'changed' },
    { path: 'policies/bundle/manifest.json', change: 'changed' },
  ]);
});

test('comparing writes nothing', async () => {
  const root = await smallRepository();
  await compareBundle(root, await build(root));
  expect(await readdir(path.join(root, 'policies'))).not.toContain('bundle');
});

test.each(['below_floor_test.rego', 'samples/allowed.json', 'samples/denied.json'])('a check without %s is refused', async (file) => {
  const missing = `policies/rules/metrics/below_floor/${file}`;
  expect(await mistakes(build(await smallRepository({ [missing]: null })))).toEqual([
    `policy.untested ${missing}: is not there; expected a test and both samples of metrics.below_floor`,
  ]);
});

test('a check of a topic that nobody asks is refused, and found where the door asks it', async () => {
  const door = 'policies/main/main.rego';
  const asking = async (...topics: readonly string[]) => {
    const root = await smallRepository();
    const rules = topics.map((topic) => `${topic}_checks := data.rules.${topic}`).join('\n');
    const named = topics.map((topic) => `"${topic}": ${topic}_checks`).join(', ');
    const generic = await text(root, door);
    expect(generic).toContain('data.rules[topic][name]');
    await change(root, {
      [door]: `${generic.replace('data.rules[topic][name]', 'topics[topic][name]')}\ntopics := {${named}}\n\n${rules}\n`,
    });
    return root;
  };
  expect(await mistakes(build(await asking('card', 'drift')))).toEqual([
    'policy.topic_not_asked policies/rules/metrics/: main/report does not ask this topic; expected one of card, drift',
  ]);
  expect(await mistakes(build(await asking('card', 'drift', 'metrics')))).toEqual([]);
});

test("Rego that does not compile is one error with the compiler's words", async () => {
  const root = await smallRepository();
  await change(root, { [BELOW_FLOOR]: `${await text(root, BELOW_FLOOR)}\nextra := nothing_like_it\n` });
  const [mistake] = await mistakes(build(root));
  expect(mistake).toMatch(/^policy\.build_failed policies: `opa build` failed/);
  expect(mistake).toMatch(/below_floor\.rego:\d+: rego_unsafe_var_error: var nothing_like_it is unsafe/);
});

test('a built-in that only a host could serve does not compile', async () => {
  const root = await smallRepository();
  const source = await text(root, BELOW_FLOOR);
  for (const call of ['time.now_ns()', 'regex.split("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaab")', 'sprintf("%q", [1])', 'http.send({})']) {
    await change(root, { [BELOW_FLOOR]: `${source}\nextra := ${call}\n` });
    const name = call.slice(0, call.indexOf('('));
    expect((await mistakes(build(root))).join('\n')).toContain(`undefined function ${name}`);
  }
});

test("capabilities that allow a host's built-in are refused after compiling", async () => {
  const root = await smallRepository();
  const capabilities = JSON.parse(await text(root, 'policies/capabilities.json')) as { builtins: unknown[] };
  const decl = { args: [{ type: 'string' }, { type: 'string' }], result: { dynamic: { type: 'string' }, type: 'array' }, type: 'function' };
  capabilities.builtins.push({ name: 'regex.split', decl });
  await change(root, {
    'policies/capabilities.json': JSON.stringify(capabilities),
    [BELOW_FLOOR]: `${await text(root, BELOW_FLOOR)}\nextra := regex.split("-", input.name)\n`,
  });
  expect(await mistakes(build(root))).toEqual([
    'policy.host_builtin policies/capabilities.json: allows regex.split, which WebAssembly asks its host for; expected native built-ins only',
  ]);
});

test('a repository without capabilities is refused', async () => {
  const root = await smallRepository({ 'policies/capabilities.json': null });
  expect(await mistakes(build(root))).toEqual([
    'policy.no_capabilities policies/capabilities.json: is not there; expected the list of built-ins that policies may use',
  ]);
});

test('METADATA that the compiler reads otherwise is refused', async () => {
  const root = await smallRepository();
  const source = await text(root, BELOW_FLOOR);
  // A second block: the compiler joins nothing, it takes the package's own; ours takes the last one above the package.
  await change(root, {
    [BELOW_FLOOR]: source.replace(
      'package rules',
      '# METADATA\n# scope: package\n# title: Another\n# description: x\n# custom: {code: metrics.below_floor, severity: info, message: m, fix: f}\npackage rules',
    ),
  });
  expect((await mistakes(build(root))).length).toBe(1);
});

test('an interrupted write leaves no file behind and the old bundle in place', async () => {
  const root = await smallRepository();
  const built = await build(root);
  await writeBundle(root, built);
  const blocked = path.join(root, 'policies/bundle/policy.wasm');
  await rename(blocked, `${blocked}.kept`);
  const folder = await scratch();
  await rename(`${blocked}.kept`, path.join(folder, 'policy.wasm'));
  await change(root, { 'policies/bundle/policy.wasm/in-the-way': '' });
  await expect(writeBundle(root, built)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
  expect((await readdir(path.join(root, 'policies/bundle'))).sort()).toEqual(['manifest.json', 'policy.wasm']);
});

test('a compiler that cannot be started is a mistake that a person can put right', async () => {
  const root = await smallRepository();
  const file = path.join(await scratch(), 'opa');
  await writeFile(file, 'no program');
  expect((await mistakes(buildBundle(root, { path: file, version: '1.22.0', from: 'PATH' })))[0]).toMatch(/^opa\.cannot_run .*EACCES/);
});
