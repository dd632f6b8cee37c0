import Type from 'typebox';
import { closed, Instant, Line, ModelId, Sha256, VersionText } from './common.ts';
import type { Of } from './schema.ts';

const Nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** What the key ring says of the key that a bundle names. */
const NamedKey = Type.Object(
  {
    id: Line,
    validFrom: Instant,
    validUntil: Instant,
    revoked: Nullable(Instant),
    /** Its scope. A model that ends with `*` stands for all that begin with it. */
    models: Type.Array(Type.String({ minLength: 1, maxLength: 41 })),
    predicates: Type.Array(Line),
  },
  closed,
);

/**
 * Why a signature is not that of the key that the bundle names, where that can be told: no key makes such a number (`malformed`), the key signed
 * the payload without DSSE's envelope, another key of the ring signed, or the key signed another statement of the release.
 */
export const SignatureFlaw = Type.Enum(['malformed', 'without_envelope', 'other_key', 'other_statement']);
export type SignatureFlaw = Of<typeof SignatureFlaw>;

/** What a statement says of itself. Read only under a good signature. */
const Said = Type.Object(
  {
    predicateType: Line,
    /** Of the predicate; null when its type is none that says it. */
    model: Nullable(ModelId),
    version: Nullable(VersionText),
    /** When what it is about was measured, as it says; null when it is no evaluation. */
    producedAt: Nullable(Line),
    /** Name -> SHA-256 of everything that it is about. */
    subjects: Type.Record(Line, Sha256),
  },
  closed,
);

/** One bundle: facts, from which the policies tell whether it proves anything. */
export const SignedStatement = Type.Object(
  {
    /** How the bundle names its key: base64 of the SHA-256 of the public key. */
    hint: Type.String({ minLength: 1, maxLength: 200 }),
    /** The key of the ring by that hint; null when there is none. */
    key: Nullable(NamedKey),
    /** Whether the head's own ring has a key by that hint. It proves nothing until it is merged. */
    keyProposed: Type.Boolean(),
    /** Whether the signature is that key's, over this very payload. False without a key. */
    signatureVerified: Type.Boolean(),
    /** Null under a good signature, without a key, and where nobody can tell. */
    signatureFlaw: Nullable(SignatureFlaw),
    /** Null unless the signature is good: what anybody could have written is not read. */
    statement: Nullable(Said),
  },
  closed,
);
export type SignedStatement = Of<typeof SignedStatement>;

/** What is signed of one version, and the digests of the files that the signatures have to be about. Absent files are null. */
export const SignedEvidence = Type.Object(
  {
    /** How many keys the ring has that judges. */
    ringKeys: Type.Integer({ minimum: 0 }),
    files: Type.Object({ 'evaluation.json': Nullable(Sha256), 'release.yaml': Nullable(Sha256) }, closed),
    statements: Type.Object(
      { evaluation: Nullable(SignedStatement), provenance: Nullable(SignedStatement), sbom: Nullable(SignedStatement) },
      closed,
    ),
  },
  closed,
);
export type SignedEvidence = Of<typeof SignedEvidence>;

/** The checks that together say whether a statement proves anything: a statement that each of them passes is signed, and well. */
export const SIGNATURE_CODES: readonly string[] = [
  'provenance.bad_signature',
  'provenance.evaluation_edited',
  'provenance.key_expired',
  'provenance.key_not_merged',
  'provenance.key_not_yet_valid',
  'provenance.key_out_of_scope',
  'provenance.key_revoked',
  'provenance.key_wrong_predicate',
  'provenance.no_keys',
  'provenance.other_artifact',
  'provenance.other_data',
  'provenance.other_evaluation',
  'provenance.other_image',
  'provenance.other_model',
  'provenance.other_predicate',
  'provenance.other_subject',
  'provenance.other_version',
  'provenance.release_edited',
  'provenance.signature_malformed',
  'provenance.signature_of_other_key',
  'provenance.signature_of_other_statement',
  'provenance.signature_without_envelope',
  'provenance.subject_misnamed',
  'provenance.subject_missing',
  'provenance.subject_unexpected',
  'provenance.unknown_key',
  'provenance.unknown_predicate',
  'provenance.unsigned',
];
