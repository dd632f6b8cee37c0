import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../lib/errors.ts';
import { searchPath } from '../lib/search-path.ts';
import { lastLines, run, type RunOptions } from './run.ts';
import type { GoTool } from './table.ts';

/** Oldest Go that the modules under `tools/` can be built with. */
const OLDEST = [1, 26] as const;

/** Go never fetches another Go, and what it builds neither depends on a C compiler nor names this machine's paths. */
export function goEnvironment(env: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  return { ...env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
}

/**
 * The PATH's Go.
 * @throws UserError `go.missing`, `go.too_old`
 */
export async function findGo(env: Readonly<NodeJS.ProcessEnv>): Promise<string> {
  const go = await searchPath('go', env);
  const fix = `Install Go ${OLDEST.join('.')} or later and put it on the PATH.`;
  if (go === null) throw new UserError('go.missing', `PATH: no \`go\` in it; expected Go ${OLDEST.join('.')} or later`, fix);
  const { stdout, stderr } = await run(go, ['env', 'GOVERSION'], { env: goEnvironment(env) });
  const [, major, minor] = /^go(\d+)\.(\d+)/.exec(stdout) ?? [];
  const newEnough = Number(major) > OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1]);
  if (newEnough) return go;
  throw new UserError('go.too_old', `${go}: ${lastLines(stdout || stderr)}; expected Go ${OLDEST.join('.')} or later`, fix);
}

function ownSources(module: string, tool: GoTool): readonly string[] {
  if (!tool.package.startsWith('./')) return [];
  return readdirSync(path.join(module, tool.package))
    .filter((name) => name.endsWith('.go') && !name.endsWith('_test.go'))
    .sort()
    .map((name) => path.join(tool.package, name));
}

function linkerFlags({ variables = {} }: GoTool): string {
  return ['-s', '-w', ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(' ');
}

/** Digest of all that decides what is built: the pinned modules, our own source, the flags. */
export function goRecipe(tools: string, tool: GoTool): string {
  const module = path.join(tools, tool.family);
  const hash = createHash('sha256').update(`${tool.package}\0${linkerFlags(tool)}`);
  for (const name of ['go.mod', 'go.sum', ...ownSources(module, tool)]) {
    hash.update(`\0${name}\0`).update(readFileSync(path.join(module, name)));
  }
  return hash.digest('hex').slice(0, 8);
}

/**
 * Builds one program.
 * @param tools folder with the families' modules
 * @throws UserError `tool.build_failed` with the compiler's last lines
 */
export async function buildWithGo(tools: string, tool: GoTool, target: string, options: RunOptions): Promise<void> {
  const env = options.env ?? {};
  const go = await findGo(env);
  const args = ['build', '-mod=readonly', '-p=2', '-trimpath', '-buildvcs=false', `-ldflags=${linkerFlags(tool)}`, '-o', target];
  const cwd = path.join(tools, tool.family);
  const { code, stderr } = await run(go, [...args, tool.package], { ...options, cwd, env: goEnvironment(env) });
  if (code === 0) return;
  throw new UserError(
    'tool.build_failed',
    `tools/${tool.family}: building ${tool.package} ended with ${code === null ? 'a signal' : String(code)}: ${lastLines(stderr)}`,
    'Look at the message; what is downloaded comes through the Go module proxy, and a first build takes up to 10 GB of disk.',
  );
}
