/** What is wrong with a bundle that is not spelt as it would be written. */
export interface Misspelling {
  readonly code: string;
  /** Goes on after the path. */
  readonly says: string;
}

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const isThere = (value: Fields, ...names: readonly string[]): boolean => names.some((name) => value[name] !== undefined);
const isPadded = (value: unknown): boolean => typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value;

const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * The first thing that a person has to know about a bundle that was refused already; null when it is none of what is known. It decides on no
 * more than the code of the error.
 * @param value the bundle as JSON
 */
export function misspellingOf(value: unknown): Misspelling | null {
  const bundle = fieldsOf(value);
  const material = fieldsOf(bundle['verificationMaterial']);
  const publicKey = fieldsOf(material['publicKey']);
  const envelope = fieldsOf(bundle['dsseEnvelope']);
  const signatures = Array.isArray(envelope['signatures']) ? envelope['signatures'].map(fieldsOf) : [];
  const [signature = {}] = signatures;
  const found: readonly (readonly [boolean, string, string])[] = [
    [
      isThere(bundle, 'payload', 'signatures') && !isThere(bundle, 'dsseEnvelope'),
      'bare_envelope',
      'an envelope by itself; expected it in a Sigstore bundle',
    ],
    [isThere(bundle, 'messageSignature'), 'message_signature', 'the signature of a file; expected that of a statement'],
    [
      isThere(material, 'certificate', 'x509CertificateChain'),
      'certificate',
      'signed by certificate; expected the hint of a key of policies/keys',
    ],
    [
      isThere(bundle, 'dsseEnvelope') && signatures.every(({ sig }) => sig === '' || sig === undefined),
      'no_signature',
      'no signature; expected one',
    ],
    [signatures.length > 1, 'several_signatures', `${String(signatures.length)} signatures; expected one, because only one is verified`],
    [
      isThere(publicKey, 'rawBytes', 'keyDetails', 'validFor'),
      'key_inside',
      'a key comes with what it signed; expected its hint alone, because keys count from policies/keys only',
    ],
    [
      isThere(bundle, 'mediaType') && bundle['mediaType'] !== MEDIA_TYPE,
      'other_version',
      `a bundle of another version; expected ${MEDIA_TYPE}`,
    ],
    [
      hasOthers(bundle, ['mediaType', 'verificationMaterial', 'dsseEnvelope']) ||
        hasOthers(material, ['publicKey', 'timestampVerificationData']) ||
        hasOthers(publicKey, ['hint']) ||
        hasOthers(envelope, ['payload', 'payloadType', 'signatures']) ||
        hasOthers(signature, ['sig', 'keyid']),
      'unknown_field',
      'a field that nobody reads; expected a payload, one signature and the hint of a public key, and nothing else',
    ],
    [
      isThere(signature, 'keyid') && isThere(publicKey, 'hint') && signature['keyid'] !== publicKey['hint'],
      'other_hint',
      'its signature names another key than the bundle does; expected one hint in both places',
    ],
    [
      isThere(envelope, 'payload') && !(isPadded(envelope['payload']) && isPadded(signature['sig'])),
      'not_base64',
      'a payload or signature in another base64; expected the standard alphabet with its padding',
    ],
  ];
  const first = found.find(([is]) => is);
  return first === undefined ? null : { code: `bundle.${first[1]}`, says: first[2] };
}

function hasOthers(fields: Fields, known: readonly string[]): boolean {
  return Object.keys(fields).some((name) => !known.includes(name));
}
