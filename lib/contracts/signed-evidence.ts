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

/** What a statement says of itself. Read only under a good signature. */
const Said = Type.Object(
  {
    predicateType: Line,
    /** Of the predicate; null when its type is none that says it. */
    model: Nullable(ModelId),
    version: Nullable(VersionText),
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
    /** Whether the signature is that key's, over this very payload. False without a key. */
    signatureVerified: Type.Boolean(),
    /** Null unless the signature is good: what anybody could have written is not read. */
    statement: Nullable(Said),
  },
  closed,
);
export type SignedStatement = Of<typeof SignedStatement>;

/** What is signed of one version, and the digests of the files that the signatures have to be about. Absent files are null. */
export const SignedEvidence = Type.Object(
  {
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
  'provenance.key_expired',
  'provenance.key_not_yet_valid',
  'provenance.key_out_of_scope',
  'provenance.key_revoked',
  'provenance.other_model',
  'provenance.other_predicate',
  'provenance.other_subject',
  'provenance.other_version',
  'provenance.unknown_key',
  'provenance.unsigned',
];
