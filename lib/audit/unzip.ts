import { unzipSync } from 'fflate';
import { UserError, messageOf } from '../errors.ts';

/** A report of a thousand units is some 10 MB. */
const MOST_BYTES = 64 << 20;

/**
 * The named files of a zip archive. What else it holds is not looked at, and nothing comes to lie on the disk.
 * @param where the archive, for messages
 * @throws UserError `artifact.unreadable`
 */
export function unzip(zip: Buffer, names: readonly string[], where: string): ReadonlyMap<string, Buffer> {
  const seen = new Set<string>();
  const wanted = ({ name, originalSize }: { readonly name: string; readonly originalSize: number }): boolean => {
    if (!names.includes(name)) return false;
    if (seen.has(name)) throw new Error(`${JSON.stringify(name)} is there twice`);
    // Nothing larger than an entry says of itself is unpacked of it.
    if (originalSize > MOST_BYTES) throw new Error(`${name} is larger than ${String(MOST_BYTES)} bytes`);
    seen.add(name);
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(zip, { filter: wanted })).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  } catch (cause) {
    throw new UserError(
      'artifact.unreadable',
      `${where}: is no sound zip archive (${messageOf(cause)}); expected ${names.join(' and ')} in it`,
      'Let the gate judge again, and keep what it uploads as it is.',
      { cause },
    );
  }
}
