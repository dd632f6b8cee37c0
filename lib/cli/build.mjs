// Plain JavaScript, because it runs before there is anything to run TypeScript with.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const lib = fileURLToPath(new URL('../', import.meta.url));
const packageRoot = path.dirname(path.resolve(lib));
const cache = path.join(packageRoot, 'node_modules', '.cache', 'modelgate', 'lib');

const entries = {
  main: 'cli/main.ts',
  index: 'index.ts',
  'engine-worker': 'policy/engine-worker.ts',
  'inspect-worker': 'policy/inspect-worker.ts',
  'synth-worker': 'synth/synth-worker.ts',
};

/** A day: long enough that no run still loads chunks from an old build when it is swept away. */
const SWEEP_AFTER_MS = 86_400_000;

/** Names below a folder. Node's own `recursive` takes ten times as long, at every start. */
function below(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? below(path.join(folder, entry.name), `${prefix}${entry.name}${path.sep}`) : [`${prefix}${entry.name}`],
  );
}

function sources() {
  const names = below(lib).filter((name) => name.endsWith('.ts'));
  return names.sort((a, b) => (a < b ? -1 : 1));
}

function key() {
  const hash = createHash('sha256');
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(path.join(packageRoot, 'package.json')));
  for (const name of sources()) hash.update(`\0${name}\0`).update(readFileSync(path.join(lib, name)));
  return hash.digest('hex').slice(0, 24);
}

function sweep() {
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > SWEEP_AFTER_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Writes two files beside the build for every schema of the contracts, with the functions that check it: the ones that ajv would make at
 * each start, which takes longer than a small run.
 */
function buildValidators(staging, external) {
  const require = createRequire(import.meta.url);
  const esbuild = require('esbuild');
  const options = { absWorkingDir: packageRoot, bundle: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'error' };
  const work = path.join(staging, 'validators');
  mkdirSync(work);
  const contracts = ['validate-function.ts', 'share-parts.ts', ...sources().filter((name) => name.startsWith(`contracts${path.sep}`))];
  const contents = contracts.map((name, index) => `export * as m${index} from './${name.replaceAll(path.sep, '/')}';`).join('\n');
  const outfile = path.join(work, 'schemas.cjs');
  esbuild.buildSync({
    ...options,
    stdin: { contents, resolveDir: lib },
    outfile,
    external,
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const exported = Object.values(require(outfile)).flatMap((module) => Object.entries(module));
  const { AJV_OPTIONS, ACCEPT_OPTIONS, shareParts, validatorFile } = Object.fromEntries(exported);
  const { Ajv2020 } = require('ajv/dist/2020.js');
  const standalone = require('ajv/dist/standalone').default;
  const entryPoints = {};
  for (const [, schema] of exported) {
    if (typeof schema !== 'object' || schema === null || !('~kind' in schema)) continue;
    const made = {
      accept: [ACCEPT_OPTIONS, shareParts(schema)],
      explain: [AJV_OPTIONS, schema],
    };
    for (const [purpose, [how, of]] of Object.entries(made)) {
      const name = validatorFile(schema, purpose).replace(/\.cjs$/, '');
      if (name in entryPoints) continue;
      // One for each, so that none shares its parts with a schema that comes later.
      const ajv = new Ajv2020({ ...how, code: { ...how.code, source: true } });
      entryPoints[name] = path.join(work, `${name}.js`);
      writeFileSync(entryPoints[name], standalone(ajv, ajv.compile(of)));
    }
  }
  writeFileSync(path.join(work, 'package.json'), '{"type":"commonjs"}\n');
  esbuild.buildSync({
    ...options,
    entryPoints,
    outdir: staging,
    outExtension: { '.js': '.cjs' },
    // Nobody reads them, and a start has to.
    minify: true,
  });
  rmSync(work, { recursive: true });
}

function build(folder) {
  const esbuild = createRequire(import.meta.url)('esbuild');
  const manifest = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  const staging = `${folder}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
  // Many small files: bundled they load in a fifth of the time.
  const external = Object.keys(manifest.dependencies).filter(
    (name) => !['@sigstore/bundle', '@sigstore/verify', 'typebox', 'yaml'].includes(name),
  );
  esbuild.buildSync({
    absWorkingDir: packageRoot,
    entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, path.join(lib, file)])),
    outdir: staging,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'error',
    external,
    // What is bundled and no ES module asks Node for its modules by this name.
    banner: { js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);" },
  });
  buildValidators(staging, external);
  writeFileSync(path.join(staging, 'package.json'), '{"type":"module"}\n');
  try {
    renameSync(staging, folder);
  } catch (error) {
    // Another process built the same bytes first.
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  sweep();
}

/** The folder with the built framework, named by the content of its sources; built first when it isn't there. */
export function builtFolder() {
  const folder = path.join(cache, key());
  if (!existsSync(folder)) build(folder);
  return folder;
}
