import Type from 'typebox';
import { closed } from './common.ts';
import { Evaluation } from './evaluation.ts';
import type { Of } from './schema.ts';

const { dataset, subject, latencyMs } = Evaluation.properties;

/** What one source says of an evaluation: any part of `Evaluation`, each part of the right shape. */
export const PartialEvaluation = Type.Object(
  {
    ...Type.Partial(Evaluation).properties,
    dataset: Type.Optional(Type.Partial(dataset, closed)),
    subject: Type.Optional(Type.Partial(subject, closed)),
    latencyMs: Type.Optional(Type.Partial(latencyMs, closed)),
  },
  closed,
);
export type PartialEvaluation = Of<typeof PartialEvaluation>;
