import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/**
 * One file out of a gzipped tar archive, as `opa build` writes it (plain ustar headers, no extensions needed for short names).
 * @returns its bytes, or null when no file of that name is in it
 * @throws Error when the archive is cut off
 */
export function fileInTarGz(archive: Uint8Array, name: string): Uint8Array | null {
  const tar = gunzipSync(archive);
  for (let at = 0; at + BLOCK <= tar.length;) {
    const entry = field(tar, at, 100);
    if (entry === '') return null;
    const size = Number.parseInt(field(tar, at + 124, 12), 8);
    const start = at + BLOCK;
    if (!(start + size <= tar.length)) throw new Error('the archive is cut off');
    if (entry.replace(/^\//, '') === name) return new Uint8Array(tar.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return null;
}

function field(tar: Buffer, start: number, length: number): string {
  const bytes = tar.subarray(start, start + length);
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end === -1 ? length : end).trim();
}
