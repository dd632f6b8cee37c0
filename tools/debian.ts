import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/errors.ts';
import { lastLines, run, type RunOptions } from './run.ts';
import type { DebianTool } from './table.ts';

/** Debian's names of processor architectures by Node's. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

function architecture(): string {
  return ARCHITECTURES[process.arch] ?? process.arch;
}

/** Digest of all that decides what is unpacked. */
export function debianRecipe({ package: name, version, sha256, file }: DebianTool): string {
  const digest = sha256[architecture()] ?? 'unknown';
  return createHash('sha256').update([name, version, digest, file].join('\0')).digest('hex').slice(0, 8);
}

/**
 * Downloads one package with apt, as the machine's own sources have it, compares its sha256, and takes one file out of it.
 * The package lists are fetched into `staging`, because a fresh machine has none and only root may write the machine's own.
 * @throws UserError `tool.not_downloaded`, `tool.wrong_digest`
 */
export async function unpackFromDebian(tool: DebianTool, target: string, staging: string, options: RunOptions): Promise<void> {
  const { package: name, version, sha256, file } = tool;
  const wanted = sha256[architecture()];
  const fix = `Run this on Debian 12 (${Object.keys(sha256).join(', ')}), whose archive has ${name} ${version}, with apt-get and dpkg-deb on the PATH.`;
  if (wanted === undefined) {
    throw new UserError('tool.not_downloaded', `${name} ${version}: no sha256 is known for ${architecture()}`, fix);
  }
  const lists = path.join(staging, 'lists');
  const cache = path.join(staging, 'cache');
  await mkdir(path.join(lists, 'partial'), { recursive: true });
  await mkdir(path.join(cache, 'archives', 'partial'), { recursive: true });
  const places = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${cache}`, '-o', 'APT::Sandbox::User='];
  const apt = async (...args: string[]): Promise<void> => {
    const { code, stdout, stderr } = await run('apt-get', ['-q', ...places, ...args], { ...options, cwd: staging });
    if (code !== 0) throw new UserError('tool.not_downloaded', `apt-get ${args.join(' ')}: ${lastLines(stderr || stdout)}`, fix);
  };
  await apt('update');
  await apt('download', `${name}=${version}`);
  const [downloaded] = (await readdir(staging)).filter((entry) => entry.endsWith('.deb'));
  if (downloaded === undefined) throw new UserError('tool.not_downloaded', `apt-get download ${name}=${version}: no file came`, fix);
  const archive = path.join(staging, downloaded);
  const seen = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  if (seen !== wanted) {
    throw new UserError(
      'tool.wrong_digest',
      `${downloaded}: its sha256 is ${seen}; expected ${wanted}`,
      'Do not use it; find out where it came from.',
    );
  }
  const unpacked = path.join(staging, 'unpacked');
  const { code, stderr } = await run('dpkg-deb', ['-x', archive, unpacked], options);
  if (code !== 0) throw new UserError('tool.not_downloaded', `dpkg-deb -x ${downloaded}: ${lastLines(stderr)}`, fix);
  await cp(path.join(unpacked, file), target);
}
