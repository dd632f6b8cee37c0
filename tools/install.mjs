#!/usr/bin/env node
// Plain JavaScript, because Node 20 runs no TypeScript by itself.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const built = path.join(root, 'node_modules', '.cache', 'modelgate', `install-${process.pid}.mjs`);
await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['tools/main.ts'],
  outfile: built,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'error',
});
process.setSourceMapsEnabled(true);
const { main } = await import(pathToFileURL(built).href);
rmSync(built);
process.exitCode = await main(process.argv.slice(2), root);
