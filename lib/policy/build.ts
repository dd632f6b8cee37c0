import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BundleManifest } from '../contracts/check.ts';
import { UserError, UserErrors } from '../errors.ts';
import type { Opa } from './find-opa.ts';
import { CAPABILITIES, isCompiled, listPolicies, POLICIES, workTreePolicies, type PolicySource } from './policy-source.ts';
import { missingFiles, readRoster, rosterOf, type CheckSource } from './roster.ts';
import { IGNORE_DATA, run } from './run-opa.ts';
import { sha256 } from '../sha256.ts';
import { sortedJson } from '../sorted-json.ts';
import { fileInTarGz } from './tar.ts';
import { inspectWasm } from './wasm.ts';

/** Where the compiled policy lies, relative to the repository. */
export const WASM_FILE = `${POLICIES}/bundle/policy.wasm`;
/** Where it says what the compiled policy was made of. */
export const MANIFEST_FILE = `${POLICIES}/bundle/manifest.json`;
/** The only rule that is ever evaluated. */
export const ENTRYPOINT = 'main/report';

/** A bundle in memory, as it belongs on disk. */
export interface BuiltBundle {
  readonly wasm: Uint8Array;
  readonly manifest: BundleManifest;
  /** Bytes by path relative to the repository. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** One file of the committed bundle that is not what the sources give. */
export interface BundleDifference {
  readonly path: string;
  readonly change: 'missing' | 'changed';
}

/**
 * Compiles the policies of a checkout to WebAssembly. The bytes depend on the sources, the compiler's version and nothing else:
 * the compiler runs in the repository with the relative path `policies`, which is what it writes into the module.
 * @param root folder of the repository
 * @throws UserErrors for every check that is incomplete; UserError `policy.build_failed` with what the compiler said;
 *   `policy.host_builtin` when the module would ask its host for a built-in
 */
export async function buildBundle(root: string, opa: Opa): Promise<BuiltBundle> {
  const source = workTreePolicies(root);
  const files = await listPolicies(source);
  if (!files.includes(CAPABILITIES)) {
    throw new UserError(
      'policy.no_capabilities',
      `${CAPABILITIES}: is not there; expected the list of built-ins that policies may use`,
      'Restore the file.',
    );
  }
  const checks = await readRoster(source);
  refuseUntested(checks, files);
  await refuseUnasked(checks, source, files);
  const wasm = await compilePolicies(root, opa);
  await compareWithInspect(root, opa, checks);
  refuseUnusable(wasm);
  const compiled = files.filter((file) => isCompiled(file) || file === CAPABILITIES);
  const hashes = await Promise.all(compiled.map(async (file) => [file, sha256(await source.read(file))] as const));
  const manifest: BundleManifest = {
    schemaVersion: 'modelgate.dev/bundle/v1',
    opa: opa.version,
    entrypoint: ENTRYPOINT,
    wasm: { sha256: sha256(wasm), bytes: wasm.length },
    sources: Object.fromEntries(hashes),
    roster: [...rosterOf(checks)],
  };
  return { wasm, manifest, files: { [WASM_FILE]: wasm, [MANIFEST_FILE]: new TextEncoder().encode(sortedJson(manifest)) } };
}

/** Files of the committed bundle that differ from a freshly built one; empty when it is up to date. Writes nothing. */
export async function compareBundle(root: string, built: BuiltBundle): Promise<readonly BundleDifference[]> {
  const differences: BundleDifference[] = [];
  for (const [file, bytes] of Object.entries(built.files)) {
    const onDisk = path.join(root, file);
    if (!existsSync(onDisk)) differences.push({ path: file, change: 'missing' });
    else if (!Buffer.from(bytes).equals(await readFile(onDisk))) differences.push({ path: file, change: 'changed' });
  }
  return differences;
}

/**
 * Writes a bundle, each file by one rename and the manifest last: a run that is cut short leaves a pair that
 * `loadBundle` refuses, never one that it believes.
 */
export async function writeBundle(root: string, built: BuiltBundle): Promise<void> {
  for (const [file, bytes] of Object.entries(built.files)) {
    const target = path.join(root, file);
    await mkdir(path.dirname(target), { recursive: true });
    const staged = `${target}.${String(process.pid)}.tmp`;
    try {
      await writeFile(staged, bytes, { flush: true });
      await rename(staged, target);
    } finally {
      await rm(staged, { force: true });
    }
  }
}

/** Every check has its Rego test and both samples, else nobody has seen it pass and fail. */
function refuseUntested(checks: readonly CheckSource[], files: readonly string[]): void {
  const errors = checks.flatMap((check) =>
    missingFiles(check, files).map(
      (file) =>
        new UserError(
          'policy.untested',
          `${file}: is not there; expected a test and both samples of ${check.check.code}`,
          'Write the missing file.',
        ),
    ),
  );
  if (errors.length > 0) throw new UserErrors(errors);
}

/** Every topic is asked by the one door, by its name or as one of all, else its checks would be missed whenever something is judged. */
async function refuseUnasked(checks: readonly CheckSource[], source: PolicySource, files: readonly string[]): Promise<void> {
  const door = files.filter((file) => file.startsWith(`${POLICIES}/main/`) && isCompiled(file));
  const texts = await Promise.all(door.map(async (file) => new TextDecoder().decode(await source.read(file))));
  if (texts.some((text) => /\bdata\.rules\[/.test(text))) return;
  const asked = new Set(texts.flatMap((text) => [...text.matchAll(/\bdata\.rules\.(\w+)/g)].map(([, topic]) => topic)));
  const errors = [...new Set(checks.map(({ check }) => check.code.split('.')[0] ?? ''))]
    .filter((topic) => !asked.has(topic))
    .map(
      (topic) =>
        new UserError(
          'policy.topic_not_asked',
          `${POLICIES}/rules/${topic}/: ${ENTRYPOINT} does not ask this topic; expected one of ${[...asked].sort().join(', ')}`,
          `Put its checks under one of them, or give ${POLICIES}/main/main.rego a rule for it as each of the others has.`,
        ),
    );
  if (errors.length > 0) throw new UserErrors(errors);
}

interface Inspected {
  readonly namespaces: Readonly<Record<string, readonly string[]>>;
  readonly annotations?: readonly {
    readonly annotations: {
      readonly scope: string;
      readonly title?: string;
      readonly description?: string;
      readonly custom?: Readonly<Record<string, unknown>>;
    };
    readonly location: { readonly file: string };
  }[];
}

/** The compiler's own reading of packages and METADATA has to be ours: the gate reads them without it. */
async function compareWithInspect(root: string, opa: Opa, checks: readonly CheckSource[]): Promise<void> {
  const { code, stdout, stderr } = await run(opa.path, ['inspect', '-a', '-f', 'json', POLICIES], { cwd: root });
  if (code !== 0) throw failed('opa inspect', stderr === '' ? stdout : stderr);
  const { namespaces, annotations = [] } = JSON.parse(stdout) as Inspected;
  const seen = Object.entries(namespaces)
    .filter(([name, files]) => /^data\.rules(\.|$)/.test(name) && files.some(isCompiled))
    .map(([name]) => name)
    .sort();
  const expected = checks.map(({ check }) => `data.rules.${check.code}`);
  if (JSON.stringify(seen) !== JSON.stringify(expected)) {
    const odd = [...seen.filter((name) => !expected.includes(name)), ...expected.filter((name) => !seen.includes(name))];
    throw new UserError(
      'policy.roster_differs',
      `${POLICIES}/rules: the compiler and the folders disagree about ${odd.join(', ')}`,
      'Give each check its own folder and package.',
    );
  }
  for (const { check, limits } of checks) {
    const { path: file, title, description, ...custom } = check;
    const found = annotations.find(({ annotations: { scope }, location }) => scope === 'package' && location.file === file)?.annotations;
    const { limits: foundLimits = [], ...foundCustom } = found?.custom ?? {};
    const ours = sortedJson({ title, description, custom, limits });
    if (ours === sortedJson({ title: found?.title, description: found?.description, custom: foundCustom, limits: foundLimits })) continue;
    throw new UserError(
      'policy.metadata_differs',
      `${file}: the compiler reads its METADATA otherwise; expected the same reading`,
      'Put the METADATA directly above the package, with plain YAML.',
    );
  }
}

/** The module alone, as the compiler gives it: nothing about checks or built-ins has been looked at. */
export async function compilePolicies(root: string, opa: Opa): Promise<Uint8Array> {
  const folder = await mkdtemp(path.join(tmpdir(), 'modelgate-policy-'));
  try {
    const bundle = path.join(folder, 'bundle.tar.gz');
    const args = [
      'build',
      '-t',
      'wasm',
      '-O=0',
      '-e',
      ENTRYPOINT,
      '--capabilities',
      CAPABILITIES,
      '--ignore',
      '*_test.rego',
      ...IGNORE_DATA,
      '-o',
      bundle,
      POLICIES,
    ];
    const { code, stdout, stderr } = await run(opa.path, args, { cwd: root });
    if (code !== 0) throw failed('opa build', stderr === '' ? stdout : stderr);
    const wasm = fileInTarGz(await readFile(bundle), 'policy.wasm');
    if (wasm === null) throw failed('opa build', 'its bundle holds no policy.wasm');
    return wasm;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function failed(command: string, said: string): UserError {
  return new UserError(
    'policy.build_failed',
    `${POLICIES}: \`${command}\` failed; expected policies that compile:\n${said.trim()}`,
    'Correct the Rego; `npx modelgate policy lint` says more.',
  );
}

function refuseUnusable(wasm: Uint8Array): void {
  const { builtins, entrypoints } = inspectWasm(new WebAssembly.Module(wasm));
  if (builtins.length > 0) {
    throw new UserError(
      'policy.host_builtin',
      `${CAPABILITIES}: allows ${builtins.join(', ')}, which WebAssembly asks its host for; expected native built-ins only`,
      'Take them out of the file, and write the policy without them.',
    );
  }
  if (entrypoints.length !== 1 || entrypoints[0] !== ENTRYPOINT) {
    throw new UserError(
      'policy.no_entrypoint',
      `${POLICIES}/main: entrypoints are ${entrypoints.join(', ')}; expected ${ENTRYPOINT} alone`,
      'Remove other `entrypoint` annotations.',
    );
  }
}
