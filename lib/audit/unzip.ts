import { inflateRawSync } from 'node:zlib';
import { UserError } from '../errors.ts';

/** A report of a thousand units is some 10 MB. */
const MOST_BYTES = 64 << 20;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * The named files of a zip archive. What else it holds is not looked at, and nothing comes to lie on the disk.
 * @param where the archive, for messages
 * @throws UserError `artifact.unreadable`
 */
export function unzip(zip: Buffer, names: readonly string[], where: string): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Buffer>();
  try {
    const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || zip.readUInt32LE(end) !== END) throw new Error('no directory at its end');
    let at = zip.readUInt32LE(end + 16);
    for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
      if (zip.readUInt32LE(at) !== ENTRY) throw new Error('its directory breaks off');
      const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
        number,
        number,
        number,
      ];
      const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
      if (names.includes(name)) {
        if (found.has(name)) throw new Error(`${JSON.stringify(name)} is there twice`);
        found.set(name, contentOf(zip, at, name));
      }
      at += 46 + nameLength + extraLength + commentLength;
    }
  } catch (cause) {
    throw new UserError(
      'artifact.unreadable',
      `${where}: is no sound zip archive (${cause instanceof Error ? cause.message : ''}); expected ${names.join(' and ')} in it`,
      'Let the gate judge again, and keep what it uploads as it is.',
      { cause },
    );
  }
  return found;
}

function contentOf(zip: Buffer, entry: number, name: string): Buffer {
  const [flags, method] = [zip.readUInt16LE(entry + 8), zip.readUInt16LE(entry + 10)];
  const [packed, size, local] = [20, 24, 42].map((offset) => zip.readUInt32LE(entry + offset)) as [number, number, number];
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) throw new Error(`${name} is packed in a way that is not known here`);
  if (size > MOST_BYTES) throw new Error(`${name} is larger than ${String(MOST_BYTES)} bytes`);
  if (zip.readUInt32LE(local) !== LOCAL) throw new Error(`${name} is not where the directory says`);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) throw new Error(`${name} breaks off`);
  const bytes = zip.subarray(start, start + packed);
  const content = method === 0 ? Buffer.from(bytes) : inflateRawSync(bytes, { maxOutputLength: MOST_BYTES });
  if (content.length !== size) throw new Error(`${name} has ${String(content.length)} bytes; its entry says ${String(size)}`);
  return content;
}
