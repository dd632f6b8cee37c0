import { dsse } from '@sigstore/core';
import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { PAYLOAD_TYPE, type Statement } from '../../contracts/statement.ts';
import { UserError } from '../../errors.ts';
import { bundleText, keyHint } from '../../signed-bundle.ts';
import { sortedJson } from '../../sorted-json.ts';

/** A private key with the hint of its public half. */
export interface SigningKey {
  readonly privateKey: KeyObject;
  readonly hint: string;
  /** As the key ring spells it. */
  readonly publicKey: string;
}

/**
 * A key from a file's content. What is wrong with it is said without repeating it.
 * @param pem PKCS #8, as `openssl genpkey -algorithm ed25519` writes it
 * @throws UserError `key.unreadable`
 */
export function signingKey(pem: Uint8Array, where: string): SigningKey {
  let privateKey;
  try {
    privateKey = createPrivateKey(Buffer.from(pem));
  } catch {
    // Without its cause: that could quote the key.
    throw unreadable(where, 'no private key that can be read');
  }
  if (privateKey.asymmetricKeyType !== 'ed25519') throw unreadable(where, `a key of type ${privateKey.asymmetricKeyType ?? 'unknown'}`);
  const publicKey = createPublicKey(privateKey);
  return { privateKey, hint: keyHint(publicKey), publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
}

function unreadable(where: string, seen: string): UserError {
  return new UserError(
    'key.unreadable',
    `${where}: ${seen}; expected an Ed25519 private key, PKCS #8 in PEM, without a password`,
    'Make one with `openssl genpkey -algorithm ed25519`, or mount the right one.',
  );
}

/** A statement as a signed bundle, the file's text. Ed25519 has no randomness: the same statement and key give the same bytes. */
export function signedBundle(statement: Statement, { privateKey, hint }: SigningKey): string {
  const payload = Buffer.from(sortedJson(statement));
  return bundleText(payload, sign(null, dsse.preAuthEncoding(PAYLOAD_TYPE, payload), privateKey), hint);
}
