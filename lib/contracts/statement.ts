import Type from 'typebox';
import { closed, Line, ModelId, Sha256, VersionText } from './common.ts';
import type { Of } from './schema.ts';

/** in-toto Statement v1, the layer between an envelope and what it says. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** The payload type of a DSSE envelope that holds a statement. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/**
 * What is said of each release, one signed statement each, and its predicate type. `evaluation` is ours, versioned by its address;
 * `provenance` is SLSA's, `sbom` is a CycloneDX bill of materials.
 */
export const PREDICATE_TYPES = {
  evaluation: 'https://modelgate.dev/attestation/evaluation/v1',
  provenance: 'https://slsa.dev/provenance/v1',
  sbom: 'https://cyclonedx.org/bom',
} as const;

export type StatementName = keyof typeof PREDICATE_TYPES;

/** Every statement that a release needs, sorted. */
export const STATEMENT_NAMES: readonly StatementName[] = ['evaluation', 'provenance', 'sbom'];

/** The file of a statement beside the evidence that it is about: a Sigstore bundle, which names itself by its ending. */
export function statementPath(model: string, version: string, name: StatementName): string {
  return `models/${model}/versions/${version}/${name}.sigstore.json`;
}

/** Something that a statement is about, by content. Its name is signed with it, and both have to fit. */
export const StatementSubject = Type.Object({ name: Line, digest: Type.Object({ sha256: Sha256 }, closed) }, closed);

/** The payload of an envelope. What a predicate holds is its type's matter. */
export const Statement = Type.Object(
  {
    _type: Type.Literal(STATEMENT_TYPE),
    subject: Type.Array(StatementSubject, { minItems: 1, maxItems: 50 }),
    predicateType: Line,
    predicate: Type.Object({}, { additionalProperties: true }),
  },
  closed,
);
export type Statement = Of<typeof Statement>;

const open = { additionalProperties: true };

/** Of a predicate of each type, the part that says which release it is about. */
export const EvaluationPredicate = Type.Object({ model: ModelId, version: VersionText, producedAt: Line }, open);
export const ProvenancePredicate = Type.Object(
  { buildDefinition: Type.Object({ externalParameters: Type.Object({ model: ModelId, version: VersionText }, open) }, open) },
  open,
);
export const BillOfMaterials = Type.Object(
  { metadata: Type.Object({ component: Type.Object({ name: ModelId, version: VersionText }, open) }, open) },
  open,
);
