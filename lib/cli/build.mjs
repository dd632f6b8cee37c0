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
  'synth-worker': 'synth/synth-worker.ts',
};

/** A day: long enough that no run still loads chunks from an old build when it is swept away. */
const SWEEP_AFTER_MS = 86_400_000;

function sources() {
  const names = readdirSync(lib, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).sort((a, b) => (a < b ? -1 : 1));
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

function build(folder) {
  const esbuild = createRequire(import.meta.url)('esbuild');
  const manifest = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  const staging = `${folder}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
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
    keepNames: true,
    legalComments: 'none',
    logLevel: 'error',
    // TypeBox is 300 small files: bundled it loads in a fifth of the time.
    external: Object.keys(manifest.dependencies).filter((name) => name !== 'typebox'),
  });
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
