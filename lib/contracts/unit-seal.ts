import { digestOf } from '../digest-of.ts';
import { sha256 } from '../sha256.ts';

/** Stands in a unit's gate job until its other files are rendered. */
export const UNSEALED = '0'.repeat(64);

/** The file of a unit's gate job, which carries the seal and so is no part of it. */
export function gateHookFile(model: string): string {
  return `Job.${model}-gate.yaml`;
}

/**
 * SHA-256 over what Argo CD applies for a unit, but for its gate job.
 * @param digests file name -> SHA-256 of its bytes
 */
export function sealOfDigests(model: string, digests: Iterable<readonly [name: string, sha256: string]>): string {
  const hook = gateHookFile(model);
  return digestOf(new Map([...digests].filter(([name]) => name !== hook)));
}

/**
 * The seal of a unit's files.
 * @param files file name -> bytes
 */
export function sealOf(model: string, files: Iterable<readonly [name: string, bytes: Uint8Array | string]>): string {
  return sealOfDigests(
    model,
    [...files].map(([name, bytes]) => [name, sha256(bytes)]),
  );
}
