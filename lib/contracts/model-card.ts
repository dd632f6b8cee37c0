import Type from 'typebox';
import { closed, Day, Line, ModelId, Prose, VersionText } from './common.ts';
import type { Of } from './schema.ts';

const Proses = Type.Array(Prose, { maxItems: 50 });

/**
 * `models/<id>/card.yaml`: the narrative, written by people. Sections follow Model Card Toolkit and Annex IV of the EU AI Act.
 * Only the head is required here; which sections a model must fill is a limit of its tier (`thresholds.card.requiredSections`),
 * so that the gate can say who needs what is missing.
 */
export const ModelCard = Type.Object(
  {
    schemaVersion: Type.Literal('modelgate.dev/card/v1'),
    model: ModelId,
    /** Releases that this text describes. */
    versions: Type.Array(VersionText, { minItems: 1, maxItems: 100, uniqueItems: true }),
    title: Line,
    authors: Type.Array(Line, { minItems: 1, maxItems: 20 }),
    reviewed: Type.Object({ on: Day, by: Line }, closed),
    overview: Type.Optional(Prose),
    intendedUse: Type.Optional(Type.Object({ uses: Proses, users: Proses, outOfScope: Proses }, closed)),
    data: Type.Optional(Type.Object({ origin: Prose, licence: Prose, collection: Prose, artificial: Prose, sensitive: Prose }, closed)),
    performance: Type.Optional(Prose),
    fairness: Type.Optional(Prose),
    limitations: Type.Optional(Proses),
    ethics: Type.Optional(Type.Array(Type.Object({ risk: Prose, mitigation: Prose }, closed), { maxItems: 50 })),
    humanOversight: Type.Optional(Prose),
    monitoring: Type.Optional(Prose),
    rollbackPlan: Type.Optional(Type.Object({ trigger: Prose, steps: Proses, contact: Line }, closed)),
  },
  closed,
);
export type ModelCard = Of<typeof ModelCard>;

/** Sections of a card that a tier can require. */
export const CARD_SECTIONS = [
  'overview',
  'intendedUse',
  'data',
  'performance',
  'fairness',
  'limitations',
  'ethics',
  'humanOversight',
  'monitoring',
  'rollbackPlan',
] as const satisfies readonly (keyof ModelCard)[];
