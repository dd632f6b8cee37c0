import { byCodeUnit } from '../by-code-unit.ts';
import { createHash } from 'node:crypto';
import { sha256 } from '../sha256.ts';

/**
 * One digest of many files: SHA-256 over `<sha256>  <path>` lines (what `sha256sum` prints), sorted by path in code units.
 * @param files path -> SHA-256 of the file
 */
export function digestOf(files: ReadonlyMap<string, string>): string {
  const lines = [...files].sort(([a], [b]) => byCodeUnit(a, b)).map(([path, hash]) => `${hash}  ${path}\n`);
  return sha256(lines.join(''));
}

/** git's hash of a blob. @param like a hash of the same repository, for its length (SHA-1 or SHA-256) */
export function blobHash(bytes: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest('hex');
}
