import { verify } from 'node:crypto';
import type { SignatureFlaw } from '../../contracts/signed-evidence.ts';
import type { KeyRing, RingKey } from '../key-ring.ts';
import type { Envelope } from './bundle.ts';
import { isSignedWith } from './verify.ts';

/** The order of Ed25519's group (RFC 8032, section 5.1). */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

/**
 * Why a signature is not that of the key that its bundle names, where it can be told; null where any change of payload or signature would look
 * the same. Only asked once verification failed: nothing that it finds makes a signature good.
 * @param key what the bundle names
 * @param others payloads of the release's other bundles
 */
export function flawOf(envelope: Envelope, key: RingKey, ring: KeyRing, others: readonly Uint8Array[]): SignatureFlaw | null {
  const { payload } = envelope.bundle.content.dsseEnvelope;
  const signature = envelope.bundle.content.dsseEnvelope.signatures[0]?.sig ?? Buffer.alloc(0);
  if (!isInRange(signature)) return 'malformed';
  if (verify(null, payload, key.publicKey, signature)) return 'without_envelope';
  if ([...ring.values()].some((other) => other !== key && isSignedWith(envelope, other.publicKey))) return 'other_key';
  return others.some((other) => isSignedWith(withPayload(envelope, other), key.publicKey)) ? 'other_statement' : null;
}

/** Whether any key could have made it: 64 bytes, the second half a number from 1 to below the group's order. */
function isInRange(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  const number = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
  return number > 0n && number < ORDER;
}

function withPayload({ bundle, hint }: Envelope, payload: Uint8Array): Envelope {
  const { content } = bundle;
  const dsseEnvelope = { ...content.dsseEnvelope, payload: Buffer.from(payload) };
  return { bundle: { ...bundle, content: { ...content, dsseEnvelope } }, hint };
}
