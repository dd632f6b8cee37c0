#!/usr/bin/env node
// Plain JavaScript, because Node 20 runs no TypeScript by itself.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Set in the run that has a network of its own. */
const ISOLATED = 'MODELGATE_E2E_ISOLATED';

const { outputFiles } = await esbuild.build({
  absWorkingDir: root,
  entryPoints: ['tools/e2e/main.ts'],
  bundle: true,
  write: false,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(process.cwd() + '/');" },
});
const { installTools, main } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);

async function isolated() {
  if (!(await installTools(root))) return 2;
  const lacks = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status !== 0;
  if (lacks) console.error('No network of its own (that takes root, unshare and ip): running on the loopback that everybody shares');
  const [program, ...args] = lacks ? ['sh', '-c'] : ['unshare', '--net', 'sh', '-c'];
  const script = `${lacks ? '' : 'ip link set lo up && '}exec "$0" "$@"`;
  const child = spawnSync(program, [...args, script, process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [ISOLATED]: '1' },
  });
  return child.status ?? 130;
}

process.exitCode = process.env[ISOLATED] === undefined ? await isolated() : await main(process.argv.slice(2), root);
