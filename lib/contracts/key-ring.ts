import Type from 'typebox';
import { closed, Line, Timestamp } from './common.ts';
import { DECISION_TYPE } from './decision-record.ts';
import { PREDICATE_TYPES } from './statement.ts';
import type { Of } from './schema.ts';

/**
 * A public key that may sign evidence. Ed25519 only: its signatures are deterministic, and nobody can turn one into another that is valid too.
 * Windows are compared with the time that the verdict is for, because nothing that is signed here says when it was signed.
 */
export const EvidenceKey = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$' }),
    /** The team that holds the private half. */
    owner: Line,
    /** SubjectPublicKeyInfo, DER in base64: what `openssl pkey -pubout` prints between its two lines. */
    publicKey: Type.String({ pattern: '^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$' }),
    /** First second on which it proves something. */
    validFrom: Timestamp,
    /** First second on which it no longer does. */
    validUntil: Timestamp,
    scope: Type.Object(
      {
        /** Ids of models; one that ends with `*` stands for all that begin with it. */
        models: Type.Array(Type.String({ pattern: '^([a-z][a-z0-9-]{0,39}\\*?|\\*)$' }), { minItems: 1, maxItems: 200, uniqueItems: true }),
        predicates: Type.Array(Type.Enum([...Object.values(PREDICATE_TYPES), DECISION_TYPE]), { minItems: 1, uniqueItems: true }),
      },
      closed,
    ),
    /** Since when and why it is not trusted any more. Whatever it signed proves nothing, whenever that was: a thief can back-date. */
    revoked: Type.Optional(Type.Object({ at: Timestamp, reason: Line }, closed)),
  },
  closed,
);
export type EvidenceKey = Of<typeof EvidenceKey>;

/** A file in `policies/keys/`. */
export const KeyFile = Type.Object(
  { schemaVersion: Type.Literal('modelgate.dev/keys/v1'), keys: Type.Array(EvidenceKey, { maxItems: 500 }) },
  closed,
);
export type KeyFile = Of<typeof KeyFile>;
