import { createHash } from 'node:crypto';

/** git's hash of a blob. @param like a hash of the same repository, for its length (SHA-1 or SHA-256) */
export function blobHash(bytes: Uint8Array, like: string): string {
  return createHash(like.length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${String(bytes.length)}\0`)
    .update(bytes)
    .digest('hex');
}
