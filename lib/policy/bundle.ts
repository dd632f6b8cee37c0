import { setFlagsFromString } from 'node:v8';
import { allInOrder } from '../all-in-order.ts';
import { BundleManifest, type Check } from '../contracts/check.ts';
import { problems } from '../contracts/schema.ts';
import { UserError, messageOf } from '../errors.ts';
import { ENTRYPOINT, MANIFEST_FILE, WASM_FILE } from './build.ts';
import { CAPABILITIES, isCompiled, listPolicies, type PolicySource } from './policy-source.ts';
import { readRoster, rosterOf } from './roster.ts';
import { sha256 } from '../sha256.ts';
import { sortedJson } from '../sorted-json.ts';
import { inspectApart } from './inspect-apart.ts';
import { isVerified, noteVerified, sealOf } from './verified.ts';
import { inspectWasm, type WasmFacts } from './wasm.ts';

/** A compiled policy whose parts were all compared with each other, ready to be evaluated. */
export interface Bundle {
  /** Where it came from: the name of its source. */
  readonly source: string;
  readonly wasm: Uint8Array;
  readonly module: WebAssembly.Module;
  readonly manifest: BundleManifest;
  /** The roster, ordered by code. */
  readonly checks: readonly Check[];
  /** SHA-256 of manifest.json, which names the module, every source and every check. */
  readonly sha256: string;
}

export interface LoadOptions {
  /** Whether somebody vouches for the module. If not, it is only run where it can be stopped. @default true */
  readonly isTrusted?: boolean;
}

const REBUILD = 'Run `npx modelgate policy build` and commit policies/bundle/.';

/**
 * Reads the compiled policy and refuses it unless module, manifest, sources and METADATA all agree.
 *
 * Errors, each a UserError: `bundle.missing` (not there), `bundle.corrupt` (unreadable), `bundle.truncated` (module shorter than
 * recorded), `bundle.foreign` (another module or roster than `policy build` records), `bundle.stale` (other sources).
 * What the sources themselves lack comes as the errors of `readRoster`. Of a commit's files, which git knows by their hashes, the same are compared
 * once on a machine.
 */
export async function loadBundle(source: PolicySource, { isTrusted = true }: LoadOptions = {}): Promise<Bundle> {
  const files = await listPolicies(source);
  for (const file of [MANIFEST_FILE, WASM_FILE]) {
    if (!files.includes(file))
      throw new UserError('bundle.missing', `${file}: is not in the ${source.name}; expected the compiled policies`, REBUILD);
  }
  const [text, wasm] = await Promise.all([source.read(MANIFEST_FILE), source.read(WASM_FILE)]);
  const manifest = manifestOf(text);
  const seal = isTrusted ? sealOf(source, files) : undefined;
  const agree = seal !== undefined && isVerified(seal);
  // Other threads compile while this one reads the sources; what is said is what a reader would meet first.
  const [module] = await allInOrder([moduleOf(wasm, manifest, isTrusted), agree ? null : compareWithSources(source, files, manifest)]);
  if (seal !== undefined && !agree) noteVerified(seal);
  return { source: source.name, wasm, module, manifest, checks: manifest.roster, sha256: sha256(text) };
}

async function compareWithSources(source: PolicySource, files: readonly string[], manifest: BundleManifest): Promise<void> {
  const [, sources] = await allInOrder([refuseOtherSources(source, files, manifest), readRoster(source)]);
  const roster = rosterOf(sources);
  if (sortedJson(roster) === sortedJson(manifest.roster)) return;
  throw new UserError(
    'bundle.foreign',
    `${MANIFEST_FILE}: its roster is not what the sources say${codeDifference(manifest.roster, roster)}; expected the same checks`,
    REBUILD,
  );
}

function manifestOf(bytes: Uint8Array): BundleManifest {
  const isManifest = (value: unknown): value is BundleManifest => {
    const [first] = problems(BundleManifest, value);
    if (first === undefined) return true;
    throw new UserError(
      'bundle.corrupt',
      `${MANIFEST_FILE}: ${first.pointer === '' ? 'the document' : first.pointer} ${first.message}`,
      REBUILD,
    );
  };
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new UserError('bundle.corrupt', `${MANIFEST_FILE}: ${messageOf(cause)}; expected JSON`, REBUILD, { cause });
  }
  if (isManifest(value)) return value;
  throw new Error('unreachable: a manifest that does not fit is thrown above');
}

async function moduleOf(wasm: Uint8Array, manifest: BundleManifest, isTrusted: boolean): Promise<WebAssembly.Module> {
  const { bytes, sha256: recorded } = manifest.wasm;
  if (wasm.length < bytes) {
    throw new UserError(
      'bundle.truncated',
      `${WASM_FILE}: has ${String(wasm.length)} bytes; expected ${String(bytes)}, as its manifest says`,
      REBUILD,
    );
  }
  const module = await compiled(wasm, isTrusted);
  const { builtins, entrypoints } = await facts(module, isTrusted ? null : wasm);
  if (sha256(wasm) !== recorded) {
    throw new UserError('bundle.foreign', `${WASM_FILE}: sha256 is ${sha256(wasm)}; expected ${recorded}, as its manifest says`, REBUILD);
  }
  if (builtins.length > 0) {
    throw new UserError(
      'bundle.foreign',
      `${WASM_FILE}: asks its host for ${builtins.join(', ')}; expected native built-ins only`,
      REBUILD,
    );
  }
  if (entrypoints.length === 1 && entrypoints[0] === ENTRYPOINT) return module;
  throw new UserError('bundle.foreign', `${WASM_FILE}: entrypoints are ${entrypoints.join(', ')}; expected ${ENTRYPOINT} alone`, REBUILD);
}

/** A module that somebody vouches for is compiled whole at once, by threads of V8's; another function by function, when it is called where it can be stopped. */
async function compiled(wasm: Uint8Array, isTrusted: boolean): Promise<WebAssembly.Module> {
  setFlagsFromString(isTrusted ? '--no-wasm-lazy-compilation' : '--wasm-lazy-compilation');
  try {
    return await WebAssembly.compile(wasm);
  } catch (cause) {
    throw new UserError('bundle.corrupt', `${WASM_FILE}: ${messageOf(cause)}; expected a WebAssembly module`, REBUILD, { cause });
  }
}

async function facts(module: WebAssembly.Module, suspect: Uint8Array | null): Promise<WasmFacts> {
  try {
    return suspect === null ? inspectWasm(module) : await inspectApart(module, suspect);
  } catch (cause) {
    throw new UserError('bundle.foreign', `${WASM_FILE}: ${messageOf(cause)}; expected a module that \`opa build\` wrote`, REBUILD, {
      cause,
    });
  }
}

async function refuseOtherSources(source: PolicySource, files: readonly string[], manifest: BundleManifest): Promise<void> {
  const present = files.filter((file) => isCompiled(file) || file === CAPABILITIES);
  const recorded = Object.entries(manifest.sources);
  const added = present.filter((file) => !Object.hasOwn(manifest.sources, file)).map((file) => `${file} is new`);
  const gone = recorded.filter(([file]) => !present.includes(file)).map(([file]) => `${file} is gone`);
  const changed = await Promise.all(
    recorded
      .filter(([file]) => present.includes(file))
      .map(async ([file, hash]) => (sha256(await source.read(file)) === hash ? [] : [`${file} has changed`])),
  );
  const differences = [...added, ...gone, ...changed.flat()].sort();
  if (differences.length === 0) return;
  const shown = differences.slice(0, 5).join(', ');
  const more = differences.length > 5 ? ` and ${String(differences.length - 5)} more` : '';
  throw new UserError(
    'bundle.stale',
    `${MANIFEST_FILE}: does not match its sources: ${shown}${more}; expected a bundle built from them`,
    REBUILD,
  );
}

function codeDifference(recorded: readonly Check[], actual: readonly Check[]): string {
  const codes = (checks: readonly Check[]) => checks.map(({ code }) => code);
  const odd = [
    ...codes(recorded).filter((code) => !codes(actual).includes(code)),
    ...codes(actual).filter((code) => !codes(recorded).includes(code)),
  ];
  return odd.length === 0 ? '' : ` (${odd.join(', ')})`;
}
