import { bundleFromJSON, isBundleWithDsseEnvelope, type BundleWithDsseEnvelope } from '@sigstore/bundle';
import { PAYLOAD_TYPE } from '../../contracts/statement.ts';
import { messageOf, UserError } from '../../errors.ts';
import { bundleText } from '../../signed-bundle.ts';
import { readJson } from '../read-json.ts';
import { decode } from '../text.ts';
import { MAX_FILE_BYTES } from '../tree.ts';
import { misspellingOf } from './misspelling.ts';

/** A signed statement, not yet verified. */
export interface Envelope {
  readonly bundle: BundleWithDsseEnvelope;
  /** Of the key; what it names may not exist. */
  readonly hint: string;
}

const FIX = 'Sign the evidence again with `npx modelgate evidence sign`.';

/**
 * Reads a bundle in the one spelling that we write. Whatever a bundle could carry besides (a key, a certificate, a second signature, a field that
 * nobody knows) would be written differently, and is refused before anything is verified.
 * @param where path for messages
 * @param limit most bytes
 * @throws UserError `bundle.empty`, `bundle.payload_type`, the codes of `misspellingOf`, and `bundle.unreadable` or `bundle.not_canonical` where that
 * knows none; what `readJson` throws
 */
export function readBundle(bytes: Uint8Array, where: string, limit = MAX_FILE_BYTES): Envelope {
  if (bytes.length === 0) throw new UserError('bundle.empty', `${where}: an empty file; expected a Sigstore bundle`, FIX);
  const { value } = readJson(bytes, where, limit);
  const bundle = fromJson(value, where);
  const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
  if (payloadType !== PAYLOAD_TYPE) {
    throw new UserError(
      'bundle.payload_type',
      `${where}: the envelope holds ${JSON.stringify(payloadType.slice(0, 80))}; expected ${PAYLOAD_TYPE}`,
      FIX,
    );
  }
  const { content } = bundle.verificationMaterial;
  const hint = content.$case === 'publicKey' ? content.publicKey.hint : '';
  if (hint === '' || bundleText(payload, signatures[0]?.sig ?? new Uint8Array(), hint) !== decode(bytes, where, limit)) {
    throw (
      named(value, where) ??
      new UserError(
        'bundle.not_canonical',
        `${where}: not spelt as it would be written; expected a payload, one signature and the hint of a public key, and nothing else`,
        FIX,
      )
    );
  }
  return { bundle, hint };
}

function fromJson(value: unknown, where: string): BundleWithDsseEnvelope {
  let bundle;
  try {
    bundle = bundleFromJSON(value);
  } catch (cause) {
    throw (
      named(value, where) ??
      new UserError('bundle.unreadable', `${where}: ${messageOf(cause)}; expected a Sigstore bundle, version 0.3`, FIX, { cause })
    );
  }
  if (isBundleWithDsseEnvelope(bundle)) return bundle;
  throw (
    named(value, where) ?? new UserError('bundle.unreadable', `${where}: a bundle without an envelope; expected a signed statement`, FIX)
  );
}

function named(value: unknown, where: string): UserError | null {
  const found = misspellingOf(value);
  return found === null ? null : new UserError(found.code, `${where}: ${found.says}`, FIX);
}
