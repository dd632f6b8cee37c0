import { toSignedEntity, VerificationError, Verifier } from '@sigstore/verify';
import type { KeyObject } from 'node:crypto';
import type { Envelope } from './bundle.ts';

/** No certificate authority, log or timestamp is trusted, and none is asked for: evidence is signed with keys of the ring alone. */
const NONE = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const THRESHOLDS = { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 };

/**
 * Whether an envelope was signed with a key, and nothing more: the library asks neither whether the key is still valid nor what the envelope
 * is about.
 */
export function isSignedWith({ bundle }: Envelope, publicKey: KeyObject): boolean {
  const trust = { ...NONE, publicKey: () => ({ publicKey, validFor: () => true }) };
  try {
    new Verifier(trust, THRESHOLDS).verify(toSignedEntity(bundle));
    return true;
  } catch (thrown) {
    if (thrown instanceof VerificationError) return false;
    throw thrown;
  }
}
