import { bundleToJSON, toDSSEBundle } from '@sigstore/bundle';
import { createHash, type KeyObject } from 'node:crypto';
import { PAYLOAD_TYPE } from './contracts/statement.ts';
import { sortedJson } from './sorted-json.ts';

/** How a bundle names a public key: base64 of the SHA-256 over its SubjectPublicKeyInfo, as Sigstore's own clients do. */
export function keyHint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64');
}

/**
 * A statement as it lies in a repository: a DSSE envelope in a Sigstore bundle (v0.3), in one spelling. Neither certificate nor timestamp nor
 * log entry: signing needs no network.
 */
export function bundleText(payload: Uint8Array, signature: Uint8Array, hint: string): string {
  const bundle = toDSSEBundle({
    artifact: Buffer.from(payload),
    artifactType: PAYLOAD_TYPE,
    signature: Buffer.from(signature),
    keyHint: hint,
  });
  return sortedJson(bundleToJSON(bundle));
}
