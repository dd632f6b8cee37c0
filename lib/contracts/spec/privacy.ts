import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** Kinds of personal data. Special ones of GDPR article 9 are `biometric` and `health`. */
export const DataCategory = Type.Enum(['biometric', 'children', 'contact', 'demographic', 'employment', 'financial', 'health', 'location']);
export type DataCategory = Of<typeof DataCategory>;

/** What lessens the harm that personal data can do. */
export const Mitigation = Type.Enum([
  'access-limited',
  'aggregated',
  'consent',
  'differential-privacy',
  'human-review',
  'minimised',
  'pseudonymised',
]);
export type Mitigation = Of<typeof Mitigation>;

/** The personal data that a model is made of or asks for, and what is done about it. A limit says which category asks for which mitigation. */
export const Privacy = Type.Object(
  {
    categories: Type.Array(DataCategory, { minItems: 1, maxItems: 8, uniqueItems: true }),
    mitigations: Type.Array(Mitigation, { maxItems: 7, uniqueItems: true }),
  },
  closed,
);
export type Privacy = Of<typeof Privacy>;
