#!/usr/bin/env node
// Plain JavaScript, because Node 20 runs no TypeScript by itself.
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const { outputFiles } = await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['tools/main.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
});
const { main } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
process.exitCode = await main(process.argv.slice(2), root);
