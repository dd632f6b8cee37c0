import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** What is done with the model card in the cluster beside keeping it. */
export const CardServing = Type.Object(
  {
    /** Shown as HTML and JSON by a small server. */
    served: Type.Boolean(),
  },
  closed,
);
export type CardServing = Of<typeof CardServing>;
