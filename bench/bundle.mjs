// TypeScript of the bench as programs that Node runs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

export const root = fileURLToPath(new URL('../', import.meta.url));

// As in the build, TypeBox is bundled, because it loads faster so. The build bundles `yaml` too; nothing that is timed from here loads that.
const { dependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const external = Object.keys(dependencies).filter((name) => name !== 'typebox');

const options = (entry, outfile) => ({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external,
  logLevel: 'error',
});

/** @param outfile in this checkout's node_modules, so that packages are found from there */
export function bundleSync(entry, outfile) {
  esbuild.buildSync(options(entry, outfile));
}

/** The same with plugins. */
export async function bundle(entry, outfile, plugins) {
  await esbuild.build({ ...options(entry, outfile), plugins });
}
