import Type from 'typebox';
import { closed } from '../common.ts';
import type { Of } from '../schema.ts';

/** A canary: shares of traffic in whole percent, ascending and below 100, each followed by a pause. */
export const Canary = Type.Object(
  {
    strategy: Type.Literal('canary'),
    steps: Type.Array(
      Type.Object(
        { percent: Type.Integer({ minimum: 1, maximum: 99 }), pauseMinutes: Type.Integer({ minimum: 1, maximum: 10080 }) },
        closed,
      ),
      {
        minItems: 1,
        maxItems: 20,
      },
    ),
    analysis: Type.Object(
      {
        intervalMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
        failureLimit: Type.Integer({ minimum: 0, maximum: 10 }),
        inconclusiveLimit: Type.Integer({ minimum: 0, maximum: 10 }),
        consecutiveErrorLimit: Type.Integer({ minimum: 0, maximum: 10 }),
      },
      closed,
    ),
  },
  closed,
);
export type Canary = Of<typeof Canary>;
