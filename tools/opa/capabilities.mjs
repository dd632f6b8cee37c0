// Writes policies/capabilities.json: the built-ins that OPA's WASM output carries within itself, so that `opa build` refuses every
// other one. Which those are is measured, not listed: one policy that calls every built-in is compiled, and the module then
// says through its `builtins` export which of them it would ask its host for.
//
//   node tools/opa/capabilities.mjs           write the file
//   node tools/opa/capabilities.mjs --check   compare only; exit 1 when it differs
//
// The compiler is $MODELGATE_OPA, else the tool cache's. It must be the version that tools/opa/go.mod pins.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

const here = fileURLToPath(new URL('.', import.meta.url));
const target = join(here, '../../policies/capabilities.json');
const version = /open-policy-agent\/opa v(\d+\.\d+\.\d+)/.exec(readFileSync(join(here, 'go.mod'), 'utf8'))[1];
const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
const opa = process.env.MODELGATE_OPA ?? join(cache, 'modelgate', 'tools', `opa-${version}`, 'opa');
const run = (...args) => execFileSync(opa, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

// What the compiler writes itself (assign, eq, internal.*) or replaces (rego.metadata.*, print): a module never asks its host for it.
const COMPILERS_OWN = new Set([
  'assign',
  'eq',
  'internal.print',
  'internal.test_case',
  'print',
  'rego.metadata.chain',
  'rego.metadata.rule',
]);
// What has a spelling of its own.
const SPELLED = {
  and: 'input.a & input.b',
  or: 'input.a | input.b',
  'internal.member_2': 'input.a in input.b',
  'internal.member_3': 'input.a, input.b in input.c',
  'internal.template_string': '$"{input.a}"',
};
// Of these, what a policy may contain.
const KEPT = new Set(['assign', 'eq', 'internal.print', 'print', 'rego.metadata.chain', 'rego.metadata.rule']);

const current = JSON.parse(run('capabilities', '--current'));
const callable = current.builtins.filter(({ name, deprecated }) => deprecated !== true && !COMPILERS_OWN.has(name));
const call = ({ name, decl }) => SPELLED[name] ?? `${name}(${(decl.args ?? []).map((_, i) => `input.a${i}`).join(', ')})`;
const probe = ['package probe', ...callable.map((builtin, i) => `r${i} if { v := ${call(builtin)}; v != input.never }`)].join('\n');

/** The module in an OPA bundle: a tar's member is a header of 512 bytes, its size in octal at 124, then its bytes. */
function member(bundle, name) {
  const tar = gunzipSync(bundle);
  for (let at = 0; tar[at] !== 0;) {
    const size = parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    if (tar.toString('latin1', at, at + 100).replaceAll('\0', '') === name) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`the bundle has no ${name}`);
}

/** Names of the built-ins that a module asks its host for. */
function wanted(wasm) {
  const memory = new WebAssembly.Memory({ initial: 16 });
  const refuse = () => {
    throw new Error('a module that is only asked for its names called its host');
  };
  const names = ['opa_abort', 'opa_println', 'opa_builtin0', 'opa_builtin1', 'opa_builtin2', 'opa_builtin3', 'opa_builtin4'];
  const env = { memory, ...Object.fromEntries(names.map((name) => [name, refuse])) };
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm), { env });
  const from = exports.opa_json_dump(exports.builtins());
  const bytes = Buffer.from(memory.buffer, from);
  return new Set(Object.keys(JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(0)))));
}

const folder = mkdtempSync(join(tmpdir(), 'modelgate-capabilities-'));
let foreign;
try {
  writeFileSync(join(folder, 'probe.rego'), probe);
  run('build', '-t', 'wasm', '-e', 'probe', '-o', join(folder, 'bundle.tar.gz'), join(folder, 'probe.rego'));
  foreign = wanted(member(readFileSync(join(folder, 'bundle.tar.gz')), '/policy.wasm'));
} finally {
  rmSync(folder, { recursive: true });
}

const native = new Set(callable.map(({ name }) => name).filter((name) => !foreign.has(name)));
const builtins = current.builtins.filter(({ name }) => native.has(name) || KEPT.has(name));
// The compiler reads names and types; prose would only make the file four times as long.
const PROSE = new Set(['description', 'categories', 'introduced']);
const text = `${JSON.stringify({ ...current, builtins }, (key, value) => (PROSE.has(key) ? undefined : value), 1)}\n`;

if (process.argv.includes('--check')) {
  const same = readFileSync(target, 'utf8') === text;
  console.log(
    same
      ? `policies/capabilities.json is what OPA ${version} gives`
      : `policies/capabilities.json differs from what OPA ${version} gives; run node tools/opa/capabilities.mjs`,
  );
  process.exitCode = same ? 0 : 1;
} else {
  writeFileSync(target, text);
  console.log(`policies/capabilities.json: ${native.size} native built-ins, ${builtins.length - native.size} of the compiler's own`);
}
