import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError, messageOf } from '../errors.ts';
import { searchPath } from '../search-path.ts';
import { toolsFolder } from '../tools-folder.ts';
import { goDigest, PINNED_GO, unpackGo } from './pinned-go.ts';
import { run } from './run-opa.ts';

/** The one version whose output is compared: another compiler would give other bytes. */
export const OPA_VERSION = '1.22.0';

/** A compiler that was asked for its version. */
export interface Opa {
  readonly path: string;
  readonly version: string;
  readonly from: 'MODELGATE_OPA' | 'PATH' | 'cache' | 'build';
}

export interface FindOpaOptions {
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Progress, for stderr. */
  readonly log: (text: string) => void;
}

/**
 * Finds OPA: the file that `MODELGATE_OPA` names, `opa` on the PATH if its version is exactly ours, the tool cache, else builds the
 * pinned module `tools/opa` into the cache, with the Go on the PATH or else with the pinned one that pip can bring.
 *
 * The official release is not downloaded: a download is only as good as the checksum it is compared with, and this repository
 * knows none for this version. Go's checksum database and the committed go.sum vouch for the build instead.
 *
 * @throws UserError `opa.wrong_version` when MODELGATE_OPA names another version; `tool.wrong_digest` when the downloaded Go is another
 *   one than the pinned; `opa.missing` when nothing worked, with what was tried
 */
export async function findOpa({ env, log }: FindOpaOptions): Promise<Opa> {
  const named = env['MODELGATE_OPA'];
  if (named !== undefined && named !== '') return await exactly(path.resolve(named));
  const tried: string[] = ['MODELGATE_OPA is not set'];
  const onPath = await searchPath('opa', env);
  if (onPath === null) {
    tried.push('no `opa` on the PATH');
  } else {
    const version = await versionOf(onPath);
    if (version === OPA_VERSION) return { path: onPath, version, from: 'PATH' };
    tried.push(`${onPath} is ${version ?? 'no OPA that runs'}`);
  }
  const cached = cachedOpa(env);
  const version = existsSync(cached) ? await versionOf(cached) : null;
  if (version === OPA_VERSION) return { path: cached, version, from: 'cache' };
  tried.push(existsSync(cached) ? `${cached} is ${version ?? 'no OPA that runs'}` : `${cached} is not there`);
  return await build(cached, { env, log }, tried);
}

/** Where a built compiler is kept: `<cache>/modelgate/tools/opa-<version>/opa`. */
export function cachedOpa(env: Readonly<NodeJS.ProcessEnv>): string {
  return path.join(toolsFolder(env), `opa-${OPA_VERSION}`, 'opa');
}

async function exactly(file: string): Promise<Opa> {
  const version = await versionOf(file);
  if (version === OPA_VERSION) return { path: file, version, from: 'MODELGATE_OPA' };
  throw new UserError(
    'opa.wrong_version',
    `MODELGATE_OPA: ${file} is ${version === null ? 'no OPA that runs' : `version ${version}`}; expected version ${OPA_VERSION}`,
    `Name an OPA ${OPA_VERSION}, or unset MODELGATE_OPA.`,
  );
}

/** The version that a program prints, or null when it is no OPA that runs. */
async function versionOf(file: string): Promise<string | null> {
  try {
    const { code, stdout } = await run(file, ['version'], { cwd: path.dirname(file) });
    return code === 0 ? (/^Version: (\S+)$/m.exec(stdout)?.[1] ?? null) : null;
  } catch (thrown) {
    if (thrown instanceof UserError) return null;
    throw thrown;
  }
}

async function build(target: string, { env, log }: FindOpaOptions, tried: string[]): Promise<Opa> {
  const folder = path.dirname(target);
  await mkdir(folder, { recursive: true });
  const staging = await mkdtemp(path.join(folder, '.build-'));
  const ticking = setInterval(() => {
    log('Still building OPA...\n');
  }, 30_000);
  try {
    const module = pinnedModule();
    const go = (await searchPath('go', env)) ?? (await downloadGo(staging, { env, log }, tried));
    log(`Building OPA ${OPA_VERSION} with Go, once: about 4 minutes on 2 cores.\n`);
    const built = path.join(staging, 'opa');
    const args = ['build', '-trimpath', '-ldflags=-s -w', '-buildvcs=false', '-o', built, 'github.com/open-policy-agent/opa'];
    const { code, stderr } = await run(go, args, {
      cwd: module,
      env: { ...env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-mod=readonly' },
      log,
    });
    if (code !== 0) throw missing([...tried, `\`go build\` in tools/opa failed: ${stderr.trim().split('\n').slice(-3).join(' / ')}`]);
    const version = await versionOf(built);
    if (version !== OPA_VERSION) throw missing([...tried, `tools/opa builds version ${version ?? 'unknown'}`]);
    await rename(built, target);
    log(`Built ${target}.\n`);
    return { path: target, version, from: 'build' };
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    throw missing([...tried, `building failed: ${messageOf(thrown)}`]);
  } finally {
    clearInterval(ticking);
    await rm(staging, { recursive: true, force: true });
  }
}

async function downloadGo(staging: string, { env, log }: FindOpaOptions, tried: string[]): Promise<string> {
  tried.push('no `go` on the PATH to build it with');
  const sha256 = goDigest(process.platform, process.arch);
  if (sha256 === null) throw missing([...tried, `no Go is pinned for ${process.platform}-${process.arch}`]);
  const python = await searchPath('python3', env);
  if (python === null) throw missing([...tried, `no \`python3\` on the PATH to download Go ${PINNED_GO.version} with`]);
  log(`Downloading Go ${PINNED_GO.version} with pip, to build OPA with: 70 MB, removed afterwards.\n`);
  const folder = path.join(staging, 'go');
  await mkdir(folder);
  try {
    return await unpackGo(python, sha256, folder, env);
  } catch (thrown) {
    if (thrown instanceof UserError && thrown.code !== 'tool.wrong_digest') throw missing([...tried, thrown.message]);
    throw thrown;
  }
}

/** `tools/opa` of the framework: above this file, in its sources as well as in its build. */
function pinnedModule(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const module = path.join(folder, 'tools', 'opa');
    if (existsSync(path.join(module, 'go.mod'))) return module;
    if (folder === path.dirname(folder)) throw missing(['tools/opa/go.mod is not in this installation']);
  }
}

function missing(tried: readonly string[]): UserError {
  return new UserError(
    'opa.missing',
    `OPA ${OPA_VERSION}: not found and not built; tried:\n${tried.map((line) => `- ${line}`).join('\n')}`,
    `Put OPA ${OPA_VERSION} on the PATH, name it in MODELGATE_OPA, or install Go 1.26, or python3 with pip, so that it can be built.`,
  );
}
